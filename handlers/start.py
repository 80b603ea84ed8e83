"""/start and /help: who this is and what to ask; `/start LINK` gives the answer of a link."""

from telegram import Update
from telegram.ext import CommandHandler, ContextTypes, filters

from bot.services import Services
from handlers.rendering import language_of, send
from knowledge.errors import UnknownLink

__all__ = ["handler"]


def handler(services: Services) -> CommandHandler[ContextTypes.DEFAULT_TYPE, None]:
    """Return the handler of /start and /help in private chats."""

    async def greet(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assistant = services.knowledge.assistant
        lang = language_of(update, assistant)
        if context.args:
            try:
                await send(update, assistant.recall(context.args[0], lang))
            except UnknownLink:
                pass
            else:
                return
        await send(update, assistant.recall("what-can-you-do", lang))

    return CommandHandler(
        ["start", "help"], greet, filters.ChatType.PRIVATE & ~filters.UpdateType.EDITED
    )
