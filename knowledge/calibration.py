"""Confidence: how probable is it that the best candidate is the right answer?

A logistic regression over what is seen of a match. It is fitted on the knowledge base itself:
phrasings left out of the index are questions it can answer, phrasings of entries left out whole are
questions it cannot, and both are judged by whether the best candidate was right.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["EVIDENCE", "Calibration"]

EVIDENCE = ("log share", "lead", "similarity", "coverage", "known", "length", "gap")
"""What is seen of a match: log share of the best entry; its lead over the next, in logs; cosine to
its nearest phrasing; share of the question's content that it covers, by rarity; share of the
question's content that is known at all; log of the number of content words; rarity of the most
telling word that the best entry does not cover, as a share of the rarest: "hotel" in "which hotel
hosted the Lima workshops"."""

_PENALTY = 0.01


@dataclass(frozen=True, slots=True)
class Calibration:
    """Coefficients of the evidence, and a constant at the end."""

    coefficients: tuple[float, ...]

    def logit(self, evidence: Sequence[float]) -> float:
        """Return the log odds that the candidate with this evidence is right."""
        *weights, constant = self.coefficients
        return constant + sum(w * e for w, e in zip(weights, evidence, strict=True))

    @classmethod
    def fit(cls, evidence: NDArray[np.float64], right: NDArray[np.bool_]) -> "Calibration":
        """Fit by Newton's method, lightly penalised; rows are matches."""
        design = np.column_stack([evidence, np.ones(len(evidence))])
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
        return cls(tuple(float(w) for w in weights))


UNCALIBRATED = Calibration((0.4, 0.4, 1.0, 2.5, 0.5, 0.0, -1.0, -2.0))
"""For a knowledge base too small to learn from itself; from a fit on a middling one."""
