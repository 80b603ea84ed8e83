"""Matching: how well each entry fits a question, for the phrasings of one language.

An inverted index gives the similarity of the question to every phrasing; the fitted coefficients
turn these into a score for every entry. A large knowledge base is too big to be fitted whole, so
there the entries that are most similar to the question are fitted among themselves, at that moment.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.classifier import Floats, fit
from knowledge.features import BLOCKS, Token, features

__all__ = ["Fit", "Matcher"]

WEIGHTS = {"word": 1.0, "pair": 0.7, "letters": 1.5, "name": 0.5}
"""How much each block of features counts."""
FITTED_WHOLE = 4000
"""Up to so many phrasings a language, all are fitted together when the index is built."""
NEIGHBOURS = 12
"""Otherwise, so many entries are fitted for each question."""
LOCAL_ITERATIONS = 8


@dataclass(frozen=True, slots=True)
class Fit:
    """How well the entries fit a question; the arrays run over the entries of the matcher."""

    probability: Floats
    """Share of each entry, adding up to 1."""
    similarity: Floats
    """Cosine to each entry's most similar phrasing, 0 to 1."""


class Matcher:
    """The phrasings of one language, indexed. Build it with `Matcher.build`; arrays are its whole state."""

    def __init__(self, lang: str, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        self.lang = lang
        self.arrays = arrays
        vocabulary = bytes(arrays["vocabulary"]).decode().split("\n")
        self._feature = {name: i for i, name in enumerate(vocabulary)}
        self._words = [name[5:] for name in vocabulary if name.startswith("word ")]
        self._idf: Floats = arrays["idf"]  # type: ignore[assignment]
        self._starts: NDArray[np.int64] = arrays["starts"]  # type: ignore[assignment]
        self._rows: NDArray[np.int32] = arrays["rows"]  # type: ignore[assignment]
        self._values: Floats = arrays["values"]  # type: ignore[assignment]
        self._first: NDArray[np.int64] = arrays["first"]  # type: ignore[assignment]
        self.classes: NDArray[np.int64] = arrays["classes"]  # type: ignore[assignment]
        self._coefficients: Floats = arrays["coefficients"]  # type: ignore[assignment]
        self._phrasings = int(arrays["phrasings"][0])
        self._row_starts: NDArray[np.int64] = arrays["row_starts"]  # type: ignore[assignment]
        self._row_features: NDArray[np.int32] = arrays["row_features"]  # type: ignore[assignment]
        self._row_values: Floats = arrays["row_values"]  # type: ignore[assignment]

    @classmethod
    def build(cls, lang: str, phrasings: Sequence[tuple[Sequence[Token], int]]) -> "Matcher":
        """Index and fit phrasings, each with the number of its entry."""
        from scipy import sparse  # loaded late: only building needs it

        ordered = sorted(phrasings, key=lambda item: item[1])
        rows = [features(tokens, lang) for tokens, _ in ordered]
        labels = np.array([entry for _, entry in ordered], np.int64)
        vocabulary, idf = _vocabulary(rows)
        classes, first = np.unique(labels, return_index=True)
        indptr, indices, data = [0], [], []
        for row in rows:
            for feature, value in _weighted(row, vocabulary, idf):
                indices.append(feature)
                data.append(value)
            indptr.append(len(indices))
        matrix = sparse.csr_matrix(
            (np.array(data, np.float32), np.array(indices, np.int32), np.array(indptr)),
            shape=(len(rows), len(vocabulary)),
        )
        coefficients: Floats = np.zeros((0, 0), np.float32)
        if len(rows) <= FITTED_WHOLE:
            similarity = np.asarray((matrix @ matrix.T).todense(), np.float32)
            position = np.searchsorted(classes, labels)
            coefficients = fit(similarity, position, len(classes))
        columns = matrix.tocsc()
        return cls(
            lang,
            {
                "vocabulary": np.frombuffer("\n".join(vocabulary).encode(), np.uint8),
                "idf": idf,
                "starts": columns.indptr.astype(np.int64),
                "rows": columns.indices.astype(np.int32),
                "values": columns.data.astype(np.float32),
                "first": first.astype(np.int64),
                "classes": classes,
                "coefficients": coefficients,
                "phrasings": np.array([len(rows)]),
                "row_starts": matrix.indptr.astype(np.int64),
                "row_features": matrix.indices.astype(np.int32),
                "row_values": matrix.data.astype(np.float32),
            },
        )

    def fit(self, tokens: Sequence[Token]) -> Fit:
        """Return how well each entry of `classes` fits the question made of `tokens`."""
        similar = self._similar(tokens)
        nearest = np.maximum.reduceat(similar, self._first)
        if self._coefficients.size:
            scores = similar @ self._coefficients
        else:
            scores = self._local_scores(similar, nearest)
        scores = np.exp(scores - scores.max())
        norm = sum(weight * weight for weight in WEIGHTS.values())
        return Fit(scores / scores.sum(), nearest / np.float32(norm))

    def words_of(self, at: int) -> frozenset[str]:
        """Return the stems and kinds of names in the phrasings of the entry at `at`."""
        end = self._first[at + 1] if at + 1 < len(self._first) else self._phrasings
        own = self._row_features[self._row_starts[self._first[at]] : self._row_starts[end]]
        return frozenset(self._words[i] for i in set(own.tolist()) if i < len(self._words))

    def idf(self, word_feature: str) -> float:
        """Return how telling a word is here; as telling as a word seen once, if it was never seen."""
        at = self._feature.get("word " + word_feature)
        return float(self._idf[at]) if at is not None else math.log((1 + self._phrasings) / 2) + 1

    def _similar(self, tokens: Sequence[Token]) -> Floats:
        weighted = list(_weighted(features(tokens, self.lang), self._feature, self._idf, tokens))
        if not weighted:
            return np.zeros(self._phrasings, np.float32)
        ids = np.array([feature for feature, _ in weighted])
        weights = np.array([value for _, value in weighted], np.float32)
        starts = self._starts[ids]
        lengths = self._starts[ids + 1] - starts
        offsets = np.repeat(starts - np.cumsum(lengths) + lengths, lengths)
        at = offsets + np.arange(len(offsets))
        products = self._values[at] * np.repeat(weights, lengths)
        return np.bincount(self._rows[at], products, self._phrasings).astype(np.float32)

    def _local_scores(self, similar: Floats, nearest: Floats) -> Floats:
        count = min(NEIGHBOURS, len(nearest))
        near = np.sort(np.argpartition(-nearest, count - 1)[:count])
        ends = np.append(self._first[1:], self._phrasings)
        members = [np.arange(self._first[c], ends[c]) for c in near]
        rows = np.concatenate(members)
        labels = np.repeat(np.arange(count), [len(m) for m in members])
        coefficients = fit(self._similarity(rows), labels, count, LOCAL_ITERATIONS)
        scores = np.full(len(nearest), -30.0, np.float32)
        scores[near] = similar[rows] @ coefficients
        return scores

    def _similarity(self, rows: NDArray[np.int64]) -> Floats:
        """Return the similarities among a few phrasings."""
        starts, ends = self._row_starts[rows], self._row_starts[rows + 1]
        parts = [np.arange(a, b) for a, b in zip(starts, ends, strict=True)]
        at = np.concatenate(parts)
        used, columns = np.unique(self._row_features[at], return_inverse=True)
        dense = np.zeros((len(rows), len(used)), np.float32)
        dense[np.repeat(np.arange(len(rows)), ends - starts), columns] = self._row_values[at]
        return np.asarray(dense @ dense.T, np.float32)


def _vocabulary(rows: Sequence[tuple[Counter[str], ...]]) -> tuple[dict[str, int], Floats]:
    """Number all features, block by block, and weigh each by its rarity (smoothed idf)."""
    vocabulary: dict[str, int] = {}
    idf: list[float] = []
    for number, block in enumerate(BLOCKS):
        seen: Counter[str] = Counter()
        for row in rows:
            seen.update(row[number].keys())
        for feature, count in seen.items():
            vocabulary[f"{block} {feature}"] = len(vocabulary)
            idf.append(math.log((1 + len(rows)) / (1 + count)) + 1)
    return vocabulary, np.array(idf, np.float32)


def _weighted(
    row: tuple[Counter[str], ...],
    vocabulary: Mapping[str, int],
    idf: Floats,
    tokens: Sequence[Token] = (),
) -> list[tuple[int, float]]:
    """Return the features of one question that are known, weighted; each block at its own length."""
    weighted: list[tuple[int, float]] = []
    for block, counts in zip(BLOCKS, row, strict=True):
        known = [
            (at, (1 + math.log(n)) * float(idf[at]))
            for feature, n in counts.items()
            if (at := vocabulary.get(f"{block} {feature}")) is not None
        ]
        length = math.sqrt(sum(value * value for _, value in known)) or 1.0
        weighted.extend((at, WEIGHTS[block] * value / length) for at, value in known)
    return weighted
