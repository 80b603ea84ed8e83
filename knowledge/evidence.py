"""Evidence: what can be seen of a match between a question and an entry, for the decision.

Words are compared by stem or by group of synonyms, and weighed by rarity, so that an unmatched
"hotel" counts against an entry and an unmatched "please" does not.
"""

import math
from array import array
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from knowledge.lexicon import lexicon
from knowledge.matcher import Fit, Matcher
from knowledge.reading import Reading
from knowledge.stems import stem
from knowledge.text import words

__all__ = ["Content", "Seen", "Witness"]

REPAIRED = 0.85
"""What a repaired word counts as evidence."""
SYNONYM = 0.8
"""What a synonym counts as evidence."""
SMOOTHING = 0.02
SLIP = 3
"""Unknown words of so few letters carry no content."""
LEAST_SHARE = 1e-6
REMEMBERED = 32
"""So many readings are remembered with their content: those of one question."""
REMEMBERED_WORDS = 1 << 10
"""So many words are remembered with what they count."""


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
    """The words of a question that carry content."""

    words: tuple[ContentWord, ...]
    total: float
    """Summed rarity of the words."""
    numbers: tuple[int, ...]
    """What the matcher calls them: the stem of each word, then the group of each."""
    exact: bool = True
    """False where a word was repaired, or a name is not known."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is seen of one entry."""

    evidence: Mapping[str, float]
    said: Sequence[float]
    """For each word of the content how far the entry's phrasings say it: 1, `SYNONYM` or 0."""


class Witness:
    """Sees what speaks for the entries of one matcher."""

    def __init__(
        self, matcher: Matcher, refusals: Collection[int] = (), entries: Collection[int] = ()
    ) -> None:
        """`refusals` are the positions of those that refuse, `entries` of all that are no question about records."""
        self._matcher = matcher
        self._entries = frozenset(entries)
        self._pull = array("f", matcher.log_odds(refusals).tobytes())
        self._lexicon = lexicon(matcher.lang)
        self.content = lru_cache(maxsize=REMEMBERED)(self._content)
        self._word = lru_cache(maxsize=REMEMBERED_WORDS)(self._word_of)

    def _content(self, reading: Reading) -> Content:
        """Return the content of a question."""
        found: list[ContentWord] = []
        numbers: list[int] = []
        groups: list[int] = []
        for token in reading.tokens[: len(reading.tokens) - reading.lent]:
            unknown = not token.names and token.text in reading.unknown
            seen = self._word(token.text, bool(token.names), token.repaired, unknown)
            if seen:
                word, number, group = seen
                found.append(word)
                numbers.append(number)
                groups.append(group)
        total = sum(word.weight for word in found)
        exact = not reading.foreign and not any(token.repaired for token in reading.tokens)
        return Content(tuple(found), total, (*numbers, *groups), exact)

    def _word_of(
        self, text: str, names: bool, repaired: bool, unknown: bool
    ) -> tuple[ContentWord, int, int] | None:
        """Return a word of content with the numbers of its stem and its group, None for one that carries none."""
        # an unknown word too short to be more than a slip tells nothing: "qe", "hwo"
        if text in self._lexicon.function or (unknown and len(text) <= SLIP):
            return None
        stemmed = text if names else stem(text, self._matcher.lang)
        number = self._matcher.number_of(stemmed)
        weight = self._matcher.idf[number]
        worth = 0.0 if unknown else REPAIRED * weight if repaired else weight
        group = self._lexicon.synonyms.get(stemmed)
        word = ContentWord(stemmed, group, weight, worth, self._pull[number])
        return word, number, self._matcher.number_of(group or "")

    def of_match(self, fit: Fit, content: Content) -> list[Seen]:
        """Return what is seen of each of the best entries of a fit (but see `told`).

        The phrasings of an entry name what it is about, so there the names must be the same as well.
        """
        same = (fit.itself & self._entries) | (fit.stored - self._entries)
        held = self._matcher.holds(fit.best, content.numbers)
        stems, groups = held[:, : len(content.words)], held[:, len(content.words) :]
        said = np.where(stems, 1.0, np.where(groups, SYNONYM, 0.0)).tolist()
        return [
            Seen(
                {
                    "share": math.log(max(float(fit.probability[at]), LEAST_SHARE)),
                    "similarity": fit.similarity[rank],
                    "same": float(content.exact and at in same),
                    "kind": math.log((fit.kind[rank] + SMOOTHING) / (1 + SMOOTHING)),
                },
                said[rank],
            )
            for rank, at in enumerate(fit.best)
        ]

    def of_question(
        self, fit: Fit, content: Content, seen: Sequence[Seen], foreign: int = 0
    ) -> dict[str, float]:
        """Return the evidence that nothing known is asked; `seen` is what is seen of the best entries."""
        total = content.total or 1.0
        strange = max((w.weight for w in content.words if not w.worth), default=0.0)
        bare = sum(
            word.weight
            for at, word in enumerate(content.words)
            if not any(entry.said[at] for entry in seen)
        )
        return {
            "none": 1.0,
            "unknown": sum(w.weight - w.worth for w in content.words) / total,
            "strange": strange / self._matcher.rarest,
            "foreign": float(min(foreign, 2)),
            "uncovered": bare / total,
            "length": math.log(1 + len(content.words)),
            "far": 1 - max(fit.similarity, default=0.0),
        }

    def told(self, content: Content, said: Sequence[float], more: str = "") -> dict[str, float]:
        """Return the evidence of what the phrasings of an entry (`said`) and its answer (`more`) say of the content.

        `more` is what `stems` returns, of one text or of several put together.
        """
        covered = pull = 0.0
        for word, part in zip(content.words, said, strict=True):
            if part < 1 and f" {word.stem} " in more:
                covered += word.worth or word.weight
            elif part or (word.group and f" {word.group} " in more):
                covered += (part or SYNONYM) * (word.worth or word.weight)
            elif word.pull > pull:
                pull = word.pull
        return {"told": covered / content.total if content.total else 1.0, "pull": pull}

    def stems(self, text: str) -> str:
        """Return the stems of the words of a text, and their groups of synonyms, with a space on either side of each.

        One string, as a set takes several times the room and thousands of answers are remembered.
        """
        found = {stem(word.folded, self._matcher.lang) for word in words(text)}
        synonyms = self._lexicon.synonyms
        found |= {synonyms[word] for word in found if word in synonyms}
        return f" {' '.join(sorted(found))} "
