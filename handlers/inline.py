"""Inline mode: `@bot chile dialogue` in any chat gives ranked answers to send; Share opens it with one."""

import contextlib
import re

from telegram import InlineQueryResultsButton, Update
from telegram.error import BadRequest
from telegram.ext import ContextTypes, InlineQueryHandler

from bot.services import Services
from bot.state.tallies import SHARED
from bot.texts import texts
from handlers.links import carrying
from handlers.results import article
from handlers.speaking import language_of
from knowledge.errors import UnknownLink
from knowledge.guide import guide
from knowledge.reply import Reply

__all__ = ["handler"]

CACHE_SECONDS = 60
"""Telegram may give one person the same results again for so long: answers may be corrected any time."""
_SHARED = re.compile(r"([a-z]{2}):([A-Za-z0-9_-]+)")
"""What a Share button types: a language and an answer's link."""


def handler(services: Services) -> InlineQueryHandler[ContextTypes.DEFAULT_TYPE, None]:
    """Return the handler of inline queries."""

    async def search(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.inline_query
        if query is None:
            return
        lang = await language_of(update, services)
        found = [] if query.offset else (_shared(query.query) or _found(query.query, lang))
        leads = guide(services.knowledge.assistant)
        button = None
        if not found and not query.offset:
            parameter = carrying(query.query) or "start"
            button = InlineQueryResultsButton(texts(lang).inline_nothing, start_parameter=parameter)
        with contextlib.suppress(BadRequest):  # typed on meanwhile: nobody waits for it any more
            await query.answer(
                [article(reply, leads, context.bot.username) for reply in found],
                cache_time=CACHE_SECONDS,
                is_personal=True,  # results are in the person's language
                button=button,
            )

    def _found(query: str, lang: str) -> list[Reply]:
        return guide(services.knowledge.assistant).search.find(query, lang)

    def _shared(query: str) -> list[Reply]:
        match = _SHARED.fullmatch(query.strip())
        assistant = services.knowledge.assistant
        if match is None or match[1] not in assistant.library.languages:
            return []
        try:
            reply = assistant.recall(guide(assistant).links.long(match[2]), match[1])
        except UnknownLink:
            return []
        services.state.tallies.count(SHARED, reply.lang, reply.link)
        return [reply]

    return InlineQueryHandler(search)
