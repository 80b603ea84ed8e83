"""kill -9 in mid-broadcast, again and again: who missed the update, who got it twice.

A process delivers to a counter on the loopback, is killed at a random moment and started anew. A
message counts as delivered when the counter has read it, as it would at Telegram.
"""

import asyncio
import multiprocessing
import random
import signal
import socketserver
import threading
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import insert

from bot.clock import Clock
from bot.delivery.lease import Timing
from bot.delivery.pace import Pace
from bot.delivery.worker import Worker
from bot.state import State
from bot.state.models import Place, Subscription
from bot.state.outbox import Delivery

__all__ = ["Result", "fill", "soak"]

UPDATE, TOPIC = "news", "chile"
TIMING = Timing(beat=0.1, dead_after=5, poll=0.02, claim=30, grace=1.0, patience=0.01)
FAST = 100_000.0
"""Sends a second: the database sets the pace, so that the kills meet it everywhere."""
BATCH = 10_000
PATIENCE = 600.0
"""Seconds after which a soak has failed."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a soak counted."""

    subscribers: int
    kills: int
    missed: int
    duplicates: int
    seconds: float

    @property
    def holds(self) -> bool:
        """Say whether the promise held: nobody missed it, at most one duplicate for each kill."""
        return self.missed == 0 and self.duplicates <= self.kills


class _Counter(socketserver.ThreadingTCPServer):
    """Counts deliveries by chat; each line is one chat's id and is answered."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.delivered: Counter[int] = Counter()
        self.guard = threading.Lock()


class _Handler(socketserver.StreamRequestHandler):
    server: _Counter

    def handle(self) -> None:
        try:
            for line in self.rfile:
                with self.server.guard:
                    self.server.delivered[int(line)] += 1
                self.wfile.write(b"ok\n")
        except (ConnectionError, ValueError):  # killed in mid-line: it was not delivered
            return


class _Wire:
    """The sender of the process to be killed."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def deliver(self, delivery: Delivery) -> int | None:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        writer.write(b"%d\n" % delivery.chat_id)
        await reader.readline()
        return delivery.row


def deliver_until_killed(
    url: str, port: int, finished: "multiprocessing.synchronize.Event"
) -> None:
    """Deliver what waits, then say so: the process that is killed."""

    async def run() -> None:
        state = State(url)
        pace = Pace(Clock(), overall=FAST, gap=0.0)
        hears = {UPDATE: frozenset({TOPIC})}
        worker = Worker(state, _Wire(port), pace, lambda: hears, timing=TIMING)
        worker.start()
        while (await state.announcements.progress(UPDATE)).waiting:
            await asyncio.sleep(0.1)
        await worker.stop()
        await state.close()
        finished.set()

    asyncio.run(run())


def soak(url: str, subscribers: int, kills: int, seed: int = 1) -> Result:
    """Broadcast to so many, killing so often; return what was counted. Raises TimeoutError."""
    asyncio.run(_prepare(url, subscribers))
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    random_ = random.Random(seed)
    begun, killed = time.monotonic(), 0
    with _Counter() as counter:
        threading.Thread(target=counter.serve_forever, daemon=True).start()
        finished = context.Event()
        while not finished.is_set():
            if time.monotonic() - begun > PATIENCE:
                raise TimeoutError(f"{sum(counter.delivered.values())} of {subscribers} delivered")
            process = context.Process(
                target=deliver_until_killed, args=(url, counter.server_address[1], finished)
            )
            process.start()
            if killed < kills:
                _wait_for(counter, subscribers, kills - killed, random_)
                if not finished.is_set():
                    process.kill()
                    process.join()
                    killed += process.exitcode == -signal.SIGKILL
                    continue
            process.join()
        counter.shutdown()
        with counter.guard:
            delivered = counter.delivered
            missed = sum(chat not in delivered for chat in range(1, subscribers + 1))
            duplicates = sum(times - 1 for times in delivered.values())
    return Result(subscribers, killed, missed, duplicates, time.monotonic() - begun)


def _wait_for(counter: _Counter, subscribers: int, kills_left: int, random_: random.Random) -> None:
    """Wait until a random share of what is left to each kill is delivered, and a random moment more."""
    with counter.guard:
        now = len(counter.delivered)
    share = (subscribers - now) / (kills_left + 1)
    until = now + random_.uniform(0.0, 2.0 * share)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with counter.guard:
            if len(counter.delivered) >= until:
                break
        time.sleep(0.001)
    time.sleep(random_.uniform(0.0, 0.05))


async def _prepare(url: str, subscribers: int) -> None:
    state = State(url)
    await fill(state, range(1, subscribers + 1))
    await state.announcements.take_on(UPDATE, "digest")
    while await state.announcements.queue_step(UPDATE, [TOPIC]):
        pass
    await state.close()


async def fill(state: State, chats: Iterable[int]) -> None:
    """Subscribe so many chats at once, as if they had always been."""
    every = list(chats)
    for start in range(0, len(every), BATCH):
        batch = every[start : start + BATCH]
        places = [
            {
                "id": chat, "chat_id": chat, "thread_id": 0, "rhythm": "now",
                "weekday": 0, "hour": 9, "refusals": 0, "suspended": False,
            }
            for chat in batch
        ]  # fmt: skip
        async with state.database.write() as connection:
            await connection.execute(insert(Place), places)
            await connection.execute(
                insert(Subscription), [{"place_id": chat, "topic": TOPIC} for chat in batch]
            )
