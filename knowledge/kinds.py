"""What kind of thing a question asks for - a name, a number, a place, a reason - whatever it is about.

Learnt from the refusals that are told by that alone ("who translated it", "in which room was it"): each speaks of
all subjects, so a subject tells none of them. What an entry's own phrasings ask for, in the same terms, is its
profile, and a question about its subject that asks for something else is hardly meant for it.
"""

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.classifier import Floats, Ints, fit, shares

__all__ = ["Kinds", "kinds_learnt"]

FEWEST = 2
"""With fewer kinds there is nothing to tell apart."""
AT_ONCE = 20_000
"""So many phrasings are looked at together."""


def kinds_learnt(
    rows: Any, labels: Ints, classes: Ints, kinds: Collection[int]
) -> dict[str, NDArray[Any]]:
    """Return what tells `kinds`, some of `classes`, apart, and the profile of each class; nothing for too few.

    `rows` is a SciPy matrix in CSR form, a phrasing a row; `labels` gives each phrasing's position in `classes`.
    """
    positions = np.flatnonzero(np.isin(classes, list(kinds)))
    if len(positions) < FEWEST:
        return {}
    telling = np.flatnonzero(np.isin(labels, positions))
    weights = fit(rows[telling], np.searchsorted(positions, labels[telling]), len(positions))
    sums = np.zeros((len(classes), len(positions)), np.float32)
    for start in range(0, len(labels), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        np.add.at(sums, labels[part], shares(np.asarray(rows[part] @ weights)))
    profiles = sums / np.bincount(labels, minlength=len(classes))[:, None]
    scales = np.abs(weights).max(axis=1) / 127 + np.float32(1e-12)
    return {
        "kind_values": np.rint(weights / scales[:, None]).astype(np.int8),
        "kind_scales": scales.astype(np.float32),
        "kind_roots": np.sqrt(profiles).astype(np.float32),
    }


class Kinds:
    """What was learnt of kinds, which may be nothing."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._values = arrays.get("kind_values")
        self._scales = arrays.get("kind_scales")
        self._roots = arrays.get("kind_roots")

    def likeness(self, ids: Ints, values: Floats, entries: Ints) -> tuple[float, ...]:
        """Return, for each of `entries`, how far a question asks for what its phrasings ask for, 0 to 1.

        `ids` and `values` are the features of the question. The coefficient is that of Bhattacharyya (1943, "On a
        measure of divergence between two statistical populations defined by their probability distributions").
        """
        if self._values is None or self._scales is None or self._roots is None:
            return (1.0,) * len(entries)
        scores = (values * self._scales[ids]) @ self._values[ids]
        asked = np.sqrt(shares(scores[None, :])[0])
        return tuple((self._roots[entries] @ asked).tolist())
