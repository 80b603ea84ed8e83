"""Picking one of the questions of a "did you mean": its answer comes in place of the choices."""

import contextlib

from telegram import Update
from telegram.error import BadRequest
from telegram.ext import CallbackQueryHandler, ContextTypes

from bot.services import Services
from handlers.rendering import NONE_OF_THESE, html, language_of, link_of, no_preview
from knowledge.errors import UnknownLink
from knowledge.texts import texts

__all__ = ["handler"]


def handler(services: Services) -> CallbackQueryHandler[ContextTypes.DEFAULT_TYPE, None]:
    """Return the handler of the buttons under a "did you mean"; buttons of earlier versions are declined."""

    async def pick(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        if query is None:
            return
        assistant = services.knowledge.assistant
        with contextlib.suppress(BadRequest):  # too old to be answered: no harm
            await query.answer()
        lang = language_of(update, assistant)
        link = link_of(query.data or "")
        text = texts(lang).empty
        if link and link != NONE_OF_THESE:
            with contextlib.suppress(UnknownLink):
                text = html(assistant.recall(link, lang))
        with contextlib.suppress(BadRequest):  # pressed twice: the text is there already
            await query.edit_message_text(
                text, parse_mode="HTML", link_preview_options=no_preview()
            )

    return CallbackQueryHandler(pick)
