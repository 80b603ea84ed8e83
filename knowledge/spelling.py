"""Repairing words that the knowledge base does not know: the word that was most probably meant.

A noisy channel (Kernighan, Church & Gale 1990, "A spelling correction program based on a noisy channel
model"): among the known words that are one error away, the one for which its frequency times the probability of
the error is greatest. Distance is optimal string alignment (insertion, deletion, substitution,
transposition), by rapidfuzz.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.counts import Counts

__all__ = ["Speller"]

SHORTEST = 4
"""Words of fewer letters are never repaired: too many words are one letter away."""
REMEMBERED = 1 << 11
"""So many words are remembered with what was found for them."""
LONG = 8
"""From this length on, two errors are repaired as well."""
FIRST, REPLACED, ADDED = -1.0, -1.0, -2.0
"""Log odds of an error in the first letter, of a letter replaced, and of one added that does not double its
neighbour, each against a letter left out or two swapped further on."""
UNSEEN = 0.5
"""How often a known word counts as seen that no phrasing has."""


class Speller:
    """Finds the known word that an unknown one was meant to be. `frequency` holds the known words, folded."""

    def __init__(self, frequency: Mapping[str, int]) -> None:
        self._frequency = Counts.of(frequency)
        self._by_start: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in frequency:
            if len(word) >= SHORTEST - 1 and not word.isdigit():
                self._by_start[word[0], len(word)].append(word)
        self._starts = sorted({start for start, _ in self._by_start})
        self.repair = lru_cache(maxsize=REMEMBERED)(self._repair)
        self.nearest = lru_cache(maxsize=REMEMBERED)(self._one_away)

    def __contains__(self, word: str) -> bool:
        return word in self._frequency

    def _repair(self, word: str) -> str | None:
        """Return the known word that was probably meant, or None."""
        if len(word) < SHORTEST or any(char.isdigit() for char in word):
            return None
        found = self.nearest(word)
        if found is None and len(word) >= LONG:
            far = self._same_start(word, 2)
            found = max(far, key=lambda known: self._frequency[known], default=None)
        return found

    def _one_away(self, word: str) -> str | None:
        """Return the known word that is one error away, or None."""
        odds = dict.fromkeys(self._other_start(word), FIRST)
        odds |= dict.fromkeys(self._same_start(word, 1), 0.0)
        return max(
            odds,
            key=lambda known: (
                odds[known] + _likely(known, word) + math.log(self._frequency[known] + UNSEEN)
            ),
            default=None,
        )

    def _same_start(self, word: str, errors: int) -> Iterator[str]:
        """Yield the known words so many errors away at most that begin with the same letter."""
        for length in range(len(word) - errors, len(word) + errors + 1):
            pool = self._by_start.get((word[0], length), ())
            found = process.extract(
                word, pool, scorer=OSA.distance, score_cutoff=errors, limit=None
            )
            yield from (known for known, _, _ in found)

    def _other_start(self, word: str) -> Iterator[str]:
        """Yield the known words one error away that begin with another letter."""
        tail = word[1:]
        written = [tail, f"{word[1:2]}{word[0]}{word[2:]}"]
        written += [f"{start}{rest}" for start in self._starts for rest in (tail, word)]
        for known in written:
            if len(known) >= SHORTEST - 1 and known[0] != word[0] and known in self._frequency:
                yield known


def _likely(known: str, written: str) -> float:
    """Return the log odds of the one error that made `written` of `known`."""
    if len(written) < len(known):
        return 0.0
    differing = [i for i, (a, b) in enumerate(zip(known, written, strict=False)) if a != b]
    if len(written) == len(known):
        return 0.0 if len(differing) == 2 else REPLACED
    at = differing[0] if differing else len(known)
    return 0.0 if at and written[at] == written[at - 1] else ADDED
