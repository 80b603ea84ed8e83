"""How long a question takes on the shipped knowledge base, everything on.

    python -m tests.benchmarks.speed

Asks each development question once, in a fresh order, after a warm-up on the held ones.
"""

import random
import time

from knowledge.store import open_assistant
from tests.questions.sets import DEVELOPMENT, HELD, load


def main() -> None:
    """Run from the command line."""
    start = time.perf_counter()
    assistant = open_assistant()
    print(f"opened in {time.perf_counter() - start:.2f} s")
    for example in load(HELD):
        assistant.ask(example.question)
    questions = [example.question for example in load(DEVELOPMENT)]
    random.Random(1).shuffle(questions)
    times = []
    for question in questions:
        start = time.perf_counter()
        assistant.ask(question)
        times.append(time.perf_counter() - start)
    times.sort()
    median, late = times[len(times) // 2], times[int(len(times) * 0.99)]
    print(
        f"{len(times)} questions: median {median * 1e3:.2f} ms, 99th percentile {late * 1e3:.2f} ms"
    )


if __name__ == "__main__":
    main()
