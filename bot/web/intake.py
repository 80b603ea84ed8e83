"""Each update is handled once, and handled before it is acknowledged: a crash loses none."""

import asyncio
import logging
from typing import Any

from telegram import Update
from telegram.ext import Application

from bot.metrics import Metrics
from bot.state.updates_seen import Taken, UpdatesSeen
from bot.web.outgoing import Attempt, attempt

__all__ = ["Intake"]

_log = logging.getLogger(__name__)


class Intake:
    """Takes on the updates that Telegram brings, while it is open."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._application: Application[Any, Any, Any, Any, Any, Any] | None = None
        self._seen: UpdatesSeen | None = None
        self.in_flight = 0

    def open(
        self, application: Application[Any, Any, Any, Any, Any, Any], seen: UpdatesSeen
    ) -> None:
        """Begin to take updates: the application runs."""
        self._application, self._seen = application, seen

    def close(self) -> None:
        """Take no more updates; those in flight are handled to their end."""
        self._application = None

    async def take(self, data: dict[str, Any]) -> bool:
        """Handle the update `data`. False where Telegram is to bring it again."""
        application, seen = self._application, self._seen
        if application is None or seen is None:
            return False
        number: int = data["update_id"]
        taken = await seen.take(number)
        if taken is not Taken.NEW:
            self._metrics.update("repeated" if taken is Taken.DONE else "busy")
            return taken is Taken.DONE
        self._count(1)
        # a task of its own: it goes on where Telegram hangs up
        handling = asyncio.create_task(self._handle(application, seen, number, data))
        return await asyncio.shield(handling)

    async def _handle(
        self,
        application: Application[Any, Any, Any, Any, Any, Any],
        seen: UpdatesSeen,
        number: int,
        data: dict[str, Any],
    ) -> bool:
        current = Attempt(lambda: seen.done(number))
        attempt.set(current)
        try:
            try:
                await _process(application, Update.de_json(data, application.bot))
            except Exception as error:  # of its form: it will not be better the next time
                _log.error("Update %d cannot be read: %s", number, type(error).__name__)
                self._metrics.error(type(error).__name__)
            if current.unreached and not current.spoke:
                self._metrics.update("failed")
                return False
            await seen.done(number)
            self._metrics.update("handled")
            return True
        finally:
            self._count(-1)
            await seen.release(number)

    def _count(self, change: int) -> None:
        self.in_flight += change
        self._metrics.in_flight(self.in_flight)


async def _process(application: Application[Any, Any, Any, Any, Any, Any], update: Update) -> None:
    """Let the application handle an update, when it is its turn."""
    handling = application.process_update(update)
    try:
        await application.update_processor.process_update(update, handling)
    finally:
        handling.close()  # where its turn never came
