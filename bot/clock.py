"""Time as the bot sees it: one object to read and to wait by, so that a test can turn it by hand."""

import asyncio
import time
from datetime import UTC, datetime

__all__ = ["Clock"]


class Clock:
    """The clock of the machine.

    Durations are measured by `monotonic` alone: the time of day may be set back at any moment.
    """

    def monotonic(self) -> float:
        """Return seconds from an arbitrary start that never run backwards."""
        return time.monotonic()

    def now(self) -> datetime:
        """Return the time of day, in UTC."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait for so many seconds."""
        await asyncio.sleep(seconds)
