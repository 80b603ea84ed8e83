"""Writing together what comes at once: one transaction, so one wait for the disk, for all of it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from bot.state.errors import StateUnavailable

__all__ = ["Together"]

T = TypeVar("T")


@dataclass
class _Batch(Generic[T]):
    items: list[T] = field(default_factory=list)
    error: Exception | None = None


class Together(Generic[T]):
    """Collects items while earlier ones are written, and then writes them all by one call."""

    def __init__(self, write: Callable[[list[T]], Awaitable[None]]) -> None:
        self._write = write
        self._turn = asyncio.Lock()
        self._open: _Batch[T] = _Batch()

    async def add(self, item: T) -> None:
        """Return when `item` has been written. Raises what `write` raises, and StateUnavailable."""
        batch = self._open
        batch.items.append(item)
        async with self._turn:
            if batch is self._open:  # else somebody has written it along with theirs
                self._open = _Batch()
                try:
                    await self._write(batch.items)
                except Exception as error:
                    batch.error = error
                except BaseException:
                    batch.error = StateUnavailable("given up")
                    raise
        if batch.error is not None:
            raise batch.error
