"""/privacy: in plain words, what is kept and for how long."""

from telegram import Update
from telegram.ext import CommandHandler, ContextTypes, filters

from bot.services import Services
from bot.texts import texts
from handlers.rendering import plain
from handlers.saying import say
from handlers.speaking import language_of

__all__ = ["handler"]


def handler(services: Services) -> CommandHandler[ContextTypes.DEFAULT_TYPE, None]:
    """Return the handler of /privacy."""

    async def explain(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        lang = await language_of(update, services)
        await say(update, services, plain(texts(lang).privacy))

    return CommandHandler("privacy", explain, filters.UpdateType.MESSAGE)
