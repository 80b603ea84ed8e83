"""The features that the phrasings of one language use, and questions as weighted vectors over them.

Each block of features is weighted by rarity (smoothed idf), brought to length one and then to the
block's own weight, so that a question of many words counts no more than one of few.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.features import BLOCKS, Token, letter_groups, word_features

__all__ = ["WEIGHTS", "Vocabulary"]

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

WEIGHTS = {"word": 1.0, "pair": 0.7, "letters": 1.5, "name": 0.15}
"""How much each block of features counts."""
REMEMBERED_WORDS = 1 << 15
MANY = 5000
"""Among so many phrasings, pairs and letter groups that only one of them has are left out."""


class Vocabulary:
    """`names` lists all features, each with its block before it ("word dialogu"); `idf` their weights."""

    def __init__(self, lang: str, names: Sequence[str], idf: Floats) -> None:
        self.names = tuple(names)
        self.idf = idf
        self._lang = lang
        self._ids: dict[str, dict[str, int]] = {block: {} for block in BLOCKS}
        for number, name in enumerate(names):
            block, _, feature = name.partition(" ")
            self._ids[block][feature] = number
        self._weights: list[float] = idf.tolist()
        self._unseen = max(self._weights, default=1.0)
        self._letters: dict[str, tuple[list[int], list[float]]] = {}

    @classmethod
    def learn(cls, lang: str, phrasings: Sequence[Sequence[Token]]) -> "Vocabulary":
        """Number and weigh all features of some phrasings, block by block."""
        seen: dict[str, Counter[str]] = {block: Counter() for block in BLOCKS}
        for tokens in phrasings:
            for block, found in word_features(tokens, lang).items():
                seen[block].update(set(found))
            letters = (letter_groups(token.text) for token in tokens if not token.names)
            seen["letters"].update({group for groups in letters for group in groups})
        if len(phrasings) >= MANY:
            for block in ("pair", "letters"):
                seen[block] = Counter({f: n for f, n in seen[block].items() if n > 1})
        names = [f"{block} {feature}" for block in BLOCKS for feature in seen[block]]
        counts = [count for block in BLOCKS for count in seen[block].values()]
        idf = [math.log((1 + len(phrasings)) / (1 + count)) + 1 for count in counts]
        return cls(lang, names, np.array(idf, np.float32))

    def vector(self, tokens: Sequence[Token]) -> tuple[Ints, Floats]:
        """Return the known features of a question and their weights."""
        ids: list[int] = []
        values: list[float] = []
        for block, found in word_features(tokens, self._lang).items():
            numbers = self._ids[block]
            known = [at for feature in found if (at := numbers.get(feature)) is not None]
            self._append(ids, values, block, known, [self._weights[at] for at in known])
        known, weights = [], []
        for token in tokens:
            if not token.names:
                more, their = self._letters_of(token.text)
                known.extend(more)
                weights.extend(their)
        self._append(ids, values, "letters", known, weights)
        return np.array(ids, np.int64), np.array(values, np.float32)

    def weight_of(self, word: str) -> float:
        """Return how telling a stem is; a stem never seen is as telling as the rarest."""
        at = self._ids["word"].get(word)
        return self._unseen if at is None else self._weights[at]

    @property
    def word_count(self) -> int:
        """The number of features that are words; they are the first."""
        return len(self._ids["word"])

    def all_words(self) -> list[str]:
        """Return the stems, groups of synonyms and kinds of names, as they are numbered."""
        return list(self._ids["word"])

    def words(self, features: Iterable[int]) -> frozenset[str]:
        """Return the stems, groups of synonyms and kinds of names among `features`."""
        count = self.word_count
        return frozenset(self.names[at].partition(" ")[2] for at in set(features) if at < count)

    @staticmethod
    def _append(
        ids: list[int], values: list[float], block: str, known: list[int], weights: list[float]
    ) -> None:
        merged: dict[int, float] = {}
        for at, weight in zip(known, weights, strict=True):
            merged[at] = merged.get(at, 0.0) + weight
        if merged:
            scale = WEIGHTS[block] / math.sqrt(sum(w * w for w in merged.values()))
            ids.extend(merged)
            values.extend(weight * scale for weight in merged.values())

    def _letters_of(self, word: str) -> tuple[list[int], list[float]]:
        if word not in self._letters:
            if len(self._letters) > REMEMBERED_WORDS:
                self._letters.clear()
            numbers = self._ids["letters"]
            known = [at for g in letter_groups(word) if (at := numbers.get(g)) is not None]
            self._letters[word] = known, [self._weights[at] for at in known]
        return self._letters[word]
