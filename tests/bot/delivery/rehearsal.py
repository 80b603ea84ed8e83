"""What the tests of delivery share: a messenger that fails to order, subscribers, and a worker to run."""

import asyncio
import contextlib
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass, field

from telegram.error import TelegramError

from bot.clock import Clock
from bot.delivery.lease import Timing
from bot.delivery.pace import Pace
from bot.delivery.worker import Worker
from bot.state import State
from bot.state.outbox import Delivery

__all__ = ["QUICK", "Messenger", "queue", "settled", "subscribe", "working"]

QUICK = Timing(beat=0.05, dead_after=4, poll=0.01, claim=20, grace=1.0, patience=0.002)
PATIENCE = 30.0
"""Seconds after which a test that waits has failed."""


@dataclass
class Messenger:
    """A sender that keeps what it was given; `fails` may raise before or after the message is sent."""

    fails: Callable[[Delivery, int], TelegramError | None] = lambda delivery, tries: None
    fails_after: Callable[[Delivery, int], TelegramError | None] = lambda delivery, tries: None
    before: Callable[[Delivery], Awaitable[None]] | None = None
    sent: list[Delivery] = field(default_factory=list)
    edited: list[Delivery] = field(default_factory=list)
    calls: list[tuple[float, Delivery]] = field(default_factory=list)
    tries: Counter[int] = field(default_factory=Counter)

    async def deliver(self, delivery: Delivery) -> int | None:
        self.calls.append((time.monotonic(), delivery))
        self.tries[delivery.row] += 1
        if self.before:
            await self.before(delivery)
        if error := self.fails(delivery, self.tries[delivery.row]):
            raise error
        (self.sent if delivery.edits is None else self.edited).append(delivery)
        if error := self.fails_after(delivery, self.tries[delivery.row]):
            raise error
        return delivery.edits or 1000 + len(self.sent)

    def times_by_chat(self) -> Counter[int]:
        """How often each chat got a message."""
        return Counter(delivery.chat_id for delivery in self.sent)

    def texts_by_chat(self) -> dict[int, list[tuple[str, ...]]]:
        """Which updates came in each message to a chat."""
        texts: defaultdict[int, list[tuple[str, ...]]] = defaultdict(list)
        for delivery in self.sent:
            texts[delivery.chat_id].append(delivery.updates)
        return dict(texts)


async def subscribe(state: State, chats: Iterable[int], topic: str = "chile") -> None:
    for chat in chats:
        await state.subscriptions.choose(chat, 0, [topic], wanted=True)


async def queue(
    state: State,
    update: str = "news",
    topics: Iterable[str] = ("chile",),
    corrects: str | None = None,
) -> None:
    assert await state.announcements.take_on(update, f"digest of {update}", corrects)
    topics = list(topics)
    while await state.announcements.queue_step(update, topics):
        await asyncio.sleep(0.01)


def make_worker(
    state: State,
    sender: Messenger,
    *,
    pace: Pace | None = None,
    timing: Timing = QUICK,
    parallel: int = 1,
    clock: Clock | None = None,
    stopped: Callable[[str, str], Awaitable[None]] | None = None,
) -> Worker:
    listeners = {name: frozenset({"chile", "*"}) for name in ("news", "more", "correction")}
    return Worker(
        state,
        sender,
        pace or Pace(clock or Clock(), overall=100_000.0, gap=0.0),
        lambda: listeners,
        clock=clock,
        parallel=parallel,
        timing=timing,
        stopped=stopped,
    )


@contextlib.asynccontextmanager
async def working(worker: Worker) -> AsyncIterator[Worker]:
    worker.start()
    try:
        yield worker
    finally:
        await worker.stop()


async def settled(state: State, update: str = "news") -> None:
    """Wait until nothing of an update waits any more."""
    async with asyncio.timeout(PATIENCE):
        while (await state.announcements.progress(update)).waiting:
            await asyncio.sleep(0.01)
