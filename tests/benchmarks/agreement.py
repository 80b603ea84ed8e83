"""How often an answer is right that says so much of what a right one says.

    python -m tests.benchmarks.agreement

For each development question that is not plainly understood: of each pair of answers that come into question,
the first of them right, the share of its words that stand in the other, and whether that one is right as well.
"""

from collections import Counter

from knowledge.agreement import share_in
from knowledge.store import open_assistant
from tests.benchmarks.calibration import judged, verdict
from tests.questions.sets import DEVELOPMENT, load

PLAIN = 0.9
BINS = 10


def main() -> None:
    """Run from the command line."""
    assistant = open_assistant()
    pairs: Counter[int] = Counter()
    right: Counter[int] = Counter()
    for one in judged(assistant, load(DEVELOPMENT)):
        seen = verdict(assistant.decision, one)
        if one.example.expect != "answer" or max(seen.probabilities, default=1.0) >= PLAIN:
            continue
        options = [
            (reply, verdict)
            for reply, verdict in zip(seen.replies, seen.right, strict=True)
            if reply.kind == "answer"
        ]
        for reply, is_right in options:
            for other, other_right in options if is_right else ():
                if other is not reply:
                    at = int(BINS * share_in(reply.text, other.text, reply.lang))
                    pairs[at] += 1
                    right[at] += other_right
    for at in sorted(pairs):
        print(
            f"{at / BINS:.0%} of the words: {pairs[at]} pairs, the other right in {right[at] / pairs[at]:.0%}"
        )


if __name__ == "__main__":
    main()
