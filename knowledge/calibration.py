"""Confidence: how probable is it that a candidate is the right answer?

A logistic regression over what is seen of the match and of how the question fits what was named.
A knowledge base may bring its own coefficients, fitted on real questions (`calibration.yaml`). Else
those of the match are fitted on the knowledge base itself: phrasings left out of the index are
questions it can answer, phrasings of entries left out whole are questions it cannot, and both are
judged by whether the best candidate was right.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["EVIDENCE", "OF_FIT", "OF_MATCH", "UNCALIBRATED", "Calibration", "fitted", "probability"]

OF_MATCH = ("share", "lead", "similarity", "coverage", "known", "length", "gap")
"""What is seen of a match: log of the entry's share; its lead over the next best, in logs; cosine to its
nearest phrasing; part of the question's content that it covers, by rarity; part that is known at
all; log of the number of content words; rarity of the most telling word that it does not cover, as
a part of the rarest ("hotel" in "which hotel hosted the Lima workshops")."""
OF_FIT = ("left_over", "not_mentioned", "open", "not_recorded", "other_topic", "leant", "refusal")
"""What is seen of the fit: names without a place in the question; names that the entry always speaks of
and the question does not; whether something is missing that the question must name; whether the
fact is not on record; whether the topic is another than before; whether the question was completed
from the one before; whether the entry refuses."""
EVIDENCE = (*OF_MATCH, *OF_FIT)

_PENALTY = 0.01
_BY_EXPERIENCE = (-4.0, -1.0, -2.0, -1.5, -0.7, -0.3, 0.0)
"""Coefficients of the fit where there are no real questions to learn them from."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A constant and the coefficient of each piece of evidence, in the order of `EVIDENCE`."""

    constant: float
    coefficients: tuple[float, ...]

    def logit(self, of_match: Sequence[float], of_fit: Sequence[float] = ()) -> float:
        """Return the log odds that a candidate with this evidence is right."""
        seen = (*of_match, *of_fit)
        return self.constant + sum(w * e for w, e in zip(self.coefficients, seen, strict=False))

    @classmethod
    def named(cls, constant: float, coefficients: Mapping[str, float]) -> "Calibration":
        """Return the calibration with coefficients by name; those left out are 0."""
        return cls(constant, tuple(coefficients.get(name, 0.0) for name in EVIDENCE))

    @classmethod
    def of_match(cls, evidence: NDArray[np.float64], right: NDArray[np.bool_]) -> "Calibration":
        """Fit the coefficients of the match; those of the fit are by experience."""
        constant, weights = fitted(evidence, right)
        return cls(constant, (*weights, *_BY_EXPERIENCE))


def fitted(
    evidence: NDArray[np.float64], right: NDArray[np.bool_]
) -> tuple[float, tuple[float, ...]]:
    """Return the constant and weights of a logistic regression, lightly penalised, by Newton's method."""
    design = np.column_stack([np.ones(len(evidence)), evidence])
    target = right.astype(float)
    weights = np.zeros(design.shape[1])
    penalty = _PENALTY * len(target) / 100 * np.eye(len(weights))
    for _ in range(50):
        share = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        gradient = design.T @ (target - share) - penalty @ weights
        hessian = (design * (share * (1 - share))[:, None]).T @ design + penalty
        step = np.linalg.solve(hessian + 1e-9 * np.eye(len(weights)), gradient)
        weights = weights + step
        if np.abs(step).max() < 1e-8:
            break
    constant, *rest = (float(weight) for weight in weights)
    return constant, tuple(rest)


def probability(logit: float) -> float:
    """Return the probability with these log odds."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


UNCALIBRATED = Calibration(-1.0, (0.4, 0.4, 1.0, 2.5, 0.5, 0.0, -1.0, *_BY_EXPERIENCE))
"""For a knowledge base too small to learn from itself; from a fit on a middling one."""
