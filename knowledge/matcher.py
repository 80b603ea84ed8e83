"""Matching: how well each entry fits a question, for the phrasings of one language.

An inverted index gives the similarity of the question to every phrasing; the fitted coefficients
turn these into a score for every entry. A large knowledge base is too big to be fitted whole, so
there the entries that are most similar to the question are fitted among themselves, at that moment.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.classifier import Floats, fit_few
from knowledge.features import Token
from knowledge.learning import Rows, learnt, print_of
from knowledge.vocabulary import Vocabulary

__all__ = ["Fit", "Matcher"]

NEIGHBOURS = 12
"""Where the phrasings were too many to be fitted together, so many entries are fitted for each question."""
CONSIDERED = 8
"""At most so many of the best entries are looked at closely."""
BEHIND = 4.5
"""What is so far behind the best, in log odds, is not looked at."""
FAR_BELOW = -30.0

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Fit:
    """How well the entries of a matcher fit a question."""

    probability: Floats
    """Share of each entry, adding up to 1."""
    best: tuple[int, ...]
    """The positions of the best entries, best first."""
    similarity: tuple[float, ...]
    """For each of the best: cosine of the question to its most similar phrasing, 0 to 1."""
    stored: frozenset[int] = frozenset()
    """The positions of the entries that have the question itself among their phrasings."""


class Matcher:
    """The phrasings of one language, indexed. Build it with `Matcher.build`; arrays are its whole state.

    `key` names what it was learnt from, where that is known.
    """

    def __init__(self, lang: str, arrays: Mapping[str, NDArray[Any]], key: str = "") -> None:
        self.lang = lang
        self.key = key
        self.arrays = arrays
        names = bytes(arrays["vocabulary"]).decode().split("\n")
        self._vocabulary = Vocabulary(lang, names, arrays["idf"])
        self.classes: NDArray[np.int64] = arrays["classes"]
        self._first: NDArray[np.int64] = arrays["first"]
        self._row_starts: NDArray[np.int64] = arrays["row_starts"]
        self._rows = len(self._row_starts) - 1
        self._row_features: NDArray[np.int32] = arrays["row_features"]
        self._row_values: Floats = arrays["row_values"]
        squares = np.add.reduceat(self._row_values * self._row_values, self._row_starts[:-1])
        self._lengths: Floats = np.sqrt(squares)
        self._row_sizes: Ints = np.diff(self._row_starts)
        self._weights: NDArray[np.int8] = arrays["weights"]
        self._scale: Floats = arrays["scale"]
        self._stored = self._entries_of_prints()
        self._dense: Floats = np.zeros(len(names), np.float32)

    @classmethod
    def build(cls, lang: str, phrasings: Rows) -> "Matcher":
        """Learn the phrasings, each with the number of its entry."""
        return cls(lang, learnt(lang, phrasings))

    def fit(self, tokens: Sequence[Token], prior: Floats | None = None) -> Fit:
        """Return how well each entry of `classes` fits the question made of `tokens`.

        `prior` is added to the scores: what speaks for and against each entry beside the words.
        """
        ids, values = self._vocabulary.vector(tokens)
        if self._weights.size:
            scores = (values * self._scale[ids]) @ self._weights[ids].astype(np.float32)
        else:
            scores = self._local_scores(ids, values)
        if prior is not None:
            scores += prior
        scores -= scores.max()
        np.exp(scores, out=scores)
        scores /= scores.sum()
        count = min(CONSIDERED, len(scores))
        best = np.argpartition(-scores, count - 1)[:count]
        best = best[np.argsort(-scores[best])]
        best = best[scores[best] >= scores[best[0]] * math.exp(-BEHIND)]
        stored = self._stored.get(print_of(tokens), frozenset())
        more = [at for at in stored if at not in best]
        best = np.append(best, more).astype(np.int64) if more else best
        return Fit(scores, tuple(best.tolist()), self._nearness(ids, values, best), stored)

    def words_of(self, at: int) -> list[frozenset[str]]:
        """Return the stems and kinds of names in each phrasing of the entry at `at`."""
        starts = self._row_starts[self._first[at] : self._end(at) + 1]
        return [
            self._vocabulary.words(self._row_features[first:end].tolist())
            for first, end in pairwise(starts)
        ]

    def log_odds(self, entries: Collection[int]) -> dict[str, float]:
        """Return, by stem, the log odds that a phrasing with it is of one of `entries`, against any phrasing."""
        of_row = np.repeat(np.arange(len(self._first)), np.diff([*self._first, self._rows]))
        inside = np.isin(of_row, list(entries))
        lengths = np.diff(self._row_starts)
        words = self._vocabulary.word_count
        within = np.bincount(self._row_features[np.repeat(inside, lengths)], minlength=words)
        beyond = np.bincount(self._row_features[np.repeat(~inside, lengths)], minlength=words)
        share = (within[:words] + 0.5) / (inside.sum() + 1)
        odds = np.log(share) - np.log((beyond[:words] + 0.5) / ((~inside).sum() + 1))
        return dict(zip(self._vocabulary.all_words(), odds.tolist(), strict=True))

    def idf(self, word: str) -> float:
        """Return how telling a stem is here; a stem never seen, as telling as one seen once."""
        return self._vocabulary.weight_of(word)

    def _entries_of_prints(self) -> dict[int, frozenset[int]]:
        found: dict[int, frozenset[int]] = {}
        counts = np.diff([*self._first, self._rows])
        entries = np.repeat(np.arange(len(self._first)), counts).tolist()
        for number, entry in zip(self.arrays["prints"].tolist(), entries, strict=True):
            found[number] = found.get(number, frozenset()) | {entry}
        return found

    def _nearness(self, ids: Ints, values: Floats, entries: Ints) -> tuple[float, ...]:
        """Return the cosine of a question to the most similar phrasing of each of a few entries."""
        length = math.sqrt(float(values @ values))
        if not length:
            return (0.0,) * len(entries)
        np.add.at(self._dense, ids, values)
        spans = [(int(self._first[entry]), self._end(int(entry))) for entry in entries]
        parts = [slice(self._row_starts[a], self._row_starts[b]) for a, b in spans]
        products = self._dense[np.concatenate([self._row_features[part] for part in parts])]
        products *= np.concatenate([self._row_values[part] for part in parts])
        self._dense[ids] = 0
        sizes = np.concatenate([self._row_sizes[a:b] for a, b in spans])
        dots = np.add.reduceat(products, np.cumsum(sizes) - sizes)
        dots /= np.concatenate([self._lengths[a:b] for a, b in spans])
        counts = np.array([b - a for a, b in spans])
        best = np.maximum.reduceat(dots, np.cumsum(counts) - counts) / length
        return tuple(np.minimum(best, 1.0).tolist())

    def _end(self, entry: int) -> int:
        last = entry + 1 == len(self._first)
        return self._rows if last else int(self._first[entry + 1])

    def _local_scores(self, ids: Ints, values: Floats) -> Floats:
        """Score the entries most similar to the question, fitted among themselves; the others far below."""
        starts = self.arrays["column_starts"][ids]
        lengths = self.arrays["column_starts"][ids + 1] - starts
        at = np.repeat(starts - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum())
        products = self.arrays["column_values"][at] * np.repeat(values, lengths)
        similar = np.bincount(self.arrays["column_rows"][at], products, self._rows)
        nearest = np.maximum.reduceat(similar, self._first)
        count = min(NEIGHBOURS, len(nearest))
        near = np.sort(np.argpartition(-nearest, count - 1)[:count])
        members = [np.arange(self._first[entry], self._end(int(entry))) for entry in near]
        rows = np.concatenate(members)
        labels = np.repeat(np.arange(count), [len(m) for m in members])
        coefficients = fit_few(self._similarity(rows), labels, count)
        scores = np.full(len(nearest), FAR_BELOW, np.float32)
        scores[near] = similar[rows].astype(np.float32) @ coefficients
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
