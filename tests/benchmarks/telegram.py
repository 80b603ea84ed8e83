"""How long the whole application takes with an update, from its arrival to its last call of Telegram.

    python -m tests.benchmarks.telegram

Inline queries are typed letter by letter, as on a phone; questions are the development set's. The
Bot API is the in-process one, so the time is the bot's own.
"""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.services import Knowledge, Services
from bot.state import State
from knowledge.store import open_assistant
from tests.handlers.harness import open_stage
from tests.questions.sets import DEVELOPMENT, load

TYPED = ("chile dialogue", "cuándo empezó el diálogo con Perú", "sommet 2023", "o que é o IURC")
ASKED = 200


async def main() -> None:
    """Run from the command line."""
    with tempfile.TemporaryDirectory() as folder:
        state = State(f"sqlite:///{Path(folder) / 'state.sqlite3'}")
        async with open_stage(Services(Knowledge(open_assistant()), state)) as stage:
            ana = stage.person()
            letters = [query[:end] for query in TYPED for end in range(len(query) + 1)]
            await _measured("inline queries", letters, ana.types_inline)
            questions = [example.question for example in load(DEVELOPMENT)[:ASKED]]
            await _measured("questions", questions, ana.says)
        await state.close()


async def _measured(name: str, texts: list[str], send: Callable[[str], Awaitable[object]]) -> None:
    times = []
    for text in texts:
        start = time.perf_counter()
        await send(text)
        times.append(time.perf_counter() - start)
    times.sort()
    median, late = times[len(times) // 2], times[int(len(times) * 0.99)]
    print(f"{len(times)} {name}: median {median * 1e3:.1f} ms, 99th percentile {late * 1e3:.1f} ms")


if __name__ == "__main__":
    asyncio.run(main())
