"""A clock whose time passes only while everybody sleeps: minutes of pacing in a moment, without luck."""

import asyncio
import datetime
import heapq
from collections.abc import Awaitable
from typing import TypeVar

from bot.clock import Clock

__all__ = ["VirtualClock"]

T = TypeVar("T")
ROUNDS = 20
"""So many turns of the event loop let everyone come to rest who does not wait for the clock."""


class VirtualClock(Clock):
    """Time that jumps to the next sleeper."""

    def __init__(self) -> None:
        self.time = 1000.0
        self.day = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._number = 0

    def monotonic(self) -> float:
        return self.time

    def now(self) -> datetime.datetime:
        return self.day

    async def sleep(self, seconds: float) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._number += 1
        heapq.heappush(self._sleepers, (self.time + max(0.0, seconds), self._number, future))
        await future

    async def run(self, *acts: Awaitable[T]) -> list[T]:
        """Do all `acts` at once, turning the clock whenever all of them wait for it."""
        together = asyncio.gather(*acts)
        while not together.done():
            for _ in range(ROUNDS):
                await asyncio.sleep(0)
            if self._sleepers and not together.done():
                self.time, _, future = heapq.heappop(self._sleepers)
                if not future.done():
                    future.set_result(None)
        return await together
