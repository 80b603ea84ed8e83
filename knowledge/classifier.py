"""Fitting: which entry does a question belong to, learnt from phrasings whose entry is known.

Multinomial logistic regression with an L2 penalty, in two ways. `fit` takes all phrasings: stochastic
dual coordinate ascent (Shalev-Shwartz & Zhang 2013, "Stochastic dual coordinate ascent methods for
regularized loss minimization") on batches, with Böhning's bound (1992, "Multinomial logistic regression
algorithm") for the length of a step. `fit_few` takes a few dozen phrasings by their similarities,
between a question and its answer: the same bound as one matrix for all entries, inverted once, with
Nesterov's acceleration.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Floats", "Ints", "fit", "fit_few", "narrowed", "shares"]

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

PENALTY = np.float32(0.5)
CURVATURE = np.float32(0.5)
"""Böhning's bound on the curvature of the multinomial likelihood."""
ROUNDS = 5
"""More rounds lower the loss by less than 1 %."""
BATCHES = 256
"""So many batches a round; within the sizes below, their size changes the time but not the result."""
SMALLEST_BATCH, LARGEST_BATCH = 32, 256
FEW_ITERATIONS = 8


def fit(rows: Any, labels: Ints, classes: int) -> Floats:
    """Return the weights (features by `classes`) fitted on phrasings.

    `rows` is a SciPy matrix in CSR form, a phrasing a row; `labels` gives each phrasing's class. The
    order of the batches is the same each time.
    """
    count, features = rows.shape
    chance = np.random.default_rng(0)
    weights: Floats = np.zeros((features, classes), np.float32)
    duals: Floats = np.zeros((count, classes), np.float32)
    batch_size = min(LARGEST_BATCH, max(SMALLEST_BATCH, count // BATCHES))
    squares = np.asarray(rows.multiply(rows).sum(axis=1), np.float32).ravel()
    for _ in range(ROUNDS):
        order = chance.permutation(count)
        for start in range(0, count, batch_size):
            batch = np.sort(order[start : start + batch_size])
            part, used = narrowed(rows[batch])
            step: Floats = -shares(part @ weights[used]) - PENALTY * duals[batch]
            step[np.arange(len(batch)), labels[batch]] += 1
            step /= (PENALTY + CURVATURE * squares[batch])[:, None]
            duals[batch] += step
            weights[used] += part.T @ step
    return weights


def fit_few(similarity: Floats, labels: Ints, classes: int) -> Floats:
    """Return the dual coefficients (phrasings by `classes`): scores are `similarity @ coefficients`.

    `similarity` is symmetric, phrasings by phrasings; `labels` gives each phrasing's class.
    """
    size = len(labels)
    target: Floats = np.zeros((size, classes), np.float32)
    target[np.arange(size), labels] = 1
    bound = CURVATURE * similarity + PENALTY * np.eye(size, dtype=np.float32)
    inverse = np.asarray(np.linalg.inv(bound), np.float32)
    current = ahead = np.zeros_like(target)
    momentum = 1.0
    for _ in range(FEW_ITERATIONS):
        gradient = target - shares(similarity @ ahead) - PENALTY * ahead
        following = ahead + inverse @ gradient
        next_momentum = (1 + (1 + 4 * momentum * momentum) ** 0.5) / 2
        further = np.float32((momentum - 1) / next_momentum)
        ahead = following + further * (following - current)
        current, momentum = following, next_momentum
    return current


def narrowed(rows: Any) -> tuple[Any, Ints]:
    """Return a few phrasings over those features alone that any of them has, and these features."""
    from scipy import sparse  # loaded late: only learning needs it

    used, columns = np.unique(rows.indices, return_inverse=True)
    return sparse.csr_matrix(
        (rows.data, columns, rows.indptr), shape=(rows.shape[0], len(used))
    ), used


def shares(scores: Floats) -> Floats:
    """Return the softmax of each row."""
    shares: Floats = scores - scores.max(axis=1, keepdims=True)
    np.exp(shares, out=shares)
    shares /= shares.sum(axis=1, keepdims=True)
    return shares
