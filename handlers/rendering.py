"""Replies as Telegram shows them: escaped HTML, sources as links, buttons under them."""

from collections.abc import Iterable
from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, SwitchInlineQueryChosenChat
from telegram.constants import MessageLimit

from bot.texts import texts
from handlers.callbacks import ROOM, Verb, pack
from knowledge.errors import UnknownLink
from knowledge.guide import Guide
from knowledge.reply import Reply
from knowledge.schema import Source
from knowledge.texts import texts as spoken

__all__ = [
    "answer_buttons",
    "bold",
    "buttons",
    "choices",
    "cited",
    "cut",
    "html",
    "link_button",
    "plain",
]

LONG = 400
"""An answer of more characters is folded: Telegram shows its first lines and a way to open it."""
BUTTON = 60
"""Longest label of a button, in characters; Telegram shows less of it on a narrow screen."""


def plain(text: str) -> str:
    """Return a text as HTML that shows exactly these characters."""
    return escape(text, quote=False)


def bold(text: str) -> str:
    """Return a text as HTML in bold."""
    return f"<b>{plain(text)}</b>"


def cut(text: str, length: int) -> str:
    """Return a text of at most `length` characters, with an ellipsis where something is missing."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def html(reply: Reply, title: str = "") -> str:
    """Return a reply as HTML of at most 4,096 characters; `title` is the question to show above it."""
    links = cited(reply.sources)
    heading = f"{bold(title)}\n\n" if title else ""
    room = (
        int(MessageLimit.MAX_TEXT_LENGTH)
        - len(title)
        - sum(len(s.title) + 4 for s in reply.sources)
    )
    if reply.choices:
        lines = [f"{i}. {choice.title}" for i, choice in enumerate(reply.choices, 1)]
        return heading + plain(cut("\n".join([reply.text.splitlines()[0], "", *lines]), room - 8))
    said = plain(cut(reply.text, room - 8))
    if len(reply.text) > LONG:
        said = f"<blockquote expandable>{said}</blockquote>"
    return heading + "\n\n".join([said, *([links] if links else [])])


def choices(reply: Reply, guide: Guide) -> InlineKeyboardMarkup | None:
    """Return the choices of a "did you mean" as buttons, "none of these" last; None without choices."""
    numbered = [(f"{i}. {c.title}", c.link) for i, c in enumerate(reply.choices, 1)]
    rows = [
        [b] for label, link in numbered if (b := _leads(guide, Verb.PICK, reply.lang, label, link))
    ]
    if not rows:
        return None
    none = InlineKeyboardButton(
        spoken(reply.lang).none_of_these, callback_data=pack(Verb.NONE, reply.lang)
    )
    return InlineKeyboardMarkup([*rows, [none]])


def answer_buttons(
    reply: Reply, guide: Guide, *, votes: bool = True
) -> InlineKeyboardMarkup | None:
    """Return what leads on from an answer: related questions, Share, helpful or not; None for no answer."""
    if reply.kind != "answer" or reply.link is None:
        return None
    rows = [
        [b] for link in _related(guide, reply.link) if (b := link_button(guide, reply.lang, link))
    ]
    short = guide.links.short(reply.link, ROOM)
    if short is None:
        return InlineKeyboardMarkup(rows) if rows else None
    own = texts(reply.lang)
    anywhere = SwitchInlineQueryChosenChat(f"{reply.lang}:{short}", True, True, True, True)
    last = [InlineKeyboardButton(own.share, switch_inline_query_chosen_chat=anywhere)]
    if votes:
        for label, verb in ((own.helpful, Verb.HELPFUL), (own.not_helpful, Verb.UNHELPFUL)):
            last.append(InlineKeyboardButton(label, callback_data=pack(verb, reply.lang, short)))
    return InlineKeyboardMarkup([*rows, last])


def buttons(reply: Reply, guide: Guide) -> InlineKeyboardMarkup | None:
    """Return the buttons that belong under a reply; None where there are none."""
    return choices(reply, guide) if reply.choices else answer_buttons(reply, guide)


def link_button(guide: Guide, lang: str, link: str) -> InlineKeyboardButton | None:
    """Return a button that asks the question of `link`; None where there is no such question."""
    try:
        return _leads(guide, Verb.NEXT, lang, guide.links.title(link, lang), link)
    except UnknownLink:
        return None


def _leads(
    guide: Guide, verb: Verb, lang: str, label: str, link: str
) -> InlineKeyboardButton | None:
    short = guide.links.short(link, ROOM)
    if short is None:
        return None
    return InlineKeyboardButton(cut(label, BUTTON), callback_data=pack(verb, lang, short))


def _related(guide: Guide, link: str) -> tuple[str, ...]:
    try:
        return guide.related.to(link)
    except UnknownLink:
        return ()


def cited(sources: Iterable[Source]) -> str:
    """Return sources as links, one a line."""
    return "\n".join(
        f'↳ <a href="{escape(source.url)}">{plain(source.title)}</a>'
        for source in sources
        if source.url
    )
