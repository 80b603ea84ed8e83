"""Three processes on one PostgreSQL, one of them killed again and again: what is lost, what doubled.

    python -m tests.benchmarks.replicas --kills 30

Updates are brought through one address until they are taken, as Telegram does. A process killed in
the very moment between handing its answer to the network and marking the update (some tenths of a
millisecond) answers twice; nothing else does, and nothing is ever lost.
"""

import argparse
import asyncio
import tempfile
import time
from pathlib import Path

from tests.postgres import new_database, server
from tests.replicas import Trial
from tests.running import write_knowledge
from tests.telegram_server import telegram_server


async def measure(kills: int, parallel: int) -> None:
    """Run the trial and print what became of the updates."""
    with server() as socket, tempfile.TemporaryDirectory() as name:
        folder = write_knowledge(Path(name) / "knowledge")
        settings = {
            "XDG_CACHE_HOME": str(Path(name) / "cache"),
            "DATABASE_URL": new_database(socket, "replicas"),
        }
        start = time.perf_counter()
        async with telegram_server() as telegram:
            outcome = await Trial(folder, telegram, settings, kills, parallel).run()
        seconds = time.perf_counter() - start
    print(
        f"{outcome.asked} updates in {seconds:.0f} s, {outcome.kills} kills, "
        f"{outcome.repeats} brought again: {len(outcome.lost)} lost, {len(outcome.doubled)} doubled"
    )


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--parallel", type=int, default=6)
    arguments = parser.parse_args()
    asyncio.run(measure(arguments.kills, arguments.parallel))


if __name__ == "__main__":
    main()
