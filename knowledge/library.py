"""The content of one knowledge base, by id (`loading` reads it from its folder)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from knowledge.errors import Problem
from knowledge.schema import (
    EVERY_LANGUAGE,
    Calibrated,
    Described,
    Entry,
    Lang,
    Localised,
    Manifest,
    Phrasings,
    Question,
    Record,
    Source,
    Update,
)
from knowledge.yamlfile import Document, Location

__all__ = ["PARTED", "PHRASINGS", "Library", "Place"]

PHRASINGS = "phrasings"
"""The folder of more ways to ask; their places are filed by it and the language."""

PARTED = "--"
"""What parts the ids of a link: a question, and the record that it is asked of."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands: the document it was read from and its location within."""

    document: Document
    location: Location

    def problem(self, entry: str, message: str, hint: str = "", at: Location = ()) -> Problem:
        """Return a problem of this item, or of its part at `at`."""
        line = self.document.line((*self.location, *at))
        return Problem(self.document.file, line, entry, message, hint)


@dataclass
class Library:
    """All content of one knowledge base by id, in file order; `places` tells where each item stands."""

    manifest: Manifest | None = None
    calibration: Calibrated | None = None
    sources: dict[str, Source] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    updates: dict[str, Update] = field(default_factory=dict)
    more_ways: dict[Lang, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    """By language and id, the ways to ask that stand in files of their own. Only learning needs them."""
    described: dict[str, Described] = field(default_factory=dict)
    """By link, questions about one record that are asked without its name (see `described`)."""
    places: dict[tuple[str, str], Place] = field(default_factory=dict)
    spoken: tuple[Lang, ...] = field(default=(), repr=False, compare=False)
    """The languages that phrasings are written in, most used first, once they have been counted."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the manifest, else those that phrasings are written in, most used first."""
        if self.manifest:
            return self.manifest.languages
        if not self.spoken:  # once: each question asks for them a dozen times
            counts: dict[str, int] = {}
            for some in self.phrasings():
                for lang, phrasings in some.items():
                    counts[lang] = counts.get(lang, 0) + len(phrasings)
            self.spoken = tuple(sorted(counts, key=lambda lang: -counts[lang]))
        return self.spoken or ("en",)

    @cached_property
    def ambient(self) -> frozenset[str]:
        """The ids of the records that are named in questions about anything here."""
        return frozenset(record.id for record in self.records.values() if record.ambient)

    @cached_property
    def of_country(self) -> Mapping[str, Sequence[Record]]:
        """By the id of a country, the records that go by its names, in file order."""
        found: dict[str, list[Record]] = {}
        for record in self.records.values():
            if record.country:
                found.setdefault(record.country, []).append(record)
        return found

    def phrasings(self) -> list[Phrasings]:
        """Return the phrasings of each entry and each question about records."""
        entries = [self.ways_to_ask(entry) for entry in self.every_entry()]
        return entries + [self.ways_to_ask(question) for question in self.questions.values()]

    def ways_to_ask(self, item: Entry | Question) -> Phrasings:
        """Return all phrasings of an entry or question, those of its own first."""
        more = {lang: ways[item.id] for lang, ways in self.more_ways.items() if item.id in ways}
        return {
            lang: item.questions.get(lang, ()) + more.get(lang, ())
            for lang in dict.fromkeys((*item.questions, *more))
        }

    def every_entry(self) -> Iterator[Entry]:
        """Yield the entries, then those that stand for described records."""
        yield from self.entries.values()
        yield from self.described.values()

    def entry(self, target: str) -> Entry | None:
        """Return the entry of this id, or what stands for a described record below this link; else None."""
        return self.entries.get(target) or self.described.get(target)

    def answers(self) -> Iterator[str]:
        """Yield every text that may be told: answers of entries, facts of records."""
        for entry in self.entries.values():
            if entry.kind == "answer":
                yield from entry.answer.values()
        for record in self.records.values():
            for fact in record.facts.values():
                yield from (fact.text or {}).values()

    def of_kind(self, kind: str) -> list[Record]:
        """Return the records of one kind, in file order."""
        return [record for record in self.records.values() if record.kind == kind]

    def text(self, localised: Localised, lang: str) -> str:
        """Return `localised` in `lang`, else in the first language of this base that it has."""
        for code in (lang, EVERY_LANGUAGE, *self.languages):
            if code in localised:
                return localised[code]
        return next(iter(localised.values()), "")
