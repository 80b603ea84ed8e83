"""Events on their way to the pages that are open: numbered, kept for a while, sent as server-sent events."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Stream"]

KEPT = 1_000
"""So many events are kept for a page that was away; one that was away longer starts anew."""
BEAT_SECONDS = 15.0
"""A comment is sent so often where nothing happens, so that a page that is gone is noticed."""


@dataclass(slots=True)
class Stream:
    """All events since the start, in order."""

    number: int = 0
    _kept: deque[tuple[int, str, str]] = field(default_factory=lambda: deque(maxlen=KEPT))
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _closed: bool = False

    def send(self, kind: str, data: Any) -> None:
        """Send an event to all pages."""
        self.number += 1
        self._kept.append((self.number, kind, json.dumps(data, ensure_ascii=False)))
        self._wake()

    def close(self) -> None:
        """End all streams, so that the server can stop."""
        self._closed = True
        self._wake()

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    async def follow(self, after: int) -> AsyncIterator[str]:
        """Yield what happens after event `after`, in the form of server-sent events."""
        if after > self.number or (self._kept and after + 1 < self._kept[0][0]):
            yield "event: reset\ndata: {}\n\n"
            return
        while True:
            news = self._news
            for number, kind, data in tuple(self._kept):
                if number > after:
                    after = number
                    yield f"id: {number}\nevent: {kind}\ndata: {data}\n\n"
            if self._closed:
                return
            if news.is_set():
                continue
            try:
                await asyncio.wait_for(news.wait(), BEAT_SECONDS)
            except TimeoutError:
                yield ": still here\n\n"
