"""How long a question takes on the shipped knowledge base, everything on, and how much memory.

    python -m tests.benchmarks.speed [--many]

Asks each development question twice, in a fresh order, after a warm-up on the held ones; processor
time, so that what else the machine does counts little. With `--many`, then 100,000 more, each with one
or two typing errors, to see whether memory stays flat.
"""

import argparse
import json
import random
import resource
import time
from pathlib import Path

from knowledge.store import open_assistant
from tests.benchmarks.typos import mistyped
from tests.questions.sets import DEVELOPMENT, HELD

MANY, STEP = 100_000, 20_000


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--many", action="store_true")
    chosen = parser.parse_args()
    start = time.perf_counter()
    assistant = open_assistant()
    print(f"opened in {time.perf_counter() - start:.2f} s, {_peak()} MiB")
    for question in _questions(HELD):
        assistant.ask(question)
    questions = _questions(DEVELOPMENT)
    for turn in range(2):
        random.Random(turn).shuffle(questions)
        times = []
        for question in questions:
            start = time.process_time()
            assistant.ask(question)
            times.append(time.process_time() - start)
        times.sort()
        median, late = times[len(times) // 2], times[int(len(times) * 0.99)]
        print(
            f"{len(times)} questions: median {median * 1e3:.2f} ms, "
            f"99th percentile {late * 1e3:.2f} ms, {_peak()} MiB"
        )
    for asked in range(MANY if chosen.many else 0):
        question = questions[asked % len(questions)]
        assistant.ask(mistyped(f"{question} {asked}", 1 + asked % 2))
        if (asked + 1) % STEP == 0:
            print(f"{asked + 1} more: {_peak()} MiB")


def _questions(path: Path) -> list[str]:
    """Return the bare questions of a set: what is expected of each would take more memory than the questions."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line)["question"] for line in lines]


def _peak() -> int:
    """Return the most memory that this process has had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
