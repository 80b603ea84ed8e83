"""Delivery put to the test, bounded: `python -m tests.benchmarks.delivery [kill|faults|scale|simulate]`.

    kill      kill -9 at random moments of a broadcast to 10,000, on both databases
    faults    5 % of sends fail (429, 500, time-out, reset) and 10 % of the chats have blocked the bot
    scale     one update queued for 1,000,000 subscriptions: seconds and memory
    simulate  how long a broadcast takes: by subscribers, by Telegram's time to answer, paid, several bots

Exit code 1 where a promise did not hold.
"""

import argparse
import asyncio
import datetime
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from telegram.error import Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.clock import Clock
from bot.delivery.pace import OVERALL, Pace, Priority
from bot.delivery.worker import Worker
from bot.state import State
from bot.state.outbox import Delivery
from tests.benchmarks.soak import FAST, TIMING, TOPIC, UPDATE, fill, soak
from tests.bot.delivery.rehearsal import Messenger
from tests.bot.delivery.virtual import VirtualClock
from tests.postgres import new_database, server

DATABASES = ("sqlite", "postgresql")
SAMPLE = 3_000
"""So many sends are simulated; longer broadcasts are reckoned from their rate."""


@contextmanager
def database(kind: str) -> Iterator[str]:
    """Give the address of an empty database."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{Path(folder) / 'state.sqlite3'}"
    else:
        with server(durable=True) as socket:
            yield new_database(socket, uuid4().hex)


def kill(kinds: tuple[str, ...], subscribers: int, kills: int) -> bool:
    """Kill a broadcast again and again; say whether the promise held."""
    held = True
    for kind in kinds:
        with database(kind) as url:
            result = soak(url, subscribers, kills)
        held &= result.holds
        print(
            f"{kind}: {result.subscribers} subscribers, {result.kills} kills: {result.missed} missed, "
            f"{result.duplicates} duplicates, {result.seconds:.0f} s"
        )
    return held


def faults(kinds: tuple[str, ...], subscribers: int) -> bool:
    """Broadcast through failures; say whether all arrived and the blocked alone were suspended."""
    return min([asyncio.run(_faults(kind, subscribers)) for kind in kinds])


async def _faults(kind: str, subscribers: int) -> bool:
    random_ = random.Random(7)
    unsent: list[TelegramError] = [
        NetworkError("Internal Server Error"),
        RetryAfter(datetime.timedelta(milliseconds=5)),
        NetworkError("httpx.ReadError"),
        TimedOut(),
    ]

    def before(delivery: Delivery, _: int) -> TelegramError | None:
        if delivery.chat_id % 10 == 0:
            return Forbidden("Forbidden: bot was blocked by the user")
        return random_.choice(unsent) if random_.random() < 0.04 else None

    def after(delivery: Delivery, _: int) -> TelegramError | None:  # it arrived, the answer did not
        return TimedOut() if random_.random() < 0.01 else None

    with database(kind) as url:
        state = State(url)
        await fill(state, range(1, subscribers + 1))
        await state.announcements.take_on(UPDATE, "digest")
        while await state.announcements.queue_step(UPDATE, [TOPIC]):
            pass
        messenger = Messenger(before, after)
        hears = {UPDATE: frozenset({TOPIC})}
        pace = Pace(Clock(), overall=FAST, gap=0.0)
        worker = Worker(state, messenger, pace, lambda: hears, timing=TIMING)
        begun = time.monotonic()
        worker.start()
        while (await state.announcements.progress(UPDATE)).waiting:
            await asyncio.sleep(0.2)
        await worker.stop()
        progress = await state.announcements.progress(UPDATE)
        await state.close()
    times = messenger.times_by_chat()
    blocked = subscribers // 10
    missed = subscribers - blocked - len(times)
    print(
        f"{kind}: {subscribers} subscribers, 5 % faults, {blocked} blocked: {missed} missed, "
        f"{times.total() - len(times)} duplicates (answers lost after the message arrived), "
        f"{progress.suspended} suspended, {progress.failed} given up, {time.monotonic() - begun:.0f} s"
    )
    return missed == 0 and progress.suspended == blocked and progress.failed == 0


def scale(kinds: tuple[str, ...], subscribers: int) -> bool:
    """Queue one update for very many; say whether it took less than a minute on SQLite."""
    return min([asyncio.run(_scale(kind, subscribers)) for kind in kinds])


async def _scale(kind: str, subscribers: int) -> bool:
    with database(kind) as url:
        state = State(url)
        await fill(state, range(1, subscribers + 1))
        await state.announcements.take_on(UPDATE, "digest")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        begun, longest = time.monotonic(), 0.0
        more = True
        while more:
            step = time.monotonic()
            more = await state.announcements.queue_step(UPDATE, [TOPIC])
            longest = max(longest, time.monotonic() - step)
        seconds = time.monotonic() - begun
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        waiting = (await state.announcements.progress(UPDATE)).waiting
        claim = time.monotonic()
        await state.workers.register("one")
        claimed = await state.outbox.claim("one", [UPDATE], 30)
        claim = time.monotonic() - claim
        await state.close()
    print(
        f"{kind}: one update queued for {waiting} subscriptions in {seconds:.1f} s, "
        f"{grown:.0f} MiB more memory, longest transaction {longest:.2f} s; "
        f"then {len(claimed)} rows claimed in {claim * 1000:.0f} ms"
    )
    return waiting == subscribers and (kind != "sqlite" or seconds < 60)


def simulate() -> bool:
    """Print how long a broadcast takes, by the pace that the bot keeps, in simulated time."""
    print("| Telegram answers in | in flight | sends a second | 10,000 | 100,000 | 1,000,000 |")
    print("| --- | --- | --- | --- | --- | --- |")
    for latency, parallel, overall, note in (
        (0.020, 1, OVERALL, ""),
        (0.050, 1, OVERALL, ""),
        (0.050, 3, OVERALL, ""),
        (0.150, 1, OVERALL, ""),
        (0.150, 6, OVERALL, ""),
        (0.050, 16, 250.0, " (paid broadcast, sixteen in flight)"),
    ):
        sent = asyncio.run(rate(latency, parallel, overall))
        took = " | ".join(_duration(number / sent) for number in (10_000, 100_000, 1_000_000))
        print(f"| {latency * 1000:.0f} ms{note} | {parallel} | {sent:.1f} | {took} |")
    return True


async def rate(latency: float, parallel: int, overall: float) -> float:
    """Return the sends a second, in simulated time, where Telegram takes `latency` seconds to answer."""
    clock = VirtualClock()
    pace = Pace(clock, overall)
    chats = iter(range(1, SAMPLE + 1))

    async def worker() -> None:
        for chat in chats:
            await pace.acquire(chat, Priority.BROADCAST)
            await clock.sleep(latency)

    begun = clock.monotonic()
    await clock.run(*[worker() for _ in range(parallel)])
    return SAMPLE / (clock.monotonic() - begun)


def _duration(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes / 60:.1f} h"


def main() -> int:
    """Run what the command line names, or all; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("what", nargs="*", choices=("kill", "faults", "scale", "simulate"))
    parser.add_argument("--database", choices=DATABASES, help="one of the two only")
    parser.add_argument("--subscribers", type=int, help="10,000, for scale 1,000,000")
    parser.add_argument("--kills", type=int, default=100)
    chosen = parser.parse_args()
    kinds = (chosen.database,) if chosen.database else DATABASES
    held = True
    for what in chosen.what or ("simulate", "scale", "faults", "kill"):
        print(f"— {what}", flush=True)
        if what == "kill":
            held &= kill(kinds, chosen.subscribers or 10_000, chosen.kills)
        elif what == "faults":
            held &= faults(kinds, chosen.subscribers or 10_000)
        elif what == "scale":
            held &= scale(kinds, chosen.subscribers or 1_000_000)
        else:
            held &= simulate()
    return 0 if held else 1


if __name__ == "__main__":
    raise SystemExit(main())
