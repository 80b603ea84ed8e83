"""The worker: claims rows of the outbox, sends them at the common pace and marks each at once.

One row is in flight at a time unless `parallel` says more: then a process killed in mid-broadcast
leaves at most one message sent and not yet marked.
"""

import asyncio
import heapq
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from telegram.error import ChatMigrated, RetryAfter, TelegramError

from bot.clock import Clock
from bot.delivery.lease import Lease, Timing
from bot.delivery.outcomes import Outcome, flood_seconds, outcome_of
from bot.delivery.pace import Pace, Priority
from bot.delivery.sender import Sender
from bot.state import State, StateUnavailable
from bot.state.outbox import Claimed, Delivery

__all__ = ["Worker"]

_log = logging.getLogger(__name__)
T = TypeVar("T")

TRIES = 8
"""A row that fails so often while others succeed is given up."""
MOST_TRIES = 200
"""A row that fails so often is given up, whatever happens to others: after some three hours."""
LONGEST_WAIT = 60.0
OUTAGE = 3
"""After so many failures in a row, all updates wait: it is not the single row."""
REFUSED_AGAIN = (5.0, 60.0)
"""Seconds until a chat that refused is tried again."""


@dataclass(order=True)
class _Retry:
    due: float
    number: int
    row: Claimed = field(compare=False)


@dataclass
class _Trouble:
    """What went wrong with a row so far, in this process."""

    counted: int
    total: int = 0
    refused: int = 0
    successes: int = -1


class Worker:
    """Delivers until it is stopped. `listeners` gives the updates known here and who hears of each."""

    def __init__(
        self,
        state: State,
        sender: Sender,
        pace: Pace,
        listeners: Callable[[], Mapping[str, frozenset[str]]],
        *,
        clock: Clock | None = None,
        parallel: int = 1,
        timing: Timing | None = None,
        stopped: Callable[[str, str], Awaitable[None]] | None = None,
    ) -> None:
        """`stopped` is told the id of an update that had to be stopped, and why."""
        self._state = state
        self._sender = sender
        self._pace = pace
        self._listeners = listeners
        self._clock = clock or Clock()
        self._timing = timing or Timing()
        self._parallel = parallel
        self._stopped = stopped
        self._lease = Lease(state, pace, self._clock, self._timing)
        self._ready: deque[Claimed] = deque()
        self._retries: list[_Retry] = []
        self._troubles: dict[int, _Trouble] = {}
        self._claiming = asyncio.Lock()
        self._in_flight: set[asyncio.Task[None]] = set()
        self._loops: list[asyncio.Task[None]] = []
        self._wake = asyncio.Event()
        self._holding = 0
        self._number = 0
        self._successes = 0
        self._failing = 0

    def start(self) -> None:
        """Begin to deliver, in the background."""
        self._loops = [
            asyncio.create_task(self._deliver(), name=f"delivery-{number}")
            for number in range(self._parallel)
        ]
        self._loops.append(asyncio.create_task(self._lease.keep(), name="delivery-lease"))

    def wake(self) -> None:
        """Look for rows now: something has been queued."""
        self._wake.set()

    async def stop(self) -> None:
        """Stop within five seconds: what is in flight may end; all other rows are given back."""
        for loop in self._loops:
            loop.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)
        if self._in_flight:
            _, late = await asyncio.wait(self._in_flight, timeout=self._timing.grace)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        try:
            await asyncio.wait_for(self._lease.end(), 1.0)
        except (StateUnavailable, TimeoutError):
            _log.warning(
                "The rows of this process could not be given back; others will see it gone."
            )

    async def _deliver(self) -> None:
        while True:
            row = await self._take()
            if row is None:
                self._wake.clear()
                await self._idle()
                continue
            wait = self._pace.chat_wait(row.chat_id, Priority.BROADCAST)
            if wait > 0:  # one chat's limit must not hold up the others
                self._again(row, wait)
                self._holding -= 1
                continue
            await self._pace.acquire(row.chat_id, Priority.BROADCAST)
            attempt = asyncio.create_task(self._attempt(row))
            self._in_flight.add(attempt)
            attempt.add_done_callback(self._in_flight.discard)
            try:
                await asyncio.shield(attempt)  # it ends even where this loop is stopped
            except Exception as error:
                _log.error("A row failed with %s; it is tried again later.", type(error).__name__)
                self._again(row, LONGEST_WAIT)
            self._holding -= 1

    async def _take(self) -> Claimed | None:
        """Return the next row, of those claimed or newly claimed; None where there is none to send now."""
        async with self._claiming:
            if self._lease.lost():
                self._ready.clear()
                self._retries.clear()
            row = None
            if self._retries and self._retries[0].due <= self._clock.monotonic():
                row = heapq.heappop(self._retries).row
            else:
                if not self._ready:
                    self._ready.extend(await self._persist(self._claim))
                if self._ready:
                    row = self._ready.popleft()
            self._holding += row is not None
            return row

    async def _claim(self) -> list[Claimed]:
        known = self._listeners()
        if not await self._state.outbox.has_work(known):
            if not self._retries and not self._holding:
                await self._lease.end()
            return []
        worker = await self._lease.begin()
        return await self._state.outbox.claim(worker, known, self._timing.claim)

    async def _idle(self) -> None:
        """Wait for new rows, or for the next retry."""
        wait = self._timing.poll
        if self._retries:
            wait = min(wait, max(0.0, self._retries[0].due - self._clock.monotonic()))
        sleep = asyncio.ensure_future(self._clock.sleep(wait))
        wake = asyncio.ensure_future(self._wake.wait())
        try:
            await asyncio.wait((sleep, wake), return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleep.cancel()
            wake.cancel()

    async def _attempt(self, row: Claimed) -> None:
        """Send one row and mark how it ended."""
        if await self._persist(self._lease.flooded):
            self._again(row, 0.0)
            return
        delivery = await self._persist(
            lambda: self._state.outbox.begin(row.row, row.worker, self._listeners())
        )
        if delivery is None:
            self._troubles.pop(row.row, None)
            return
        try:
            message_id = await self._sender.deliver(delivery)
        except TelegramError as error:
            await self._failed(row, delivery, error)
        except Exception as error:
            await self._stop_updates(row, delivery, type(error).__name__)
        else:
            await self._succeeded(row, delivery, message_id)

    async def _succeeded(self, row: Claimed, delivery: Delivery, message_id: int | None) -> None:
        self._successes += 1
        self._failing = 0
        self._troubles.pop(row.row, None)
        await self._persist(
            lambda: self._state.outbox.finish(delivery, row.worker, "sent", message_id)
        )

    async def _failed(self, row: Claimed, delivery: Delivery, error: TelegramError) -> None:
        outbox = self._state.outbox
        match outcome_of(error):
            case Outcome.FLOOD if isinstance(error, RetryAfter):
                seconds = flood_seconds(error)
                self._pace.flood(seconds)
                await self._persist(lambda: self._lease.flood(seconds))
                await self._persist(lambda: outbox.again(row.row, row.worker, row.tries))
                self._again(row, 0.0)
            case Outcome.MOVED if isinstance(error, ChatMigrated):
                new = error.new_chat_id
                if await self._persist(
                    lambda: outbox.moved(row.row, row.worker, delivery.chat_id, new)
                ):
                    self._again(replace(row, chat_id=new), 0.0)
            case Outcome.REFUSED | Outcome.GONE as outcome:
                await self._refused(row, delivery, for_good=outcome is Outcome.GONE)
            case Outcome.DONE:
                await self._succeeded(row, delivery, delivery.edits)
            case Outcome.UNEDITABLE:
                await self._persist(lambda: outbox.finish(delivery, row.worker, "skipped"))
            case Outcome.OURS:
                await self._stop_updates(row, delivery, error.message)
            case outcome:
                await self._retry(row, delivery, counts=outcome is Outcome.RETRY)

    async def _refused(self, row: Claimed, delivery: Delivery, *, for_good: bool) -> None:
        self._failing = 0  # Telegram answers
        suspended = await self._persist(
            lambda: self._state.outbox.refused(
                row.row, row.worker, delivery.chat_id, for_good=for_good
            )
        )
        if suspended:
            self._troubles.pop(row.row, None)
            return
        trouble = self._troubles.setdefault(row.row, _Trouble(row.tries))
        wait = REFUSED_AGAIN[min(trouble.refused, len(REFUSED_AGAIN) - 1)]
        trouble.refused += 1
        self._again(row, wait * self._timing.patience)

    async def _retry(self, row: Claimed, delivery: Delivery, *, counts: bool) -> None:
        """Send again later. A failure counts only if anything succeeded since the row's last one."""
        self._failing += 1
        trouble = self._troubles.setdefault(row.row, _Trouble(row.tries))
        trouble.total += 1
        if counts and trouble.successes != self._successes:
            trouble.counted += 1
        trouble.successes = self._successes
        if trouble.counted >= TRIES or trouble.total >= MOST_TRIES:
            self._troubles.pop(row.row, None)
            _log.error("A message could not be sent in %d tries and is given up.", trouble.total)
            await self._persist(lambda: self._state.outbox.finish(delivery, row.worker, "failed"))
            return
        tries = trouble.counted
        await self._persist(lambda: self._state.outbox.again(row.row, row.worker, tries))
        if self._failing >= OUTAGE:
            self._pace.hold(self._back_off(self._failing - OUTAGE))
        self._again(row, self._back_off(trouble.total - 1))

    async def _stop_updates(self, row: Claimed, delivery: Delivery, why: str) -> None:
        _log.error("Telegram does not take the text of %s: %s", ", ".join(delivery.updates), why)
        await self._persist(
            lambda: self._state.outbox.stop_all(row.row, row.worker, delivery.updates, why)
        )
        if self._stopped:
            for update in delivery.updates:
                await self._stopped(update, why)

    def _back_off(self, failures: int) -> float:
        return float(min(LONGEST_WAIT, 2.0 ** min(failures, 10))) * self._timing.patience

    def _again(self, row: Claimed, wait: float) -> None:
        self._number += 1
        due = self._clock.monotonic() + wait
        heapq.heappush(self._retries, _Retry(due, self._number, row))
        self._wake.set()

    async def _persist(self, act: Callable[[], Awaitable[T]]) -> T:
        """Do something with the database, however long it is away: what was sent must be marked."""
        wait = 0.1
        while True:
            try:
                return await act()
            except StateUnavailable as error:
                _log.warning("Delivery waits: %s", error)
                await self._clock.sleep(wait)
                wait = min(5.0, wait * 2)
