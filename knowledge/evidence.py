"""Evidence: what can be seen of a match between a question and an entry, for the decision.

Words are compared by stem or by group of synonyms, and weighed by rarity, so that an unmatched
"hotel" counts against an entry and an unmatched "please" does not.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from knowledge.features import Token
from knowledge.lexicon import lexicon
from knowledge.matcher import Fit, Matcher
from knowledge.reading import Reading
from knowledge.stems import stem
from knowledge.text import words

__all__ = ["Content", "Witness"]

REPAIRED = 0.85
"""What a repaired word counts as evidence."""
SYNONYM = 0.8
"""What a synonym counts as evidence."""
CORE = 0.5
"""Words in at least this part of an entry's phrasings are its core."""
SMOOTHING = 0.05
SLIP = 3
"""Unknown words of so few letters carry no content."""
REMEMBERED = 192
"""The words of so many entries are at hand in each language."""
LEAST_SHARE = 1e-6


@dataclass(frozen=True, slots=True)
class ContentWord:
    """A word of content: its stem, its group of synonyms, its rarity, and how much of that is known."""

    stem: str
    group: str | None
    weight: float
    worth: float
    pull: float
    """Log odds that a question with it is refused, against any question."""


@dataclass(frozen=True, slots=True)
class Content:
    """The words of a question that carry content, and those that say what is asked for."""

    words: tuple[ContentWord, ...]
    interrogatives: tuple[str, ...]
    total: float
    """Summed rarity of the words."""
    exact: bool = True
    """False where a word was repaired, or a name is not known."""


class Witness:
    """Sees what speaks for the entries of one matcher."""

    def __init__(
        self, matcher: Matcher, refusals: Collection[int] = (), entries: Collection[int] = ()
    ) -> None:
        """`refusals` are the positions of those that refuse, `entries` of all that are no question about records."""
        self._matcher = matcher
        self._entries = frozenset(entries)
        self._refusable = matcher.log_odds(refusals) if refusals else {}
        self._lexicon = lexicon(matcher.lang)
        self._rarest = matcher.idf("")
        self.words_of = lru_cache(maxsize=REMEMBERED)(matcher.words_of)
        self._cores: dict[int, tuple[tuple[str, str, float], ...]] = {}

    def content(self, reading: Reading) -> Content:
        """Return the content of a question."""
        found = []
        asked = []
        for token in reading.tokens:
            if token.text in self._lexicon.interrogatives:
                asked.append(stem(token.text, self._matcher.lang))
            if token.text in self._lexicon.function or self._tells_nothing(token, reading):
                continue
            stemmed = token.text if token.names else stem(token.text, self._matcher.lang)
            weight = self._matcher.idf(stemmed)
            known = token.names or token.text not in reading.unknown
            worth = (REPAIRED * weight if token.repaired else weight) if known else 0.0
            group = self._lexicon.synonyms.get(stemmed)
            pull = self._refusable.get(stemmed, 0.0)
            found.append(ContentWord(stemmed, group, weight, worth, pull))
        total = sum(word.weight for word in found)
        exact = not reading.foreign and not any(token.repaired for token in reading.tokens)
        return Content(tuple(found), tuple(asked), total, exact)

    def of_match(self, fit: Fit, content: Content) -> list[dict[str, float]]:
        """Return the evidence for each of the best entries of a fit (but see `told`).

        The phrasings of an entry name what it is about, so there the names must be the same as well.
        """
        same = (fit.itself & self._entries) | (fit.stored - self._entries)
        said = {word.stem for word in content.words} | {word.group for word in content.words}
        return [
            {
                "share": math.log(max(float(fit.probability[at]), LEAST_SHARE)),
                "similarity": fit.similarity[rank],
                "same": float(content.exact and at in same),
                "core": self._core_missing(said, at),
                "asks": self._asks_alike(content, at),
            }
            for rank, at in enumerate(fit.best)
        ]

    def of_question(self, fit: Fit, content: Content, foreign: int = 0) -> dict[str, float]:
        """Return the evidence that nothing known is asked."""
        total = content.total or 1.0
        strange = max((w.weight for w in content.words if not w.worth), default=0.0)
        near = [self.words_of(at) for at in fit.best]
        bare = sum(
            word.weight
            for word in content.words
            if not any(word.stem in own or word.group in own for own in near)
        )
        return {
            "none": 1.0,
            "unknown": sum(w.weight - w.worth for w in content.words) / total,
            "strange": strange / self._rarest,
            "foreign": float(min(foreign, 2)),
            "uncovered": bare / total,
            "length": math.log(1 + len(content.words)),
            "far": 1 - max(fit.similarity, default=0.0),
        }

    def told(
        self, content: Content, own: Mapping[str, float], more: frozenset[str] = frozenset()
    ) -> dict[str, float]:
        """Return the evidence of what the phrasings of an entry, and its answer, say of the content."""
        covered = pull = 0.0
        for word in content.words:
            if word.stem in own or word.stem in more:
                covered += word.worth or word.weight
            elif word.group in own or word.group in more:
                covered += SYNONYM * (word.worth or word.weight)
            elif word.pull > pull:
                pull = word.pull
        return {"told": covered / content.total if content.total else 1.0, "pull": pull}

    def stems(self, text: str) -> frozenset[str]:
        """Return the stems of the words of a text, and their groups of synonyms."""
        found = {stem(word.folded, self._matcher.lang) for word in words(text)}
        synonyms = self._lexicon.synonyms
        return frozenset(found | {synonyms[word] for word in found if word in synonyms})

    @staticmethod
    def _tells_nothing(token: Token, reading: Reading) -> bool:
        """Say whether a word is unknown and too short to be more than a slip: "qe", "hwo"."""
        return len(token.text) <= SLIP and token.text in reading.unknown and not token.names

    def _core_missing(self, said: Collection[str | None], at: int) -> float:
        if at not in self._cores:
            synonyms = self._lexicon.synonyms
            self._cores[at] = tuple(
                (word, synonyms.get(word, word), part * self._matcher.idf(word) / self._rarest)
                for word, part in self.words_of(at).items()
                if part >= CORE and word not in self._lexicon.function and word[0] not in "~§"
            )
        return sum(
            [
                weight
                for word, group, weight in self._cores[at]
                if word not in said and group not in said
            ]
        )

    def _asks_alike(self, content: Content, at: int) -> float:
        if not content.interrogatives:
            return 0.0
        own = self.words_of(at)
        parts = [own.get(word, 0.0) for word in content.interrogatives]
        logs = [math.log((part + SMOOTHING) / (1 + SMOOTHING)) for part in parts]
        return sum(logs) / len(logs)
