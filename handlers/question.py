"""A text in a private chat is a question; it gets one answer, which the next question may lean on."""

from telegram import Update
from telegram.ext import ContextTypes, MessageHandler, filters

from bot.services import Services
from handlers.rendering import language_of, send

__all__ = ["handler"]

CONVERSATION = "conversation"
"""Key in the chat's data: what the assistant remembers of its last question."""


def handler(services: Services) -> MessageHandler[ContextTypes.DEFAULT_TYPE, None]:
    """Return the handler of texts in private chats."""

    async def answer(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.effective_message
        if message is None or message.text is None or context.chat_data is None:
            return
        assistant = services.knowledge.assistant
        before = context.chat_data.get(CONVERSATION)
        reply, now = assistant.turn(message.text, language_of(update, assistant), before)
        context.chat_data[CONVERSATION] = now
        await send(update, reply)

    private = filters.ChatType.PRIVATE & filters.TEXT & ~filters.COMMAND
    return MessageHandler(private & ~filters.VIA_BOT & ~filters.UpdateType.EDITED, answer)
