"""Matching: how well each entry fits a question.

One model scores the entries for all languages; the phrasings of each language stand beside it. A large
knowledge base is too big to be fitted whole, so there the entries that are most similar to the question
are fitted among themselves, at that moment.
"""

import math
from array import array
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.classifier import Floats, fit_few
from knowledge.counts import trie_of
from knowledge.features import BLOCKS, Token
from knowledge.kinds import Kinds
from knowledge.learning import Rows, learnt, names_print_of, print_of
from knowledge.vocabulary import Vocabulary

__all__ = ["Fit", "Matcher", "Model"]

NEIGHBOURS = 12
"""Where the phrasings were too many to be fitted together, so many entries are fitted for each question."""
CONSIDERED = 8
"""At most so many of the best entries are looked at closely."""
BEHIND = 3.5
"""What is so far behind the best, in log odds, is not looked at."""
CENTROID = 4.0
"""What the cosine to an entry's mean phrasing counts there, in log odds: what is fitted on few phrasings is unsure."""
COMMON = 0.1
"""A feature of more than this part of the entries is common, where neighbours are looked for."""
FAR_BELOW = -30.0
SMOOTHING = 1.0
"""So many phrasings more, of refusals and others in their proportion, are taken to hold each word."""

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
    kind: tuple[float, ...]
    """For each of the best: how far the question asks for the kind of thing that its phrasings ask for, 0 to 1."""
    stored: frozenset[int] = frozenset()
    """The positions of the entries that have the question among their phrasings, whatever is named in it."""
    itself: frozenset[int] = frozenset()
    """The positions of those that have it with the very same names."""


class Model:
    """What scores entries, learnt from the phrasings of all languages together (see `learning.learnt`)."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._arrays = arrays
        self.classes: Ints = arrays["classes"]
        features = {block: trie_of(arrays[f"features-{block}"]) for block in BLOCKS}
        self.vocabulary = Vocabulary(features, arrays["idf"])
        self.kinds = Kinds(arrays)
        self.fitted = "weight_values" in arrays or "outputs" in arrays
        self.compared = int(arrays["compared"][0])
        """So many features, the first, are what whole phrasings are compared by."""

    def scores(self, ids: Ints, values: Floats) -> Floats:
        """Return the score of every entry by the weights that were fitted."""
        if "outputs" in self._arrays:
            scaled = values * self._arrays["hidden_scales"][ids]
            hidden = np.maximum(scaled @ self._arrays["hidden_values"][ids], 0)
            return np.asarray(self._arrays["outputs"] @ hidden + self._arrays["bias"])
        at, lengths = _joined(self._arrays["weight_starts"], ids)
        scales = self._arrays["weight_scales"][ids]
        products = self._arrays["weight_values"][at] * np.repeat(values * scales, lengths)
        of_class = self._arrays["weight_classes"][at]
        return np.bincount(of_class, products, len(self.classes)).astype(np.float32)

    def cosines(self, ids: Ints, values: Floats) -> Floats:
        """Return the cosine of a question to the mean phrasing of every entry, where none were fitted.

        What most entries have tells them little apart and would take most of the time: it is left out.
        """
        starts = self._arrays["column_starts"]
        telling = starts[ids + 1] - starts[ids] <= COMMON * len(self.classes)
        ids, values = ids[telling], values[telling]
        at, lengths = _joined(starts, ids)
        products = self._arrays["column_values"][at] * np.repeat(values, lengths)
        found = np.bincount(self._arrays["column_classes"][at], products, len(self.classes))
        return (found / (math.sqrt(float(values @ values)) or 1.0)).astype(np.float32)


class Matcher:
    """The phrasings of one language, and the model that they share with all others.

    `key` names what it was learnt from, where that is known.
    """

    def __init__(
        self, lang: str, model: Model, arrays: Mapping[str, NDArray[Any]], key: str = ""
    ) -> None:
        self.lang = lang
        self.key = key
        self._model = model
        self._vocabulary = model.vocabulary
        self.classes: NDArray[np.int64] = arrays["classes"]
        self._own: Ints = np.searchsorted(model.classes, self.classes)
        self._first: NDArray[np.int64] = arrays["first"]
        self._row_starts: NDArray[Any] = arrays["row_starts"]
        self._rows = len(self._row_starts) - 1
        self._row_features: NDArray[Any] = arrays["row_features"]
        self._row_values: NDArray[np.uint8] = arrays["row_values"]
        self._row_scales: Floats = arrays["row_scales"]
        self._row_lengths: Floats = arrays["row_lengths"]
        self._row_sizes = np.diff(self._row_starts).astype(np.uint16)
        ends = [*self._first.tolist(), self._rows]
        self._rows_of = [slice(a, b) for a, b in pairwise(ends)]
        self._kept_of = [slice(a, b) for a, b in pairwise(self._row_starts[ends].tolist())]
        self._held: NDArray[Any] = arrays["held"]
        self._prints: NDArray[np.uint64] = arrays["prints"]
        self._printed_names: NDArray[np.uint32] = arrays["printed_names"]
        self._printed: NDArray[Any] = arrays["printed"]
        self._asked: Floats = arrays["asked"]
        self.rarest = math.log((1 + self._rows) / 2) + 1
        """How telling a word is that no phrasing has: as one seen once."""
        idf = np.append(np.minimum(arrays["idf"] * self._asked, self.rarest), self.rarest)
        self.idf = array("f", idf.astype(np.float32).tobytes())
        """How telling each word is here, by its number."""
        self._dense: Floats = np.zeros(model.compared, np.float32)

    @classmethod
    def build(
        cls,
        phrasings: Mapping[str, Rows],
        more: Mapping[str, Rows] = MappingProxyType({}),
        network: bool | None = None,
        kinds: Collection[int] = (),
    ) -> "dict[str, Matcher]":
        """Learn phrasings by language, each with the number of its entry (see `learnt`)."""
        return cls.opened(learnt(phrasings, more, network, kinds))

    @classmethod
    def opened(cls, arrays: Mapping[str, NDArray[Any]], key: str = "") -> "dict[str, Matcher]":
        """Return the matchers by language from what was learnt."""
        of_lang: dict[str, dict[str, NDArray[Any]]] = {}
        for name, one in arrays.items():
            lang, _, own = name.rpartition("/")
            of_lang.setdefault(lang, {})[own] = one
        model = Model(of_lang.pop("", {}))
        return {lang: cls(lang, model, own, key) for lang, own in of_lang.items()}

    def fit(self, tokens: Sequence[Token], prior: Floats | None = None) -> Fit:
        """Return how well each entry of `classes` fits the question made of `tokens`.

        `prior` is added to the scores: what speaks for and against each entry beside the words.
        """
        ids, values = self._vocabulary.vector(tokens, self.lang)
        if self._model.fitted:
            scores = self._model.scores(ids, values)[self._own]
        else:
            scores = self._local_scores(ids, values)
        if prior is not None:
            scores += prior
        scores -= scores.max()
        near = np.flatnonzero(scores >= -BEHIND)
        found: list[int] = near[np.argsort(-scores[near])][:CONSIDERED].tolist()
        np.exp(scores, out=scores)
        scores /= scores.sum()
        stored, itself = self._stored(tokens)
        found += [at for at in stored if at not in found]
        near_by = self._nearness(ids, values, found)
        kind = self._model.kinds.likeness(ids, values, self._own[found])
        return Fit(scores, tuple(found), near_by, kind, stored, itself)

    def number_of(self, word: str) -> int:
        """Return the number of a stem, group of synonyms or kind of name; what is not known has one too."""
        at = self._vocabulary.number_of(word)
        return self._vocabulary.word_count if at is None else at

    def holds(self, entries: Sequence[int], numbers: Sequence[int]) -> NDArray[np.bool_]:
        """Say whether the phrasings of each entry hold each of these words: entries by words."""
        kind = self._held.dtype
        first = np.array(entries, kind)[:, None] * kind.type(self._vocabulary.word_count + 1)
        wanted = first + np.array(numbers, kind)
        at = np.searchsorted(self._held, wanted)
        found: NDArray[np.bool_] = self._held.take(at, mode="clip") == wanted
        return found

    def _stored(self, tokens: Sequence[Token]) -> tuple[frozenset[int], frozenset[int]]:
        """Return the positions of the entries that have these tokens as a phrasing, and of those with the same names."""
        number = np.uint64(print_of(tokens))
        start = self._prints.searchsorted(number)
        end = self._prints.searchsorted(number, "right")
        if start == end:
            return frozenset(), frozenset()
        entries = self._printed[start:end]
        itself = entries[self._printed_names[start:end] == names_print_of(tokens)]
        return frozenset(entries.tolist()), frozenset(itself.tolist())

    def log_odds(self, entries: Collection[int]) -> Floats:
        """Return, by the number of a word, the log odds that a phrasing with it is of one of `entries`.

        Against any phrasing; 0 where it would be less, and for a word that is not known.
        """
        of_row = np.repeat(np.arange(len(self._first)), np.diff([*self._first, self._rows]))
        inside = np.isin(of_row, list(entries))
        lengths = np.diff(self._row_starts)
        words = self._vocabulary.word_count
        within = np.bincount(self._row_features[np.repeat(inside, lengths)], minlength=words)
        beyond = np.bincount(self._row_features[np.repeat(~inside, lengths)], minlength=words)
        seen = np.array([inside.sum(), (~inside).sum()]) + 1
        parts = seen / seen.sum()
        odds = np.log(
            (within[:words] + SMOOTHING * parts[0]) / (beyond[:words] + SMOOTHING * parts[1])
        )
        odds -= np.log(parts[0] / parts[1])
        odds *= self._asked
        return np.append(np.maximum(odds, 0), 0).astype(np.float32)

    def _nearness(self, ids: Ints, values: Floats, entries: Sequence[int]) -> tuple[float, ...]:
        """Return the cosine of a question to the most similar phrasing of each of a few entries."""
        compared = ids < len(self._dense)
        ids, values = ids[compared], values[compared]
        np.add.at(self._dense, ids, values)
        length = math.sqrt(float(self._dense[ids] @ values))
        if not length:
            return (0.0,) * len(entries)
        rows = [self._rows_of[entry] for entry in entries]
        kept = [self._kept_of[entry] for entry in entries]
        products = self._dense.take(np.concatenate([self._row_features[part] for part in kept]))
        products *= np.concatenate([self._row_values[part] for part in kept])
        self._dense[ids] = 0
        sizes = np.concatenate([self._row_sizes[part] for part in rows]).astype(np.int64)
        dots = np.add.reduceat(products, np.cumsum(sizes) - sizes)
        dots /= np.concatenate([self._row_lengths[part] for part in rows])
        best = np.maximum.reduceat(dots, self._offsets(rows)) / length
        return tuple(np.minimum(best, 1.0).tolist())

    @staticmethod
    def _offsets(parts: Sequence[slice]) -> list[int]:
        """Return where each part starts, once they are joined."""
        return list(accumulate((part.stop - part.start for part in parts[:-1]), initial=0))

    def _local_scores(self, ids: Ints, values: Floats) -> Floats:
        """Score the entries most similar to the question, fitted among themselves; the others far below."""
        cosines = self._model.cosines(ids, values)[self._own]
        count = min(NEIGHBOURS, len(cosines))
        near = np.sort(np.argpartition(-cosines, count - 1)[:count])
        parts = [self._rows_of[entry] for entry in near.tolist()]
        members = [np.arange(part.start, part.stop) for part in parts]
        rows, features = self._written_out(np.concatenate(members))
        labels = np.repeat(np.arange(count), [len(m) for m in members])
        coefficients = fit_few(rows @ rows.T, labels, count)
        np.add.at(self._dense, ids, values)
        similar = rows @ self._dense[features]
        self._dense[ids] = 0
        scores = np.full(len(cosines), FAR_BELOW, np.float32)
        scores[near] = similar @ coefficients + CENTROID * cosines[near]
        return scores

    def _written_out(self, rows: Ints) -> tuple[Floats, Ints]:
        """Return a few phrasings as a dense matrix, and the features that are its columns."""
        at, lengths = _joined(self._row_starts, rows)
        features, columns = np.unique(self._row_features[at], return_inverse=True)
        dense = np.zeros((len(rows), len(features)), np.float32)
        dense[np.repeat(np.arange(len(rows)), lengths), columns] = self._row_values[at]
        dense *= self._row_scales[rows][:, None]
        return dense, features


def _joined(starts: NDArray[Any], parts: Ints) -> tuple[Ints, Ints]:
    """Return where all elements of some parts of an array stand, and the length of each part."""
    first = starts[parts]
    lengths = starts[parts + 1] - first
    ends = np.cumsum(lengths)
    return np.repeat(first - ends + lengths, lengths) + np.arange(
        ends[-1] if len(ends) else 0
    ), lengths
