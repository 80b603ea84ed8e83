"""The rates on the project's own question sets.

    python -m tests.benchmarks.rates

For each set: how many answerable questions are answered right, wrong or not, and how many refusable
ones are answered; and how many near misses are.
"""

from collections import Counter

from knowledge.store import open_assistant
from tests.questions.sets import BLIND, DEVELOPMENT, FACTS, HELD, NEAR, is_right, load


def main() -> None:
    """Run from the command line."""
    assistant = open_assistant()
    for path in (DEVELOPMENT, HELD, BLIND, FACTS):
        count: Counter[str] = Counter()
        for example in load(path):
            reply = assistant.ask(example.question, None, example.history)
            count[example.expect] += 1
            count[f"{example.expect} right"] += is_right(example, reply)
            count[f"{example.expect} answered"] += reply.kind == "answer"
        wrong = count["answer answered"] - count["answer right"]
        print(
            f"{path.stem}: answerable {count['answer']}: right {count['answer right'] / count['answer']:.1%}, "
            f"wrong {wrong / count['answer']:.1%}; refusable {count['none']}: answered "
            f"{count['none answered'] / count['none']:.1%}; small talk right "
            f"{count['smalltalk right']}/{count['smalltalk']}"
        )
    near = load(NEAR)
    answered = sum(assistant.ask(example.question).kind == "answer" for example in near)
    print(f"near misses {len(near)}: answered {answered / len(near):.1%}")


if __name__ == "__main__":
    main()
