"""Replies as Telegram shows them: escaped HTML, sources as links, choices as buttons."""

from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Update
from telegram.constants import InlineKeyboardButtonLimit, MessageLimit, ParseMode

from knowledge.assistant import Assistant
from knowledge.reply import Reply
from knowledge.texts import texts

__all__ = ["NONE_OF_THESE", "buttons", "html", "language_of", "link_of", "no_preview", "send"]

_VERB = "a1:"
"""Opens the data of a button that gives an answer; the number is the version of its form."""
NONE_OF_THESE = "-"


def html(reply: Reply) -> str:
    """Return a reply as HTML for Telegram; nothing of it can act as markup."""
    opening = reply.text.splitlines()[0] if reply.choices else reply.text
    links = [
        f'<a href="{escape(source.url)}">{escape(source.title)}</a>'
        for source in reply.sources
        if source.url
    ]
    text = escape(opening, quote=False)[: MessageLimit.MAX_TEXT_LENGTH // 2]
    return "\n\n".join([text, "\n".join(f"↳ {link}" for link in links)]) if links else text


def buttons(reply: Reply) -> InlineKeyboardMarkup | None:
    """Return the choices of a reply as buttons, "none of these" last; None where it has none."""
    rows = [
        [InlineKeyboardButton(choice.title, callback_data=_VERB + choice.link)]
        for choice in reply.choices
        if len((_VERB + choice.link).encode()) <= InlineKeyboardButtonLimit.MAX_CALLBACK_DATA
    ]
    if not rows:
        return None
    none = InlineKeyboardButton(
        texts(reply.lang).none_of_these, callback_data=_VERB + NONE_OF_THESE
    )
    return InlineKeyboardMarkup([*rows, [none]])


def link_of(data: str) -> str | None:
    """Return the link in a button's data, None where it is of another version or malformed."""
    return data.removeprefix(_VERB) if data.startswith(_VERB) else None


def language_of(update: Update, assistant: Assistant) -> str:
    """Return the person's Telegram language if it is served, else the knowledge base's first."""
    user = update.effective_user
    code = (user.language_code or "")[:2] if user else ""
    languages = assistant.library.languages
    return code if code in languages else languages[0]


def no_preview() -> LinkPreviewOptions:
    """Return the option that shows no preview of links."""
    return LinkPreviewOptions(is_disabled=True)


async def send(update: Update, reply: Reply) -> None:
    """Send a reply to the chat of `update`."""
    if update.effective_message:
        await update.effective_message.reply_text(
            html(reply),
            parse_mode=ParseMode.HTML,
            link_preview_options=no_preview(),
            reply_markup=buttons(reply),
        )
