"""Updates on their way to Telegram: composed in the language of each chat, with a button to stop."""

from collections.abc import Callable

from telegram import InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.ext import ExtBot

from bot.delivery.composing import compose, compose_digest, language_for
from bot.delivery.pace import Priority
from bot.state.outbox import Delivery
from knowledge.library import Library

__all__ = ["TelegramSender"]


class TelegramSender:
    """Sends updates by a bot. `keyboard` gives the buttons under an update, in a language."""

    def __init__(
        self,
        bot: ExtBot[Priority],
        library: Callable[[], Library],
        keyboard: Callable[[str], InlineKeyboardMarkup],
    ) -> None:
        self._bot = bot
        self._library = library
        self._keyboard = keyboard
        self._priority = Priority.BROADCAST if bot.rate_limiter else None

    async def deliver(self, delivery: Delivery) -> int | None:
        """Send the message, or edit the one named; return its id. Raises telegram.error.TelegramError."""
        library = self._library()
        lang = language_for(library, delivery.lang)
        updates = [library.updates[name] for name in delivery.updates]
        digest = delivery.is_digest
        text = (
            compose_digest(library, updates, lang) if digest else compose(library, updates[0], lang)
        )
        if delivery.edits is not None:
            await self._bot.edit_message_text(
                text,
                chat_id=delivery.chat_id,
                message_id=delivery.edits,
                parse_mode=ParseMode.HTML,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
                reply_markup=self._keyboard(lang),
                rate_limit_args=self._priority,
            )
            return delivery.edits
        sent = await self._bot.send_message(
            delivery.chat_id,
            text,
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
            message_thread_id=delivery.thread_id or None,
            reply_markup=self._keyboard(lang),
            rate_limit_args=self._priority,
        )
        return sent.message_id
