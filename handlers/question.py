"""A text in a private chat is a question; editing it edits the answer."""

from telegram import Update
from telegram.ext import ContextTypes, MessageHandler, filters

from bot.services import Services
from handlers.exchange import answer, answer_again

__all__ = ["handler"]

ASKED = filters.UpdateType.MESSAGE | filters.UpdateType.EDITED_MESSAGE


def handler(services: Services) -> MessageHandler[ContextTypes.DEFAULT_TYPE, None]:
    """Return the handler of texts, and of captions of pictures, in private chats."""

    async def ask(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.effective_message
        question = (message.text or message.caption or "") if message else ""
        if update.edited_message:
            await answer_again(update, services, context.bot, question)
        else:
            await answer(update, services, question)

    said = (filters.TEXT & ~filters.COMMAND) | filters.CAPTION
    return MessageHandler(filters.ChatType.PRIVATE & said & ASKED & ~filters.VIA_BOT, ask)
