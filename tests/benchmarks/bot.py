"""The bot itself: updates through the webhook, start-up by part, and the pace of delivery.

    python -m tests.benchmarks.bot

Prints a section for `docs/benchmarks.md`; `make bench` puts it there.
"""

import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator

from bot.delivery.pace import OVERALL
from tests.benchmarks.delivery import rate
from tests.benchmarks.webhook import measured

__all__ = ["section"]

UPDATES, ROUNDS, STARTS = 1500, 3, 5
PARTS = """
import time
begun = time.perf_counter()
def told():
    global begun
    now = time.perf_counter(); print(now - begun); begun = now
import bot.ask
told()
from knowledge.store import open_assistant
assistant = open_assistant()
told()
assistant.ask("when did the Chile dialogue start")
told()
"""
"""The parts of a start, each timed in a process of its own."""


def section() -> Iterator[str]:
    """Yield the lines of the section, each figure measured now."""
    found = asyncio.run(measured(UPDATES, ROUNDS))
    ours, bare = (statistics.median(some) for some in zip(*found, strict=True))
    yield "\n## Bot\n"
    yield f"**Webhook.** Updates a second over loopback, median of {ROUNDS} rounds of {UPDATES:,}, both in turn: this bot"
    yield "understands each question and remembers the update, a bare python-telegram-bot application replies a fixed text.\n"
    yield "| this bot | bare | ratio |"
    yield "| --: | --: | --: |"
    yield f"| {ours:.0f} | {bare:.0f} | {ours / bare:.2f} |\n"
    yield f"**Start-up.** Milliseconds from the start of the process to the first answer, by part, median of {STARTS};"
    yield "what was learnt is loaded.\n"
    yield "| interpreter, start and end | imports | opening the knowledge base | first answer | whole |"
    yield "| --: | --: | --: | --: | --: |"
    starts = [_started() for _ in range(STARTS)]
    yield (
        "| "
        + " | ".join(f"{statistics.median(part):.0f}" for part in zip(*starts, strict=True))
        + " |\n"
    )
    yield f"**Delivery.** Sends a second that the bot's pace makes of the {OVERALL:.0f} allowed, in simulated time, by how long"
    yield "Telegram takes to answer and how many are in flight.\n"
    yield "| Telegram answers in | in flight | sends a second |"
    yield "| --: | --: | --: |"
    for latency, parallel in ((0.02, 1), (0.05, 3), (0.15, 6)):
        sent = asyncio.run(rate(latency, parallel, OVERALL))
        yield f"| {latency * 1000:.0f} ms | {parallel} | {sent:.1f} |"


def _started() -> list[float]:
    """Return the parts of one start in milliseconds, and the whole."""
    begun = time.perf_counter()
    done = subprocess.run(  # noqa: S603 - our own interpreter and text
        [sys.executable, "-c", PARTS], check=True, capture_output=True, text=True
    )
    whole = time.perf_counter() - begun
    parts = [float(line) for line in done.stdout.split()]
    return [1000 * part for part in (whole - sum(parts), *parts, whole)]


if __name__ == "__main__":
    print("\n".join(section()))
