"""Deciding: how probable is each way to understand a question, and that none of them is meant?

A conditional logit with an outside option (McFadden 1974, "Conditional logit analysis of qualitative
choice behavior"): every hypothesis has a score, linear in what is seen of it; "none of these" has a
score of its own, linear in what is seen of the question; the probabilities are their softmax. A
knowledge base may bring coefficients fitted on real questions (`calibration.yaml`). Else those of
the match are fitted on the knowledge base itself: phrasings left out of the index are questions it
can answer, phrasings of entries left out whole are questions it cannot.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "EVIDENCE",
    "OF_FIT",
    "OF_MATCH",
    "OF_QUESTION",
    "Case",
    "Decision",
    "Evidence",
    "design",
    "fitted",
]

Evidence: TypeAlias = Mapping[str, float]
"""What is seen, by name; what is left out is 0."""

OF_MATCH = ("share", "similarity", "same", "kind", "told", "pull")
"""What is seen of how an entry matches a question: log of its share; cosine to its nearest phrasing;
whether that is the question itself; log of how far its phrasings ask for the same kind of thing; part of the
question's content, by rarity, that its phrasings and its answer cover; how much more refusals than
others use a word that they do not cover ("salary" in "the salary of the INNOVACT project manager").
"""
OF_FIT = (
    "reading",
    "left_over",
    "not_mentioned",
    "instead",
    "open",
    "not_recorded",
    "other_topic",
    "strays",
    "leant",
    "aside",
    "record",
    "smalltalk",
    "refusal",
)
"""What is seen of how a question fits what was named: log of how probable the reading is; names without
a place in the question; names that the entry always speaks of and the question does not, and those of
these for which it has another of the same kind; whether something is missing that must be named; whether
the fact is not on record; whether the topic is another than before; whether a short question would
be about something else than the chat is; whether the question was completed from the one before; how much of the
content stands in other sentences, which were not read; whether it is a question about records (a bias of their
own); whether the entry is small talk, or a refusal."""
OF_QUESTION = ("none", "unknown", "strange", "foreign", "uncovered", "length", "far")
"""What speaks for "none of these": always 1; part of the content that is not known at all; rarity of the
most telling unknown word; number of names not known here; part of the content that no candidate covers; log of the number of
content words; distance (1 - cosine) of the nearest phrasing."""
EVIDENCE = (*OF_MATCH, *OF_FIT, *OF_QUESTION)
FITTED = tuple(name for name in EVIDENCE if name not in ("same", "reading"))
"""Two coefficients are set, not fitted: a stored phrasing is always answered by its own entry, and the probability
of a reading multiplies that of what it would mean."""

PENALTY = 0.5
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Decision:
    """Coefficients by the name of the evidence, and what a wrong answer costs against a right one."""

    coefficients: Mapping[str, float]
    wrong_costs: float = 0.3
    """Cost of answering another question than the one asked; a right answer gains 1."""
    refusable_costs: float = 1.0
    """Cost of answering what should have been refused."""

    def score(self, evidence: Evidence) -> float:
        """Return the score of a hypothesis, or of "none of these", with this evidence."""
        weights = self.coefficients
        return sum([weights.get(name, 0.0) * value for name, value in evidence.items() if value])

    def probabilities(self, scores: Sequence[float]) -> list[float]:
        """Return the probability of each option from its score."""
        top = max(scores)
        shares = [math.exp(score - top) for score in scores]
        total = sum(shares)
        return [share / total for share in shares]

    def gain(self, probability: float, none: float) -> float:
        """Return what answering is expected to gain, against not answering; below 0, it is not worth it.

        `probability` is that of the answer, `none` that nothing known was asked.
        """
        others = max(0.0, 1.0 - probability - none)
        return probability - self.wrong_costs * others - self.refusable_costs * none


@dataclass(frozen=True, slots=True)
class Case:
    """One question to fit on: the evidence of its options, and which of them are right."""

    options: Sequence[Evidence]
    right: Sequence[bool]
    weight: float = 1.0


def design(cases: Sequence[Case], names: Sequence[str]) -> tuple[Floats, NDArray[np.int64]]:
    """Return the evidence of all options of all cases, a row each, and where each case starts."""
    rows = [[option.get(name, 0.0) for name in names] for case in cases for option in case.options]
    starts = np.cumsum([0, *(len(case.options) for case in cases)])[:-1]
    return np.array(rows, np.float64), starts


def fitted(
    cases: Sequence[Case],
    start: Mapping[str, float],
    names: Sequence[str] = FITTED,
    penalty: float = PENALTY,
) -> dict[str, float]:
    """Return the coefficients that make the right options most probable, lightly penalised.

    Fitted are those named; `penalty` pulls them towards `start`. Cases without a right option
    count for nothing.
    """
    from scipy.optimize import minimize  # loaded late: only learning needs it

    cases = [case for case in cases if any(case.right)]
    rows, starts = design(cases, EVIDENCE)
    right = np.array([verdict for case in cases for verdict in case.right], bool)
    weight = np.array([case.weight for case in cases])
    lengths = np.diff([*starts, len(rows)])
    scale = rows.std(axis=0) + 1e-3
    origin = np.array([start.get(name, 0.0) for name in EVIDENCE])
    free = np.array([name in names for name in EVIDENCE])

    def loss(moved: Floats) -> tuple[float, Floats]:
        weights = origin.copy()
        weights[free] += moved / scale[free]
        scores = rows @ weights
        scores -= np.repeat(np.maximum.reduceat(scores, starts), lengths)
        odds = np.exp(scores)
        odds_right = odds * right
        total = np.add.reduceat(odds, starts)
        total_right = np.add.reduceat(odds_right, starts) + 1e-12
        value = -float(weight @ np.log(total_right / total))
        pull = odds / np.repeat(total, lengths) - odds_right / np.repeat(total_right, lengths)
        gradient = (np.repeat(weight, lengths) * pull) @ (rows[:, free] / scale[free])
        return value + penalty * float(moved @ moved), gradient + 2 * penalty * moved

    bounds = [_bounds(name, origin[at], scale[at]) for at, name in enumerate(EVIDENCE) if free[at]]
    found = minimize(loss, np.zeros(len(bounds)), jac=True, method="L-BFGS-B", bounds=bounds)
    weights = origin.copy()
    weights[free] += found.x / scale[free]
    return dict(zip(EVIDENCE, weights.tolist(), strict=True))


def _bounds(name: str, origin: float, scale: float) -> tuple[float | None, float | None]:
    """Return how far a scaled coefficient may move, so that its sign stays as reason has it."""
    moved = -origin * scale
    return (moved if name in SPEAKS_FOR else None, moved if name in SPEAKS_AGAINST else None)


SPEAKS_FOR = frozenset(
    ("share", "similarity", "same", "kind", "told", "reading", "leant")
) | frozenset(("unknown", "strange", "foreign", "uncovered", "far"))
SPEAKS_AGAINST = frozenset(
    (
        "pull",
        "left_over",
        "not_mentioned",
        "instead",
        "open",
        "not_recorded",
        "aside",
        "other_topic",
        "strays",
    )
)
"""Evidence whose coefficient cannot be negative, or positive, whatever a small sample says."""

BY_EXPERIENCE: Mapping[str, float] = {
    "share": 1.25,
    "similarity": 2.0,
    "same": 4.0,
    "kind": 1.0,
    "told": 2.5,
    "pull": -1.0,
    "reading": 1.0,
    "left_over": -2.0,
    "not_mentioned": -0.3,
    "instead": -1.0,
    "open": -6.0,
    "not_recorded": -3.5,
    "other_topic": -0.7,
    "strays": -0.7,
    "leant": 3.0,
    "aside": -0.3,
    "none": -0.8,
    "unknown": 1.0,
    "strange": 0.5,
    "foreign": 3.0,
    "uncovered": 1.5,
    "length": -0.3,
    "far": 1.0,
}
"""Coefficients for a knowledge base too small to learn from itself; where the fits of others start."""
