"""Fitting: which entry does a question belong to, learnt from a matrix of similarities.

Multinomial logistic regression in its dual form. With K the similarities of the phrasings to one
another, the scores of entry c are K a_c, and the L2-penalised likelihood is climbed by the fixed
majorising matrix of Böhning (1992, "Multinomial logistic regression algorithm"), K/2 + penalty, the
same for all entries and iterations, with Nesterov's acceleration: some 20 steps give what L-BFGS on
the weights takes a hundred for. The matrix is factorised once (Cholesky); as K times a step follows
from the step itself, an iteration costs one pair of triangular solutions.
"""

import numpy as np
from numpy.typing import NDArray

__all__ = ["Floats", "fit"]

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

PENALTY = np.float32(0.25)
CURVATURE = np.float32(0.5)
"""Böhning's bound on the curvature of the multinomial likelihood."""
ITERATIONS = 20


def fit(similarity: Floats, labels: Ints, classes: int, iterations: int = ITERATIONS) -> Floats:
    """Return the dual coefficients (phrasings by `classes`): scores are `similarity @ coefficients`.

    `similarity` is symmetric, phrasings by phrasings; `labels` gives each phrasing's class.
    """
    from scipy.linalg import cho_factor, cho_solve  # loaded late: only learning needs it

    size = len(labels)
    target: Floats = np.zeros((size, classes), np.float32)
    target[np.arange(size), labels] = 1
    bound = CURVATURE * similarity
    bound[np.diag_indices(size)] += PENALTY
    factor = cho_factor(bound, lower=True, overwrite_a=True, check_finite=False)
    current = ahead = np.zeros_like(target)
    scores = scores_ahead = np.zeros_like(target)
    momentum = 1.0
    for _ in range(iterations):
        share = scores_ahead - scores_ahead.max(axis=1, keepdims=True)
        np.exp(share, out=share)
        share /= share.sum(axis=1, keepdims=True)
        gradient = target - share - PENALTY * ahead
        step: Floats = cho_solve(factor, gradient, check_finite=False)
        following = ahead + step
        following_scores = scores_ahead + (gradient - PENALTY * step) / CURVATURE
        next_momentum = (1 + (1 + 4 * momentum * momentum) ** 0.5) / 2
        further = np.float32((momentum - 1) / next_momentum)
        ahead = following + further * (following - current)
        scores_ahead = following_scores + further * (following_scores - scores)
        current, scores, momentum = following, following_scores, next_momentum
    return current
