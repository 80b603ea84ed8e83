"""Delivery in a running process: the announcer and the worker, started and stopped together."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterable, Mapping

from telegram import InlineKeyboardMarkup
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.clock import Clock
from bot.delivery.announcer import Announcer
from bot.delivery.pace import Pace, Priority
from bot.delivery.telegram import TelegramSender
from bot.delivery.topics import listeners
from bot.delivery.worker import Worker
from bot.state import State
from knowledge.library import Library

__all__ = ["DeliveryService"]

_log = logging.getLogger(__name__)


class DeliveryService:
    """Delivers updates from start to stop."""

    def __init__(
        self,
        bot: ExtBot[Priority],
        state: State,
        library: Callable[[], Library],
        pace: Pace,
        keyboard: Callable[[str], InlineKeyboardMarkup],
        *,
        admins: Iterable[int] = (),
        clock: Clock | None = None,
        parallel: int = 1,
    ) -> None:
        """`library` gives the content of now; `admins` are told when an update had to be stopped."""
        self._bot = bot
        self._library = library
        self._admins = tuple(admins)
        self._hears: tuple[Library, Mapping[str, frozenset[str]]] | None = None
        clock = clock or Clock()
        self.worker = Worker(
            state,
            TelegramSender(bot, library, keyboard),
            pace,
            self._listeners,
            clock=clock,
            parallel=parallel,
            stopped=self._tell,
        )
        self._announcer = Announcer(state, library, clock, self.worker.wake)
        self._announcing: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin, in the background."""
        self.worker.start()
        self._announcing = asyncio.create_task(self._announcer.run(), name="announcer")

    async def stop(self) -> None:
        """Stop within five seconds; what is left is delivered after the next start."""
        if self._announcing:
            self._announcing.cancel()
            await asyncio.gather(self._announcing, return_exceptions=True)
        await self.worker.stop()

    def _listeners(self) -> Mapping[str, frozenset[str]]:
        library = self._library()
        if self._hears is None or self._hears[0] is not library:
            self._hears = (library, listeners(library))
        return self._hears[1]

    async def _tell(self, update: str, why: str) -> None:
        for admin in self._admins:
            with contextlib.suppress(TelegramError):
                await self._bot.send_message(
                    admin, f"{update}: Telegram does not take this text ({why}). /updates"
                )
