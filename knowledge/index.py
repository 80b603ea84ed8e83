"""The index of a knowledge base: everything that is learnt from its content before the first question."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.compatibility import EntryNames, names_in_phrasings, names_of_entries
from knowledge.counts import Counts
from knowledge.crossfit import cross_fitted
from knowledge.decision import BY_EXPERIENCE, Decision
from knowledge.entities import Gazetteer, Mention, names_by_language
from knowledge.evidence import Content, Seen, Witness
from knowledge.features import Token
from knowledge.frames import framed
from knowledge.language import LanguageGuesser
from knowledge.learning import Rows, many
from knowledge.lexicon import lexicon
from knowledge.library import Library
from knowledge.matcher import Matcher
from knowledge.phrasings import Phrasing, written_out
from knowledge.reading import Reader, Reading
from knowledge.schema import Entry
from knowledge.text import marks, words

__all__ = ["Candidate", "Index", "Learnt", "Sighting", "classes_of", "learn"]

REMEMBERED = 16
"""So many readings are remembered with what was seen: a long question is looked at whole, then with its parts."""
Prior = Callable[[Sequence[Mention]], NDArray[np.float32]]
"""What to add to the score of every target for what a reading names."""


class Fitting(Protocol):
    """Makes matchers, by language."""

    def __call__(
        self, phrasings: Mapping[str, Rows], more: Mapping[str, Rows], *, kinds: Collection[int]
    ) -> dict[str, Matcher]:
        """Return the matchers of phrasings (see `learning.learnt`)."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry or question that may be meant, as a question was read; `evidence` is of the match."""

    target: str
    reading: Reading
    content: Content
    evidence: Mapping[str, float]
    said: Sequence[float]
    """How far the entry's phrasings say each word of the content (see `evidence.Seen`)."""
    log_probability: float
    """Log of the probability of the reading."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """All candidates for a question, and what speaks for none of them."""

    candidates: tuple[Candidate, ...] = ()
    of_question: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True)
class Learnt:
    """What is learnt from phrasings and names alone: an edit of an answer leaves it as it is."""

    vocabulary: Mapping[str, Counts]
    """By language, how often each word is said in phrasings."""
    guesser: LanguageGuesser
    named: EntryNames
    decision: Decision | None
    """Fitted on the phrasings themselves; None where the content brings its own."""
    matchers: Mapping[str, Matcher]
    key: str = ""
    """Names what it was learnt from, where that is known."""


class Index:
    """Matchers by language, the reader and the decision of one knowledge base."""

    def __init__(
        self,
        library: Library,
        learnt: Learnt,
        gazetteer: Gazetteer,
        told: frozenset[str],
        names: EntryNames,
    ) -> None:
        """`told` are the words of answers; `names` those that entries speak of (`names_of_entries`)."""
        self.learnt = learnt
        self.reader = Reader(gazetteer, learnt.vocabulary, learnt.guesser, library.ambient, told)
        self.names = names
        calibrated = library.calibration.decision() if library.calibration else learnt.decision
        self.decision = calibrated or Decision(BY_EXPERIENCE)
        self.matchers = learnt.matchers
        self.classes = classes_of(library)
        self.targets = tuple(target for members in self.classes for target in members)
        self._seen = lru_cache(maxsize=REMEMBERED)(self._see)
        self._starts = np.cumsum([0, *(len(members) for members in self.classes)])[:-1]
        of_class = [library.entry(members[0]) for members in self.classes]
        self.witnesses = {
            lang: _witness(matcher, [of_class[own] for own in matcher.classes])
            for lang, matcher in self.matchers.items()
        }

    @classmethod
    def build(
        cls, library: Library, learnt: Callable[[Library, Gazetteer], Learnt] | None = None
    ) -> "Index":
        """Learn everything from the content. Takes seconds to a minute; save the result (`store`).

        `learnt` may give what was learnt from the same phrasings and names before.
        """
        gazetteer = Gazetteer(library)
        known = (learnt or learn)(library, gazetteer)
        told = frozenset(word.folded for text in library.answers() for word in words(text))
        return cls(
            library, known, gazetteer, told, names_of_entries(library, known.named, gazetteer)
        )

    def look(self, readings: Mapping[Reading, float], prior: Prior) -> Sighting:
        """Return the best candidates over readings in several languages, each with its probability.

        What speaks for none of them is judged by the reading that comes nearest to a phrasing.
        """
        found: dict[tuple[str, tuple[Mention, ...]], Candidate] = {}
        of_questions: list[Mapping[str, float]] = []
        for reading, probability in readings.items():
            if reading.lang not in self.matchers or not reading.tokens:
                continue
            content, best, of_question = self._seen(reading, prior)
            of_questions.append(of_question)
            log_probability = math.log(max(probability, 1e-6))
            for target, one in best:
                # one text may be read in several ways that name the same things: the best match counts
                key = (target, reading.mentions)
                known = found.get(key)
                if known is None or _strength(known) < one.evidence["share"] + log_probability:
                    found[key] = Candidate(
                        target, reading, content, one.evidence, one.said, log_probability
                    )
        nearest = min(of_questions, key=lambda seen: seen["far"], default=None)
        return Sighting(tuple(found.values()), nearest)

    def _see(
        self, reading: Reading, prior: Prior
    ) -> tuple[Content, list[tuple[str, Seen]], Mapping[str, float]]:
        """Return the content of a reading, the targets that fit it best, and what speaks for none of them."""
        matcher, witness = self.matchers[reading.lang], self.witnesses[reading.lang]
        of_targets = prior(reading.mentions)
        of_classes = np.maximum.reduceat(of_targets, self._starts)
        fit = matcher.fit(reading.tokens, of_classes[matcher.classes])
        content = witness.content(reading)
        seen = witness.of_match(fit, content)
        targets = [self._fittest(int(matcher.classes[at]), of_targets) for at in fit.best]
        best = list(zip(targets, seen, strict=True))
        return content, best, witness.of_question(fit, content, seen, reading.foreign)

    def _fittest(self, own: int, prior: NDArray[np.float32]) -> str:
        """Return the member of a class that fits best what was named."""
        members = self.classes[own]
        if len(members) == 1:
            return members[0]
        start = int(self._starts[own])
        return max(zip(members, prior[start:], strict=False), key=lambda item: float(item[1]))[0]


def _strength(candidate: Candidate) -> float:
    return candidate.evidence["share"] + candidate.log_probability


def learn(
    library: Library,
    gazetteer: Gazetteer,
    fit: Fitting = Matcher.build,
) -> Learnt:
    """Learn from the phrasings and names of a knowledge base.

    `fit` makes the matchers from phrasings by language, those to keep and more of them, and the numbers of
    the entries that are told by what is asked for alone.
    """
    phrasings = list(written_out(library))
    vocabulary, guesser = _words_of(library, phrasings, gazetteer)
    reader = Reader(gazetteer, vocabulary, guesser, library.ambient)
    read = [(one, reader.read(one.text, one.lang, repair=False)) for one in phrasings]
    rows = rows_of(library, read)
    more = framed(rows, reader) if many(rows) else {}
    entries = library.entries
    kinds = [
        number
        for number, (first, *_) in enumerate(classes_of(library))
        if first in entries and entries[first].any_subject
    ]
    matchers = fit(rows, more, kinds=kinds) if rows else {}
    decision = None if library.calibration else cross_fitted(rows)
    return Learnt(vocabulary, guesser, names_in_phrasings(library, read), decision, matchers)


def classes_of(library: Library) -> tuple[tuple[str, ...], ...]:
    """Return what the matcher tells apart: entries, and questions that ask the same of different kinds.

    "When did {dialogue} start" and "when did {programme} start" are one class: what is named tells
    which of them is meant.
    """
    classes: dict[tuple[str, ...], list[str]] = {
        (entry.id,): [entry.id] for entry in library.every_entry()
    }
    for question in library.questions.values():
        key: tuple[str, ...] = (question.id,)
        if question.about and question.operation in (None, "verify"):
            key = ("", question.asks or "", question.operation or "")
        classes.setdefault(key, []).append(question.id)
    return tuple(tuple(members) for members in classes.values())


def rows_of(
    library: Library, read: Iterable[tuple[Phrasing, Reading]]
) -> dict[str, list[tuple[Sequence[Token], int]]]:
    """Return the tokens of every phrasing by language, each with the number of its entry or question."""
    number = {target: at for at, members in enumerate(classes_of(library)) for target in members}
    rows: dict[str, list[tuple[Sequence[Token], int]]] = defaultdict(list)
    seen: set[tuple[str, tuple[Token, ...], int]] = set()
    for phrasing, reading in read:
        key = (phrasing.lang, reading.tokens, number[phrasing.target])
        if reading.tokens and key not in seen:
            seen.add(key)
            rows[phrasing.lang].append((reading.tokens, number[phrasing.target]))
    return rows


def _words_of(
    library: Library, phrasings: Iterable[Phrasing], gazetteer: Gazetteer
) -> tuple[dict[str, Counts], LanguageGuesser]:
    """Return the words of phrasings by language, and what tells the languages apart."""
    vocabulary: dict[str, Counter[str]] = defaultdict(Counter)
    texts: dict[str, list[str]] = defaultdict(list)
    for phrasing in phrasings:
        texts[phrasing.lang].extend(marks(phrasing.text))
        for word in words(phrasing.text):
            if word.folded not in lexicon(phrasing.lang).short:
                vocabulary[phrasing.lang][word.folded] += 1
            # small words stand in names too, and tell languages apart wherever they stand
            if (
                word.folded not in gazetteer.vocabulary
                or word.folded in lexicon(phrasing.lang).function
            ):
                texts[phrasing.lang].append(word.written)
    for lang, names in names_by_language(library).items():
        texts[lang].extend(word.written for name in names for word in words(name))
    counts = {lang: Counts.of(own) for lang, own in vocabulary.items()}
    return counts, LanguageGuesser.learn(library.languages, texts)


def _witness(matcher: Matcher, entries: Sequence[Entry | None]) -> Witness:
    """Return what sees the evidence of a matcher; `entries` are its own, None for a question about records."""
    found = {at: entry for at, entry in enumerate(entries) if entry}
    return Witness(matcher, [at for at, one in found.items() if one.kind == "refusal"], found)
