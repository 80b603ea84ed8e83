"""Counts of words, kept small: a dictionary of Python strings and numbers takes far more room."""

from array import array
from collections.abc import Iterator, Mapping

import numpy as np
from marisa_trie import Trie
from numpy.typing import NDArray

__all__ = ["Counts", "bytes_of", "trie_of"]


class Counts(Mapping[str, int]):
    """How often each of many words was seen. Read only, in no particular order.

    The words stand in a succinct trie (Yata 2011, "MARISA: matching algorithm with recursively implemented
    storage"), which numbers them; `seen` holds the count of each by that number.
    """

    def __init__(self, trie: Trie, seen: NDArray[np.uint32]) -> None:
        self.trie = trie
        self._seen = array("I", seen.tobytes())

    @classmethod
    def of(cls, counts: Mapping[str, int]) -> "Counts":
        """Return the same counts, kept small."""
        trie = Trie(counts)
        seen = np.zeros(len(trie), np.uint32)
        for word, count in counts.items():
            seen[trie[word]] = count
        return cls(trie, seen)

    @property
    def seen(self) -> NDArray[np.uint32]:
        """Return the counts as the trie numbers the words."""
        return np.array(self._seen, np.uint32)

    def __getitem__(self, word: str) -> int:
        number: int = self.trie[word]
        return self._seen[number]

    def __contains__(self, word: object) -> bool:
        return word in self.trie

    def __iter__(self) -> Iterator[str]:
        return iter(self.trie)

    def __len__(self) -> int:
        return len(self.trie)


def bytes_of(trie: Trie) -> NDArray[np.uint8]:
    """Return a trie as it is kept in a file."""
    return np.frombuffer(trie.tobytes(), np.uint8)


def trie_of(kept: NDArray[np.uint8]) -> Trie:
    """Return a trie from what is kept of it."""
    return Trie().frombytes(kept.tobytes())
