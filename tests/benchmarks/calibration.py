"""Fit confidence on the development questions, choose the operating point, draw what it is worth.

    python -m tests.benchmarks.calibration [--plot calibration.png] [--write]

Prints the coefficients as the content of `knowledge/content/calibration.yaml` (`--write` writes it)
and, by five-fold cross-validation over questions, what the fit is worth on questions it has not seen.
"""

import argparse
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from knowledge.calibration import EVIDENCE, Calibration, fitted, probability
from numpy.typing import NDArray

from knowledge.assistant import Assistant
from knowledge.conversation import Context
from knowledge.library import CONTENT
from knowledge.store import open_assistant
from knowledge.text import clean, words
from tests.questions.sets import DEVELOPMENT, Example, is_right, load

FOLDS = 5
REFUSABLE_ANSWERED = 0.055
"""At most this share of the refusable development questions, written to deceive, may be answered; of
ordinary ones (the held set) it is far less."""


@dataclass(frozen=True, slots=True)
class Case:
    """The candidates of one question: evidence, log of the reading's probability, rightness, whether it answers."""

    example: Example
    evidence: NDArray[np.float64]
    offset: NDArray[np.float64]
    right: NDArray[np.bool_]
    answers: NDArray[np.bool_]


def cases(assistant: Assistant, examples: Sequence[Example]) -> list[Case]:
    """Return the candidates of each question, judged."""
    found = []
    for example in examples:
        context: Context | None = None
        for earlier in example.history:
            _, context = assistant.turn(earlier, None, context)
        text = clean(example.question)
        if not words(text):
            continue
        _, hypotheses = assistant.understand(text, assistant.library.languages[0], context)
        replies = [assistant.answer(hypothesis) for hypothesis in hypotheses]
        refusing = [h.fit[-1] > 0 for h in hypotheses]
        right = [
            (refuses if example.expect == "none" else is_right(example, reply))
            for refuses, reply in zip(refusing, replies, strict=True)
        ]
        found.append(
            Case(
                example,
                np.array([(*h.candidate.evidence, *h.fit) for h in hypotheses]),
                np.array([h.candidate.log_probability for h in hypotheses]),
                np.array(right, bool),
                np.array([reply.kind in ("answer", "smalltalk") for reply in replies], bool),
            )
        )
    return found


def fit(some: Sequence[Case]) -> Calibration:
    """Fit the coefficients on all candidates of some questions."""
    evidence = np.concatenate([case.evidence for case in some])
    right = np.concatenate([case.right for case in some])
    constant, weights = fitted(evidence, right)
    return Calibration(constant, weights)


def outcomes(
    calibration: Calibration, some: Sequence[Case]
) -> list[tuple[float, bool, bool, Example]]:
    """Return, for each question, the best candidate's confidence, whether it answers, whether it is right."""
    found = []
    for case in some:
        logits = [
            calibration.logit(tuple(row)) + offset
            for row, offset in zip(case.evidence, case.offset, strict=True)
        ]
        best = int(np.argmax(logits))
        found.append(
            (
                probability(logits[best]),
                bool(case.answers[best]),
                bool(case.right[best]),
                case.example,
            )
        )
    return found


def threshold(judged: Sequence[tuple[float, bool, bool, Example]]) -> float:
    """Return the lowest confidence at which few enough refusable questions are answered."""
    refusable = sorted(
        (c for c, answers, _, example in judged if answers and example.expect == "none"),
        reverse=True,
    )
    total = sum(example.expect == "none" for *_, example in judged)
    allowed = math.floor(REFUSABLE_ANSWERED * total)
    return round(refusable[allowed] + 1e-3, 3) if len(refusable) > allowed else 0.3


def report(judged: Sequence[tuple[float, bool, bool, Example]], at: float) -> str:
    """Return the rates at an operating point."""
    answerable = [j for j in judged if j[3].expect == "answer"]
    refusable = [j for j in judged if j[3].expect == "none"]
    answered = [j for j in answerable if j[1] and j[0] >= at]
    right = sum(j[2] for j in answered)
    wrongly = sum(j[1] and j[0] >= at for j in refusable)
    return (
        f"answerable {len(answerable)}: answered {len(answered)}, right {right} "
        f"({right / len(answerable):.1%} of all, {right / max(1, len(answered)):.1%} of the answered); "
        f"refusable {len(refusable)}: answered {wrongly} ({wrongly / len(refusable):.1%}); "
        f"best candidate right {sum(j[2] for j in answerable) / len(answerable):.1%}"
    )


def cross_validated(some: Sequence[Case]) -> list[tuple[float, bool, bool, Example]]:
    """Return the outcomes of each question under a fit that has not seen it."""
    judged = []
    for fold in range(FOLDS):
        seen = [case for i, case in enumerate(some) if i % FOLDS != fold]
        unseen = [case for i, case in enumerate(some) if i % FOLDS == fold]
        judged.extend(outcomes(fit(seen), unseen))
    return judged


def draw(judged: Sequence[tuple[float, bool, bool, Example]], at: float, path: Path) -> None:
    """Draw the reliability diagram, and precision against coverage."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(11, 5), layout="constrained")
    reliability, curve = figure.subplots(1, 2)
    answers = [(c, right) for c, answering, right, _ in judged if answering]
    edges = np.linspace(0, 1, 11)
    for low, high in pairwise(edges):
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
    ranked = sorted(answers, reverse=True)
    hits = np.cumsum([right for _, right in ranked])
    answerable = sum(example.expect == "answer" for *_, example in judged)
    curve.plot(hits / answerable, hits / np.arange(1, len(ranked) + 1))
    count = sum(c >= at for c, _ in ranked)
    curve.plot(hits[count - 1] / answerable, hits[count - 1] / count, "o", color="C3")
    curve.annotate(f"answer from {at}", (hits[count - 1] / answerable, hits[count - 1] / count))
    curve.set(
        xlabel="answerable questions answered right",
        ylabel="precision",
        title="Precision against coverage",
    )
    figure.savefig(path)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    some = cases(open_assistant(), load(DEVELOPMENT))
    judged = cross_validated(some)
    at = threshold(judged)
    print(f"# cross-validated, answer from {at}: {report(judged, at)}")
    calibration = fit(some)
    lines = [
        "# How confidence is reckoned. Written by: python -m tests.benchmarks.calibration --write",
        f"constant: {calibration.constant:.4f}",
        "coefficients:",
        *(f"  {n}: {w:.4f}" for n, w in zip(EVIDENCE, calibration.coefficients, strict=True)),
        f"answer_from: {at}",
        f"suggest_from: {round(at / 3, 3)}",
    ]
    print("\n".join(lines))
    if arguments.write:
        (CONTENT / "calibration.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    if arguments.plot:
        draw(judged, at, arguments.plot)


if __name__ == "__main__":
    main()
