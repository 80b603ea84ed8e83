"""Fitting where there are many phrasings of each entry: a network with one hidden layer.

Features that are said for the same thing come to point the same way in the hidden layer, so "who wrote it" and
"the author" meet there, and a word can mean one thing beside "report" and another beside "dialogue", which no sum
of weights can tell. With few phrasings of each entry logistic regression does better (`classifier`): on HWU64, up
to about 20 of each.

Trained by Adam (Kingma & Ba 2015, "Adam: a method for stochastic optimization") on the cross-entropy with
smoothed labels (Szegedy et al. 2016), features and hidden units dropped at random (Srivastava et al. 2014,
"Dropout").
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from knowledge.classifier import Floats, Ints, narrowed, shares

__all__ = ["Network", "fit_network"]

HIDDEN = 256
ROUNDS = 8
"""Each phrasing is seen so often, or oftener where there are few."""
FEWEST_STEPS = 1000
BATCH, SMALL_BATCH = 256, 64
LARGE = 10_000
"""From so many phrasings on, batches are large."""
DROPPED = np.float32(0.4)
SMOOTHED = np.float32(0.05)
RATE = 0.004
"""Length of the first step; it falls to 0 in equal parts."""
SHRINKING = np.float32(0.01)
SPREAD = 0.25
"""Standard deviation of the weights at the start."""
MEAN_KEPT, SQUARE_KEPT, TINY = np.float32(0.9), np.float32(0.999), np.float32(1e-8)


@dataclass(frozen=True, slots=True)
class Network:
    """Scores of the entries are `relu(x @ inputs) @ outputs + bias` for a question's features `x`."""

    inputs: Floats
    """Features by hidden units."""
    outputs: Floats
    """Hidden units by entries."""
    bias: Floats


class _Adam:
    """The state of one array of weights."""

    def __init__(self, weights: Floats) -> None:
        self.weights = weights
        self._mean = np.zeros_like(weights)
        self._square = np.zeros_like(weights)

    def move(self, gradient: Floats, step: int, rate: float) -> None:
        """Move all weights against their gradient."""
        self._mean += (1 - MEAN_KEPT) * (gradient - self._mean)
        self._square += (1 - SQUARE_KEPT) * (gradient * gradient - self._square)
        ratio = self._mean / (np.sqrt(self._square / (1 - SQUARE_KEPT**step)) + TINY)
        self.weights -= np.float32(rate) / (1 - MEAN_KEPT**step) * ratio


class _ByRow:
    """The same for an array of which a few rows are moved at a time, each by one length of step.

    That leaves out the mean of gradients, and takes less than half the time with the same result.
    """

    def __init__(self, weights: Floats) -> None:
        self.weights = weights
        self._square = np.zeros(len(weights), np.float32)
        self._moved = np.zeros(len(weights), np.float32)

    def move(self, gradient: Floats, rows: Ints, rate: float) -> None:
        """Move some rows against their gradient."""
        moved = self._moved[rows] = self._moved[rows] + 1
        mean_square = np.einsum("ij,ij->i", gradient, gradient) / gradient.shape[1]
        square = SQUARE_KEPT * self._square[rows] + (1 - SQUARE_KEPT) * mean_square
        self._square[rows] = square
        length = np.float32(rate) / (np.sqrt(square / (1 - SQUARE_KEPT**moved)) + TINY)
        self.weights[rows] -= gradient * length[:, None]


def fit_network(rows: Any, labels: Ints, classes: int) -> Network:
    """Return the network fitted on phrasings.

    `rows` is a SciPy matrix in CSR form, a phrasing a row; `labels` gives each phrasing's class. The
    result is the same each time.
    """
    count, features = rows.shape
    chance = np.random.default_rng(0)
    inputs = _ByRow(chance.normal(0, SPREAD, (features, HIDDEN)).astype(np.float32))
    edge = HIDDEN**-0.5
    outputs = _Adam(chance.uniform(-edge, edge, (HIDDEN, classes)).astype(np.float32))
    bias = _Adam(np.zeros(classes, np.float32))
    size = min(count, BATCH if count >= LARGE else SMALL_BATCH)
    steps = max(FEWEST_STEPS, ROUNDS * count // size)
    order, at = chance.permutation(count), 0
    for step in range(1, steps + 1):
        if at + size > count:
            order, at = chance.permutation(count), 0
        batch = np.sort(order[at : at + size])
        at += size
        part, used = narrowed(rows[batch])
        part.data *= _kept(chance, part.data.shape)
        before = part @ inputs.weights[used]
        kept = _kept(chance, before.shape)
        kept *= before > 0
        hidden = before * kept
        error = shares(hidden @ outputs.weights + bias.weights)
        error -= SMOOTHED / classes
        error[np.arange(size), labels[batch]] -= 1 - SMOOTHED
        error /= size
        rate = RATE * (1 - (step - 1) / steps)
        back = (error @ outputs.weights.T) * kept
        outputs.weights *= 1 - np.float32(rate) * SHRINKING
        outputs.move(hidden.T @ error, step, rate)
        bias.move(error.sum(axis=0), step, rate)
        inputs.move(part.T @ back, used, rate)
    return Network(inputs.weights, outputs.weights, bias.weights)


def _kept(chance: "np.random.Generator", shape: tuple[int, ...]) -> Floats:
    """Return 0 for what is dropped, and for the rest what makes up for it."""
    kept = chance.random(shape, dtype=np.float32) >= DROPPED
    return kept.astype(np.float32) / (1 - DROPPED)
