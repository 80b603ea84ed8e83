"""Two records side by side: what is on record of both, aspect by aspect."""

import re
from dataclasses import dataclass

from knowledge.assistant import Assistant
from knowledge.operations import start_year
from knowledge.schema import Fact, Record
from knowledge.templates import join, name_of, typeset
from knowledge.text import clean

__all__ = ["Aspect", "Comparison", "Pair", "sides"]

_VERSUS = re.compile(r"(?<!\s)\s+(?:vs?\.?|versus|×)\s+", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing that is asked of both: its label, and what is on record of each, None for nothing."""

    label: str
    first: str | None
    second: str | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records to compare, with their names, their aspects and the ids of all sources."""

    records: tuple[Record, Record]
    names: tuple[str, str]
    aspects: tuple[Aspect, ...]
    sources: tuple[str, ...]


def sides(text: str) -> tuple[str, str] | None:
    """Return what stands on either side of a "vs" in `text`, None where there is no such thing."""
    parts = _VERSUS.split(clean(text))
    return (parts[0], parts[1]) if len(parts) == 2 and all(parts) else None


class Comparison:
    """Finds two records in a text and sets them side by side."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._library = assistant.library

    def find(self, text: str, lang: str) -> list[Record]:
        """Return the different records named in `text` that have facts to compare, in its order.

        On either side of a "vs" one record counts; a year alone there is the record of that year.
        """
        halves = sides(text)
        if halves is None:
            found = self._named(text, lang)
        else:
            first, second = (self._named(half, lang)[:1] for half in halves)
            found = [
                *(first or self._of_year(halves[0], second)),
                *(second or self._of_year(halves[1], first)),
            ]
        return list({record.id: record for record in found}.values())

    def pair(self, first: Record, second: Record, lang: str) -> Pair:
        """Return two records side by side in `lang`; without aspects where they share none."""
        labels = self._labels(lang)
        aspects, sources = list[Aspect](), dict[str, None]()
        shared = [a for a in labels if a in first.facts and a in second.facts]
        single = [a for a in labels if (a in first.facts) != (a in second.facts)]
        for aspect in (*shared, *(single if shared else ())):
            facts = (first.facts.get(aspect), second.facts.get(aspect))
            said = [self._say(fact, lang) if fact else None for fact in facts]
            aspects.append(Aspect(labels[aspect], said[0], said[1]))
            sources |= dict.fromkeys(s for fact in facts if fact for s in fact.sources)
        names = (self._name(first, lang), self._name(second, lang))
        return Pair((first, second), names, tuple(aspects), tuple(sources))

    def examples(self) -> tuple[Record, Record] | None:
        """Return two records that compare well, None where the knowledge base has no two of a kind."""
        kinds = dict.fromkeys(r.kind for r in self._library.records.values())
        alike = [r for kind in kinds if len(r := self._library.of_kind(kind)) > 1]
        dated = [r for r in alike if all("start" in record.facts for record in r)]
        best = max(dated or alike, key=len, default=None)
        return (best[0], best[1]) if best else None

    def _named(self, text: str, lang: str) -> list[Record]:
        """Return the records that a text names, those of everyday mention last."""
        readings = self._assistant.readings(clean(text), lang, None)
        named = [
            record
            for mention in next(iter(readings)).mentions
            for record in self._library.records.values()
            if mention.id in (record.id, record.country) and record.facts
        ]
        return sorted(named, key=lambda record: record.ambient)

    def _of_year(self, text: str, others: list[Record]) -> list[Record]:
        """Return the record of the year that `text` is, of the kind of the others."""
        kinds = {record.kind for record in others}
        return [
            record
            for record in self._library.records.values()
            if record.kind in kinds and str(start_year(record)) == text
        ]

    def _labels(self, lang: str) -> dict[str, str]:
        """Return what each aspect is called, in the order in which they are shown."""
        manifest = self._library.manifest
        if manifest and manifest.aspects:
            return {a: self._library.text(said, lang) for a, said in manifest.aspects.items()}
        known = {a: None for r in self._library.records.values() for a in r.facts}
        return {aspect: aspect.replace("-", " ").capitalize() for aspect in known}

    def _name(self, record: Record, lang: str) -> str:
        name = name_of(self._library, record, lang)
        return typeset(name[:1].upper() + name[1:], lang)

    def _say(self, fact: Fact, lang: str) -> str:
        """Return a fact in few words: a year as it is, else its sentence."""
        if isinstance(fact.value, int) and _YEAR.fullmatch(str(fact.value)):
            return str(fact.value)
        if fact.text:
            return typeset(self._library.text(fact.text, lang), lang)
        if isinstance(fact.value, tuple):
            known = self._library.records
            names = [self._name(known[i], lang) if i in known else i for i in fact.value]
            return join(names, lang)
        return str(fact.value)
