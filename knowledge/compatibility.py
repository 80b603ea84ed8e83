"""Compatibility: which entries and questions can be about what a question names, before any is looked at closely.

"When did INNOVACT end" is asked in the same words of a summit, a dialogue or another programme; what
is named tells them apart. The effect of each name on every entry is reckoned once, as a vector.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from knowledge.binding import bind
from knowledge.entities import COUNTRY, ORDINAL, PLACES, PLACES_AND_TIMES, YEAR, Gazetteer, Mention
from knowledge.library import Library
from knowledge.operations import OPERATIONS
from knowledge.phrasings import Phrasing
from knowledge.reading import Reading
from knowledge.schema import Entry, Record
from knowledge.text import words

__all__ = ["Compatibility", "EntryNames", "names_in_phrasings", "names_of_entries"]

Floats = NDArray[np.float32]
Counted = NDArray[np.int8]
EntryNames: TypeAlias = Mapping[str, tuple[Sequence[str], Sequence[str]]]
"""By entry, the names that it speaks of anywhere, and those in each of its phrasings."""

LEFT_OVER, NOT_MENTIONED, OPEN, NOT_RECORDED = 2.5, 1.5, 4.0, 0.5
"""What is taken off the score of an entry: for each name it has no place for, for each it always speaks
of that is not mentioned, where it needs a name and none is given, or one year and two are, where the fact asked for is not on
record."""
SPOKEN, ALWAYS = 0.05, 0.75
"""An entry speaks of a name that so much of its phrasings has, and always if so much."""
REMEMBERED = 256
"""For so many sets of names the effect is remembered."""


@dataclass(frozen=True, slots=True)
class _Effect:
    """What one name does to every target: has no place; is always spoken of; is its subject; has no such fact."""

    left: Counted
    spoken: Counted
    given: NDArray[np.bool_]
    missing: NDArray[np.bool_]


class Misfit(NamedTuple):
    """How many names an entry and a question do not share."""

    left: int = 0
    """Those that the question has and the entry does not speak of."""
    absent: int = 0
    """Those that the entry always speaks of and the question does not."""
    instead: int = 0
    """Of the latter, those for which the question has another of the same kind: Venezuela for Brazil."""


class Compatibility:
    """Knows what every entry and question of a knowledge base can be about."""

    def __init__(
        self,
        library: Library,
        targets: Sequence[str],
        gazetteer: Gazetteer,
        names: EntryNames,
        this_year: Callable[[], int],
    ) -> None:
        """`names` are those of the entries, as `names_of_entries` found them."""
        self._library = library
        self._targets = targets
        self._this_year = this_year
        self._gazetteer = gazetteer
        self._names_of = names
        self._priors: dict[tuple[tuple[str, str], ...], Floats] = {}
        self._effects: dict[tuple[str, str], _Effect] = {}
        self._entry_names: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        self._fact_names: dict[str, frozenset[str]] = {}
        entries = [library.entry(target) for target in targets]
        self._is_entry = np.array([entry is not None for entry in entries], np.float32)
        absent = [self.misfit(entry, ()).absent if entry else 0 for entry in entries]
        self._always = np.array(absent, np.float32)
        questions = map(library.questions.get, targets)
        needs = [
            OPERATIONS[question.operation or "value"] if question else None
            for question in questions
        ]
        kinds = [entry.kind if entry else "" for entry in entries]
        self._answers = np.array([kind == "answer" for kind in kinds])
        self._refusals = np.array([kind == "refusal" for kind in kinds])
        self._questions = [at for at, entry in enumerate(entries) if entry is None]
        self._speaking: dict[str, list[int]] = {}
        self._always_speaking: dict[str, list[int]] = {}
        for at, entry in enumerate(entries):
            spoken, always = self.names_of_entry(entry.id) if entry else (frozenset(), frozenset())
            for name in spoken:
                self._speaking.setdefault(name, []).append(at)
            for name in always if kinds[at] == "answer" else ():
                self._always_speaking.setdefault(name, []).append(at)
        self._needy = np.array([bool(need and need.subjects) for need in needs])
        self._of_one_year = np.array([bool(need and need.years == 1) for need in needs])

    def prior(self, mentions: Sequence[Mention]) -> Floats:
        """Return what to add to the score of every target, given what a question names."""
        key = tuple(sorted({(mention.kind, mention.id) for mention in mentions}))
        if key not in self._priors:
            if len(self._priors) >= REMEMBERED:
                self._priors.clear()
            self._priors[key] = self._prior(mentions)
        return self._priors[key]

    def _prior(self, mentions: Sequence[Mention]) -> Floats:
        left = np.zeros(len(self._targets), np.float32)
        absent = self._always.copy()
        given = np.zeros(len(self._targets), bool)
        missing = np.zeros(len(self._targets), bool)
        for mention in mentions:
            effect = self._effect(mention)
            told = mention.id in self._told_beside(mention, mentions)
            left += effect.left * self._is_entry if told else effect.left
            absent -= effect.spoken
            given |= effect.given
            missing |= effect.missing
        against = LEFT_OVER * left + NOT_MENTIONED * np.maximum(absent, 0)
        years = {mention.id for mention in mentions if mention.kind == YEAR}
        lacking = self._needy & ~given
        if len(years) > 1:  # "in 2012 or 2016?" leaves the year open
            lacking |= self._of_one_year
        against += OPEN * lacking + NOT_RECORDED * missing
        return np.asarray(-against, np.float32)

    def misfit(self, entry: Entry, mentions: Iterable[Mention]) -> Misfit:
        """Count the names that an entry and a question do not share."""
        if entry.kind == "smalltalk":
            return Misfit()
        spoken, always = self.names_of_entry(entry.id)
        ambient = self._library.ambient
        kinds = {m.id: m.kind for m in mentions if m.kind != ORDINAL and m.id not in ambient}
        if entry.kind == "refusal":  # refuses for all countries alike, but not for all programmes
            strange = [id_ for id_, kind in kinds.items() if kind not in PLACES_AND_TIMES]
            return Misfit(len(set(strange) - spoken))
        left = kinds.keys() - spoken
        absent = always - kinds.keys()
        others = {_family(kinds[id_]) for id_ in left}
        records = (self._library.records.get(id_) for id_ in absent)
        instead = sum(record is not None and _family(record.kind) in others for record in records)
        return Misfit(len(left), len(absent), instead)

    def names_in_facts(self, records: Iterable[Record]) -> frozenset[str]:
        """Return the names in the facts of `records`: naming them beside the record is no contradiction."""
        found = frozenset[str]()
        for record in records:
            if record.id not in self._fact_names:
                facts = [text for f in record.facts.values() for text in (f.text or {}).values()]
                self._fact_names[record.id] = frozenset[str]().union(*map(self._names, facts))
            found |= self._fact_names[record.id]
        return found

    def _told_beside(self, mention: Mention, mentions: Sequence[Mention]) -> frozenset[str]:
        """Return the names in the facts of what else is mentioned."""
        others = (self._library.records.get(m.id) for m in mentions if m is not mention)
        return self.names_in_facts(record for record in others if record)

    def _effect(self, mention: Mention) -> _Effect:
        key = (mention.kind, mention.id)
        if key not in self._effects:
            count = len(self._targets)
            effect = _Effect(*np.zeros((2, count), np.int8), *np.zeros((2, count), bool))
            if mention.kind != ORDINAL and mention.id not in self._library.ambient:
                effect.left[self._answers] = 1
                if mention.kind not in PLACES_AND_TIMES:
                    effect.left[self._refusals] = 1
                effect.left[self._speaking.get(mention.id, [])] = 0
                effect.spoken[self._always_speaking.get(mention.id, [])] = 1
            for at in self._questions:
                question = self._library.questions[self._targets[at]]
                binding = bind(self._library, question, [mention], self._this_year())
                effect.left[at] = len(binding.left)
                subjects = binding.asked.subjects
                effect.given[at] = bool(subjects or binding.stranger)
                effect.missing[at] = bool(
                    question.asks and subjects and question.asks not in subjects[0].facts
                )
            self._effects[key] = effect
        return self._effects[key]

    def names_of_entry(self, target: str) -> tuple[frozenset[str], frozenset[str]]:
        """Return the names that an entry speaks of, and those of them that it always speaks of."""
        if target not in self._entry_names:
            spoken, always = map(frozenset, self._names_of[target])
            self._entry_names[target] = spoken, always - self._library.ambient
        return self._entry_names[target]

    def _names(self, text: str) -> frozenset[str]:
        return frozenset(mention.id for mention in self._gazetteer.find(words(text)))


def _family(kind: str) -> str:
    """Return what a kind stands for where names take one another's place: all places are of one family."""
    return COUNTRY if kind in PLACES else kind


def names_in_phrasings(
    library: Library, read: Iterable[tuple[Phrasing, Reading]]
) -> dict[str, tuple[list[str], list[str]]]:
    """Return, by entry, the names that its phrasings speak of, and those that nearly all of them have.

    A wrong guess ("wasn't it Brazil?") is in few of them, and does not count.
    """
    named: dict[str, list[frozenset[str]]] = {entry.id: [] for entry in library.every_entry()}
    for phrasing, reading in read:
        if phrasing.target in named:
            named[phrasing.target].append(frozenset(m.id for m in reading.mentions))
    found: dict[str, tuple[list[str], list[str]]] = {}
    for entry, some in named.items():
        counts = Counter(name for names in some for name in names)
        spoken, always = (
            sorted(name for name, count in counts.items() if count >= part * len(some))
            for part in (SPOKEN, ALWAYS)
        )
        found[entry] = spoken, always
    return found


def names_of_entries(
    library: Library, in_phrasings: EntryNames, gazetteer: Gazetteer
) -> dict[str, tuple[list[str], list[str]]]:
    """Return, by entry, the names that it speaks of anywhere, and those in each of its phrasings."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    for entry in library.every_entry():
        asked, always = in_phrasings[entry.id]
        told = [gazetteer.find(words(text)) for text in entry.answer.values()]
        anywhere = {*asked, *(mention.id for mentions in told for mention in mentions)}
        if entry.about:
            country = library.records[entry.about].country
            anywhere |= {entry.about, country or entry.about}
        found[entry.id] = sorted(anywhere), list(always)
    return found
