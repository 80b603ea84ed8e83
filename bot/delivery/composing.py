"""An update as people read it: HTML for Telegram, in their language, with its date and its sources."""

import datetime
from collections.abc import Sequence
from html import escape

from babel.dates import format_date
from telegram.constants import MessageLimit

from bot.delivery.sentences import sentences
from knowledge.library import Library
from knowledge.schema import Update

__all__ = ["compose", "compose_digest", "language_for"]

ROOM = int(MessageLimit.MAX_TEXT_LENGTH) - 96
"""So many characters of a message are used; markup is not counted by Telegram, but is here."""


def language_for(library: Library, lang: str | None) -> str:
    """Return the language to write in: the one chosen if it is served, else the first that is."""
    return lang if lang in library.languages else library.languages[0]


def compose(library: Library, update: Update, lang: str) -> str:
    """Return one update as a message of HTML."""
    heading = f"<b>{_safe(library.text(update.title, lang))}</b>"
    if update.corrects:
        heading = f"<i>{_safe(sentences(lang).corrected)}</i>\n{heading}"
    date = format_date(datetime.date.fromisoformat(update.date), "long", locale=lang)
    text = library.text(update.text, lang)
    links = _links(library, update)
    room = ROOM - len(heading) - len(date) - len(links)
    body = f"{_safe(_cut(text, room))}\n\n<i>{_safe(date)}</i>"
    return "\n\n".join(part for part in (heading, body, links) if part)


def compose_digest(library: Library, updates: Sequence[Update], lang: str) -> str:
    """Return several updates as one message: whole where they have room, else their titles."""
    if len(updates) == 1:
        return compose(library, updates[0], lang)
    heading = f"<b>{_safe(sentences(lang).digest.format(count=len(updates)))}</b>"
    whole = "\n\n".join([heading, *(compose(library, update, lang) for update in updates)])
    if len(whole) <= ROOM:
        return whole
    lines: list[str] = []
    left = ROOM - len(heading)
    for update in updates:
        line = f"• {_safe(library.text(update.title, lang))}"
        left -= len(line) + 1
        if left < 0:
            break
        lines.append(line)
    return f"{heading}\n\n" + "\n".join(lines)


def _links(library: Library, update: Update) -> str:
    found = [library.sources[name] for name in update.sources if name in library.sources]
    return "\n".join(
        f'↳ <a href="{escape(source.url)}">{_safe(source.title)}</a>'
        for source in found
        if source.url
    )


def _safe(text: str) -> str:
    return escape(text, quote=False)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: max(1, length - 1)].rstrip() + "…"
