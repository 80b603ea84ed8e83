"""Sending, editing and acknowledging: what every handler does the same way."""

import contextlib

from telegram import (
    CallbackQuery,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
    Update,
)
from telegram.constants import ChatType, ParseMode
from telegram.error import BadRequest

from bot.services import Services

__all__ = ["NO_PREVIEW", "acknowledge", "may_speak", "rewrite", "say"]

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


def may_speak(services: Services, message: Message) -> bool:
    """Say whether one more message may go to this chat now: groups take twenty a minute."""
    if message.chat.type == ChatType.PRIVATE:
        return True
    return services.memory.cooldown.allows(message.chat.id, services.clock.monotonic())


async def say(
    update: Update, services: Services, html: str, keyboard: InlineKeyboardMarkup | None = None
) -> Message | None:
    """Send HTML to the chat of `update`, in its thread; in a group as a reply. None where the group cools down."""
    message = update.effective_message
    if message is None or not may_speak(services, message):
        return None
    quoted = None
    if message.chat.type != ChatType.PRIVATE and update.callback_query is None:
        quoted = ReplyParameters(message.message_id, allow_sending_without_reply=True)
    return await message.reply_text(
        html,
        parse_mode=ParseMode.HTML,
        link_preview_options=NO_PREVIEW,
        reply_markup=keyboard,
        reply_parameters=quoted,
        do_quote=False if quoted is None else None,
    )


async def rewrite(
    query: CallbackQuery, html: str, keyboard: InlineKeyboardMarkup | None = None
) -> None:
    """Put HTML in place of the message under which a button was pressed; pressed twice does no harm."""
    with contextlib.suppress(BadRequest):  # not modified, or too old to be edited
        await query.edit_message_text(
            html, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW, reply_markup=keyboard
        )


async def acknowledge(query: CallbackQuery, text: str = "", *, alert: bool = False) -> None:
    """Answer a pressed button, with a notice or without; one that is too old does no harm."""
    with contextlib.suppress(BadRequest):
        await query.answer(text or None, show_alert=alert)
