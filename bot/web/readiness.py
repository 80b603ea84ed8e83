"""Whether this process can serve now: knowledge, database, Telegram, and not too much in hand."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from telegram.error import TelegramError

from bot.clock import Clock
from bot.state import StateError

__all__ = ["Readiness"]

TIMEOUT = 2.0
"""Seconds after which a check counts as failed."""
TELEGRAM_EVERY = 30.0
"""Telegram is asked for a sign of life at most so often, in seconds."""
BACKLOG = 256
"""With more updates in hand than this, others should take the next ones."""


class Readiness:
    """The checks behind /readyz. Until `running` is called the process is starting."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.stage = "starting"
        self._database: Callable[[], Awaitable[object]] | None = None
        self._telegram: Callable[[], Awaitable[object]] | None = None
        self._backlog: Callable[[], int] = lambda: 0
        self._asked: tuple[float, bool] | None = None

    def running(
        self,
        database: Callable[[], Awaitable[object]],
        telegram: Callable[[], Awaitable[object]],
        backlog: Callable[[], int],
    ) -> None:
        """Say that the knowledge is loaded and the bot runs, and how to check what it needs."""
        self._database, self._telegram, self._backlog = database, telegram, backlog
        self.stage = "running"

    def draining(self) -> None:
        """Say that the process ends and takes nothing new."""
        self.stage = "draining"

    async def report(self) -> dict[str, Any]:
        """Return `ready`, the stage, and each check with its result."""
        checks: dict[str, bool] = {"knowledge": self._database is not None}
        if self._database is not None and self._telegram is not None:
            checks["database"], checks["telegram"] = await asyncio.gather(
                _answers(self._database), self._telegram_answers(self._telegram)
            )
            checks["backlog"] = self._backlog() <= BACKLOG
        ready = self.stage == "running" and all(checks.values())
        return {"ready": ready, "stage": self.stage, "checks": checks}

    async def _telegram_answers(self, ask: Callable[[], Awaitable[object]]) -> bool:
        now = self._clock.monotonic()
        if self._asked is None or now - self._asked[0] > TELEGRAM_EVERY or not self._asked[1]:
            self._asked = (now, await _answers(ask))
        return self._asked[1]


async def _answers(ask: Callable[[], Awaitable[object]]) -> bool:
    try:
        async with asyncio.timeout(TIMEOUT):
            await ask()
    except (StateError, TelegramError, TimeoutError):
        return False
    return True
