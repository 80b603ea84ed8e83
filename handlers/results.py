"""Answers as results of inline and guest mode: each a complete message with question, answer and source."""

import hashlib

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
)
from telegram.constants import ParseMode

from bot.texts import texts
from handlers.links import address
from handlers.rendering import cut, html
from handlers.saying import NO_PREVIEW
from knowledge.guide import Guide
from knowledge.reply import Reply

__all__ = ["article"]

DESCRIPTION = 120


def article(reply: Reply, guide: Guide, username: str) -> InlineQueryResultArticle:
    """Return a reply as a result; its id is the same for the same answer in the same language."""
    title = guide.links.title(reply.link, reply.lang) if reply.link else ""
    way = address(username, guide, reply.link) if reply.link else f"https://t.me/{username}"
    keyboard = None
    if way:
        more = InlineKeyboardButton(texts(reply.lang).ask_more, url=way)
        keyboard = InlineKeyboardMarkup([[more]])
    name = f"{reply.lang}:{reply.link or reply.text}"
    return InlineQueryResultArticle(
        id=hashlib.sha256(name.encode()).hexdigest()[:32],
        title=title or cut(reply.text, DESCRIPTION),
        description=cut(" ".join(reply.text.split()), DESCRIPTION),
        input_message_content=InputTextMessageContent(
            html(reply, title), parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW
        ),
        reply_markup=keyboard,
    )
