"""Repairing words that the knowledge base does not know: the nearest word that it does.

Distance is optimal string alignment (insertion, deletion, substitution, transposition), by rapidfuzz.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

__all__ = ["Speller"]

SHORTEST = 4
"""Words of fewer letters are never repaired: too many words are one letter away."""
REMEMBERED = 1 << 11
"""So many words are remembered with what was found for them."""
LONG = 8
"""From this length on, two errors are repaired as well."""


class Speller:
    """Finds the known word that an unknown one was meant to be. `frequency` holds the known words, folded."""

    def __init__(self, frequency: Mapping[str, int]) -> None:
        self._frequency = frequency
        self._by_length: dict[int, list[str]] = defaultdict(list)
        self._by_start: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in frequency:
            if len(word) >= SHORTEST - 1 and not word.isdigit():
                self._by_length[len(word)].append(word)
                self._by_start[word[0], len(word)].append(word)
        self.repair = lru_cache(maxsize=REMEMBERED)(self._repair)
        self.nearest = lru_cache(maxsize=REMEMBERED)(self._one_away)

    def __contains__(self, word: str) -> bool:
        return word in self._frequency

    def _repair(self, word: str) -> str | None:
        """Return the nearest known word, or None. The same first letter goes first, then the more frequent."""
        if len(word) < SHORTEST or any(char.isdigit() for char in word):
            return None
        found = self.nearest(word)
        if found is None and len(word) >= LONG:
            found = self._nearest(word, 2, same_start=True)
        return found

    def _one_away(self, word: str) -> str | None:
        """Return the known word that is one error away, or None."""
        return self._nearest(word, 1, same_start=True) or self._nearest(word, 1, same_start=False)

    def _nearest(self, word: str, distance: int, *, same_start: bool) -> str | None:
        near: list[tuple[float, int, str]] = []
        for length in range(len(word) - distance, len(word) + distance + 1):
            pool = (
                self._by_start.get((word[0], length), ())
                if same_start
                else self._by_length.get(length, ())
            )
            found = process.extract(
                word, pool, scorer=OSA.distance, score_cutoff=distance, limit=None
            )
            near.extend((apart, -self._frequency[known], known) for known, apart, _ in found)
        return min(near)[2] if near else None
