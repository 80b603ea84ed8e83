"""What makes sense to ask next: answers about the same thing, or that speak of the same things.

Answers are compared by the words of their titles and texts in the first language of the knowledge
base; which answers are near does not depend on the language they are read in.
"""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from scipy.sparse import csr_matrix

from knowledge.catalogue import Catalogue
from knowledge.library import Library
from knowledge.links import Links, parse
from knowledge.reply import Reply
from knowledge.stems import stem
from knowledge.text import words

__all__ = ["RELATED", "Related"]

RELATED = 3
SAME_RECORD = 0.5
"""How much nearer an answer is that is about a record of the one before."""
SAID = 0.75
"""Answers so alike say the same again."""
KEPT = 512


class Related:
    """Finds, for the answer of any link, the answers to offer next."""

    def __init__(
        self,
        library: Library,
        catalogue: Catalogue,
        links: Links,
        recall: Callable[[str, str], Reply],
    ) -> None:
        self._library = library
        self._links = links
        self._recall = recall
        self._lang = library.languages[0]
        self._listed = catalogue.links()
        self._row = {link: i for i, link in enumerate(self._listed)}
        self._records = [self._named(link) for link in self._listed]
        counts = [self._counts(link) for link in self._listed]
        common = Counter(word for words_of in counts for word in words_of)
        self._idf = {word: math.log(1 + len(counts) / n) for word, n in common.items()}
        self._column = {word: i for i, word in enumerate(self._idf)}
        self._matrix = self._rows(counts)
        self.to = lru_cache(maxsize=KEPT)(self._to)

    def _to(self, link: str, limit: int = RELATED) -> tuple[str, ...]:
        """Return up to `limit` links to offer after the answer of `link`, the nearest first."""
        if not self._listed:
            return ()
        row = self._row.get(link)
        own = self._rows([self._counts(link)]) if row is None else self._matrix[[row]]
        near = np.asarray((self._matrix @ own.T).todense()).ravel()
        named = self._named(link)
        same = np.array([bool(named & other) for other in self._records], float)
        order = np.argsort(-(near + SAME_RECORD * same), kind="stable")
        chosen: list[int] = []
        for i in order:
            if self._listed[i] == link or near[i] >= SAID or not (near[i] or same[i]):
                continue
            if chosen:
                alike = (self._matrix[chosen] @ self._matrix[[i]].T).todense()
                if float(alike.max()) >= SAID:
                    continue
            chosen.append(int(i))
            if len(chosen) == limit:
                break
        return tuple(self._listed[i] for i in chosen)

    def _named(self, link: str) -> frozenset[str]:
        parsed = parse(self._library, link)
        entry = self._library.entries.get(parsed.target)
        if entry:
            return frozenset([entry.about] if entry.about else [])
        return frozenset(record.id for record in parsed.records)

    def _counts(self, link: str) -> Counter[str]:
        reply = self._recall(link, self._lang)
        said = f"{self._links.title(link, self._lang)} {reply.text}"
        return Counter(stem(word.folded, self._lang) for word in words(said))

    def _rows(self, counts: Sequence[Counter[str]]) -> csr_matrix:
        places: list[int] = []
        values: list[float] = []
        ends = [0]
        for words_of in counts:
            row = {
                self._column[word]: (1 + math.log(n)) * self._idf[word]
                for word, n in words_of.items()
                if word in self._column
            }
            norm = math.sqrt(sum(value * value for value in row.values())) or 1.0
            places.extend(row)
            values.extend(value / norm for value in row.values())
            ends.append(len(places))
        return csr_matrix((values, places, ends), shape=(len(counts), len(self._column)))
