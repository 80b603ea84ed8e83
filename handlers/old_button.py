"""Buttons of an earlier version, or malformed: declined kindly, never an error."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, ContextTypes

from bot.services import Services
from bot.texts import texts
from handlers.saying import acknowledge
from handlers.speaking import language_of

__all__ = ["handler"]


def handler(services: Services) -> CallbackQueryHandler[ContextTypes.DEFAULT_TYPE, None]:
    """Return the handler of all buttons that no other handler took; it goes after them."""

    async def decline(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        if update.callback_query:
            lang = await language_of(update, services)
            await acknowledge(update.callback_query, texts(lang).old_button, alert=True)

    return CallbackQueryHandler(decline)
