"""The features that phrasings use, in all languages, and questions as weighted vectors over them.

Each block of features is weighted by rarity (smoothed idf), brought to length one and then to the
block's own weight, so that a question of many words counts no more than one of few.
"""

import math
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from marisa_trie import Trie
from numpy.typing import NDArray

from knowledge.counts import Counts
from knowledge.features import BLOCKS, Token, letter_groups, word_features

__all__ = ["WEIGHTS", "Vocabulary"]

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

WEIGHTS = {"word": 1.0, "alike": 0.8, "pair": 0.7, "letters": 1.5, "name": 0.4}
"""How much each block of features counts."""
REMEMBERED_WORDS = 1 << 12
MANY = 5000
"""Among so many phrasings, pairs and letter groups that hardly any of them has are left out: those that
one has, and one more for every `RARE` phrasings."""
RARE = 8_000


class _Letters(NamedTuple):
    """The known letter groups of one word: their numbers, their weights, the sum of the squared weights."""

    ids: Ints
    values: Floats
    squares: float


class Vocabulary:
    """All features, in one succinct trie for each block (see `counts`), which numbers them; `idf` are their weights.

    The numbers of a block go on from those of the block before.
    """

    def __init__(self, features: Mapping[str, Trie], idf: Floats) -> None:
        self.features = features
        self.idf = idf
        self.size = len(idf)
        sizes = [len(features[block]) for block in BLOCKS]
        self._start = dict(zip(BLOCKS, accumulate(sizes, initial=0), strict=False))
        self._weights = array("f", idf.astype(np.float32).tobytes())
        self._letters_of = lru_cache(maxsize=REMEMBERED_WORDS)(self._letters_in)

    @classmethod
    def learn(cls, phrasings: Sequence[tuple[Sequence[Token], str]]) -> "Vocabulary":
        """Number and weigh all features of phrasings, each with its language."""
        seen: dict[str, Counter[str]] = {block: Counter() for block in BLOCKS}
        for tokens, lang in phrasings:
            for block, found in word_features(tokens, lang).items():
                seen[block].update(set(found))
            letters = (letter_groups(token.text) for token in tokens if not token.names)
            seen["letters"].update({group for groups in letters for group in groups})
        if len(phrasings) >= MANY:
            rare = 1 + len(phrasings) // RARE
            for block in ("pair", "letters"):
                seen[block] = Counter({f: n for f, n in seen[block].items() if n > rare})
        counts = {block: Counts.of(seen[block]) for block in BLOCKS}
        number = np.concatenate([counts[block].seen for block in BLOCKS]).astype(np.float64)
        idf = np.log((1 + len(phrasings)) / (1 + number)) + 1
        return cls({block: counts[block].trie for block in BLOCKS}, idf.astype(np.float32))

    def vector(self, tokens: Sequence[Token], lang: str) -> tuple[Ints, Floats]:
        """Return the known features of a question, some more than once, and their weights."""
        ids: list[int] = []
        values: list[float] = []
        weights = self._weights
        for block, found in word_features(tokens, lang).items():
            known = self._numbers(block, found)
            if known:
                some = [weights[at] for at in known]
                scale = WEIGHTS[block] / math.sqrt(sum([weight * weight for weight in some]))
                ids += known
                values += [weight * scale for weight in some]
        letters = [self._letters_of(token.text) for token in tokens if not token.names]
        squares = sum([word.squares for word in letters])
        if not squares:
            return np.array(ids, np.int64), np.array(values, np.float32)
        of_letters = np.concatenate([word.values for word in letters])
        of_letters *= WEIGHTS["letters"] / math.sqrt(squares)
        return (
            np.concatenate([np.array(ids, np.int64), *(word.ids for word in letters)]),
            np.concatenate([np.array(values, np.float32), of_letters]),
        )

    def words_in(self, tokens: Sequence[Token], lang: str) -> list[int]:
        """Return the numbers of the known stems, groups of synonyms and kinds of names of a question, each once."""
        seen = word_features(tokens, lang)
        found = {self.number_of(word) for word in (*seen["word"], *seen["alike"])}
        return [number for number in found if number is not None]

    def number_of(self, word: str) -> int | None:
        """Return the number of a stem or group of synonyms, None where no phrasing has it."""
        for block in ("word", "alike"):
            found: int | None = self.features[block].get(word)
            if found is not None:
                return self._start[block] + found
        return None

    @property
    def word_count(self) -> int:
        """The number of features that are words or groups of synonyms; they are the first."""
        return len(self.features["word"]) + len(self.features["alike"])

    @property
    def pairs_from(self) -> int:
        """The number of the first pair; words, meanings and names come before, letter groups after the pairs."""
        return self._start["pair"]

    @property
    def letters_from(self) -> int:
        """The number of the first letter group; all other features come before."""
        return self._start["letters"]

    def _numbers(self, block: str, found: Sequence[str]) -> list[int]:
        number_of = self.features[block].get
        start = self._start[block]
        return [start + at for feature in found if (at := number_of(feature)) is not None]

    def _letters_in(self, word: str) -> _Letters:
        known = self._numbers("letters", letter_groups(word))
        values = self.idf[known].astype(np.float32)
        return _Letters(np.array(known, np.int64), values, float(values @ values))
