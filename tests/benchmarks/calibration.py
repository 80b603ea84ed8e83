"""Fit the decision on the development questions, and draw what it is worth.

    python -m tests.benchmarks.calibration [--plot calibration.png] [--write]

Prints `knowledge/content/calibration.yaml` (`--write` writes it) and, by five-fold cross-validation
over questions, what the fit is worth on questions it has not seen.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from knowledge.assistant import Assistant
from knowledge.conversation import Context
from knowledge.decision import BY_EXPERIENCE, EVIDENCE, Case, Decision, fitted
from knowledge.loading import CONTENT
from knowledge.reply import Reply
from knowledge.store import open_assistant
from knowledge.text import clean, words
from tests.questions.sets import DEVELOPMENT, Example, is_right, load

FOLDS = 5
WRONG_COSTS = 0.3
REFUSABLE_COSTS = 2.7
"""The operating point: to answer what should be refused is as bad as to lose so many right answers. It is chosen, not
fitted: among the refusable questions, most of them written to deceive, a few more or less would move it by a tenth."""
COSTS = tuple(float(cost) for cost in np.geomspace(0.5, 16, 61))
SUGGEST_FROM = 0.1
NEARLY_STORED = 0.85
"""Questions so similar to a stored phrasing are asked, but nothing is fitted on them."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One question with its options: which refuse, which would answer, which give the same answer."""

    example: Example
    case: Case
    refuses: Sequence[bool]
    answers: Sequence[bool]
    same: Sequence[object]

    @property
    def teaches(self) -> bool:
        """Whether it has a right option, and no phrasing that is stored is nearly the same: else it teaches nothing.

        To decline is not right where an answer is known but not among the options.
        """
        *hypotheses, _ = self.case.options
        lost = self.example.expect == "answer" and self.case.right[-1]
        return not lost and all(one["similarity"] < NEARLY_STORED for one in hypotheses)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a decision makes of one question: probability of the best answer and of none, and the truth."""

    example: Example
    best: float
    none: float
    answers: bool
    right: bool


def judged(assistant: Assistant, examples: Sequence[Example]) -> list[Judged]:
    """Return the options of each question, judged by what the question set expects."""
    found = []
    for example in examples:
        context: Context | None = None
        for earlier in example.history:
            _, context = assistant.turn(earlier, None, context)
        text = clean(example.question)
        if not words(text):
            continue
        hypotheses, of_question = assistant.weighed(text, assistant.library.languages[0], context)
        replies: dict[object, Reply] = {}
        for hypothesis in hypotheses:
            if hypothesis.answered not in replies:
                replies[hypothesis.answered] = assistant.answer(hypothesis)
        refuses = [hypothesis.refuses for hypothesis in hypotheses]
        same = [hypothesis.answered for hypothesis in hypotheses]
        right = [
            refusing if example.expect == "none" else is_right(example, replies[key])
            for refusing, key in zip(refuses, same, strict=True)
        ]
        nothing = example.expect == "none" or not any(right)
        options = [*(hypothesis.evidence for hypothesis in hypotheses), of_question]
        answers = [replies[key].kind in ("answer", "smalltalk") for key in same]
        found.append(Judged(example, Case(options, [*right, nothing]), refuses, answers, same))
    return found


def verdict(decision: Decision, one: Judged) -> Verdict:
    """Return what `decision` makes of one question."""
    scores = [decision.score(option) for option in one.case.options]
    *shares, none = decision.probabilities(scores)
    total: dict[object, float] = {}
    first: dict[object, int] = {}
    for at in sorted(range(len(shares)), key=lambda i: -shares[i]):
        if one.refuses[at]:
            none += shares[at]
        else:
            total[one.same[at]] = total.get(one.same[at], 0.0) + shares[at]
            first.setdefault(one.same[at], at)
    if not total:
        return Verdict(one.example, 0.0, none, answers=False, right=False)
    key = max(total, key=lambda k: total[k])
    at = first[key]
    return Verdict(one.example, total[key], none, one.answers[at], one.case.right[at])


def fitted_on(some: Sequence[Judged]) -> dict[str, float]:
    """Return the coefficients fitted on those that teach something."""
    return fitted([one.case for one in some if one.teaches], BY_EXPERIENCE)


def cross_validated(some: Sequence[Judged]) -> list[Verdict]:
    """Return the verdict on each question of a decision that was not fitted on it."""
    found: list[Verdict] = []
    for fold in range(FOLDS):
        seen = [one for i, one in enumerate(some) if i % FOLDS != fold]
        decision = Decision(fitted_on(seen))
        found.extend(verdict(decision, one) for i, one in enumerate(some) if i % FOLDS == fold)
    return found


def answered(some: Sequence[Verdict], cost: float) -> list[Verdict]:
    """Return those that are answered where answering what should be refused costs so much."""
    decision = Decision({}, WRONG_COSTS, cost)
    return [one for one in some if one.answers and decision.gain(one.best, one.none) > 0]


def report(some: Sequence[Verdict], cost: float) -> str:
    """Return the rates at an operating point."""
    answerable = [one for one in some if one.example.expect == "answer"]
    refusable = [one for one in some if one.example.expect == "none"]
    given = answered(answerable, cost)
    right = sum(one.right for one in given)
    wrongly = len(answered(refusable, cost))
    return (
        f"answerable {len(answerable)}: right {right / len(answerable):.1%}, "
        f"wrong {(len(given) - right) / len(answerable):.1%}; "
        f"refusable {len(refusable)}: answered {wrongly / len(refusable):.1%}; "
        f"best candidate right {sum(one.right for one in answerable) / len(answerable):.1%}"
    )


def draw(some: Sequence[Verdict], cost: float, path: Path) -> None:
    """Draw the reliability diagram, and precision against coverage."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(11, 5), layout="constrained")
    reliability, curve = figure.subplots(1, 2)
    answers = [(one.best, one.right) for one in some if one.answers]
    for low, high in pairwise(np.linspace(0, 1, 11)):
        inside = [(c, right) for c, right in answers if low <= c < high or c == high == 1]
        if inside:
            mean = sum(c for c, _ in inside) / len(inside)
            share = sum(right for _, right in inside) / len(inside)
            reliability.plot(mean, share, "o", color="C0")
            reliability.annotate(
                str(len(inside)), (mean, share), xytext=(4, -10), textcoords="offset points"
            )
    reliability.plot([0, 1], [0, 1], color="grey", linewidth=1)
    reliability.set(
        xlabel="confidence", ylabel="share that is right", title="Reliability (count at each point)"
    )
    answerable = sum(one.example.expect == "answer" for one in some)
    points = [(c, answered(some, c)) for c in COSTS]
    right = [sum(one.right for one in given) for _, given in points]
    precision = [hits / max(1, len(given)) for hits, (_, given) in zip(right, points, strict=True)]
    curve.plot([hits / answerable for hits in right], precision, marker=".")
    chosen = answered(some, cost)
    hits = sum(one.right for one in chosen)
    curve.plot(hits / answerable, hits / max(1, len(chosen)), "o", color="C3")
    curve.annotate(f"cost {cost}", (hits / answerable, hits / max(1, len(chosen))))
    curve.set(
        xlabel="answerable questions answered right",
        ylabel="precision",
        title="Precision against coverage, by the cost of answering what is refusable",
    )
    figure.savefig(path)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    some = judged(open_assistant(), load(DEVELOPMENT))
    verdicts = cross_validated(some)
    print(f"# cross-validated: {report(verdicts, REFUSABLE_COSTS)}")
    coefficients = fitted_on(some)
    lines = [
        "# How probable each way to understand a question is; what a wrong answer costs.",
        "# Written by: python -m tests.benchmarks.calibration --write",
        "coefficients:",
        *(f"  {name}: {coefficients[name]:.4f}" for name in EVIDENCE),
        f"wrong_costs: {WRONG_COSTS}",
        f"refusable_costs: {REFUSABLE_COSTS}",
        f"suggest_from: {SUGGEST_FROM}",
    ]
    print("\n".join(lines))
    if arguments.write:
        (CONTENT / "calibration.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    if arguments.plot:
        draw(verdicts, REFUSABLE_COSTS, arguments.plot)


if __name__ == "__main__":
    main()
