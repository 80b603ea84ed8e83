"""All the ways in which each question may be asked, written out: what the matcher learns from.

A phrasing with slots is written out with the names of real records, a different one each time, so
that no question is learnt as being about one record. Phrasings that lean on an earlier question get
the name at their end, exactly as such a question is read with its context.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from knowledge.entities import COUNTRY, ELSEWHERE
from knowledge.lexicon import lexicon
from knowledge.library import Library
from knowledge.operations import OPERATIONS
from knowledge.schema import Question, Record
from knowledge.templates import name_of, slots

__all__ = ["Phrasing", "title", "written_out"]

YEARS = (2007, 2010, 2012, 2013, 2014, 2015, 2016, 2019, 2021, 2023, 2025)


@dataclass(frozen=True, slots=True)
class Phrasing:
    """One written-out phrasing: `target` is the id of the question or entry that it asks."""

    target: str
    lang: str
    text: str


def written_out(library: Library) -> Iterator[Phrasing]:
    """Yield every phrasing of every entry and of every question about records."""
    for entry in library.every_entry():
        for lang, phrasings in library.ways_to_ask(entry).items():
            for text in phrasings:
                yield Phrasing(entry.id, lang, text)
    turn = count()
    for question in library.questions.values():
        pool = _pool(library, question)
        ambient = [record for record in pool if record.ambient]
        others = [record for record in pool if not record.ambient]
        for lang, phrasings in library.ways_to_ask(question).items():
            for text in phrasings:
                # the matcher sees what is ambient as itself, all else by its kind: one of each
                for some in (others, ambient) if slots(text) and ambient and others else (pool,):
                    for kind in _kinds_of_country(library, question, text):
                        written = _written(library, text, some, lang, next(turn), kind)
                        yield Phrasing(question.id, lang, written)
        for lang, phrasings in question.follow_ups.items():
            for text in phrasings:
                named = f"{text} {{subject}}" if pool and "{subject" not in text else text
                yield Phrasing(question.id, lang, _written(library, named, pool, lang, next(turn)))


def title(library: Library, target: str, lang: str, subjects: Sequence[Record] = ()) -> str:
    """Return the first phrasing of an entry or question in `lang`, with `subjects` in its slots."""
    item = library.questions.get(target) or library.entries[target]
    for code in (lang, *library.languages):
        if code in item.questions:
            return _written(library, item.questions[code][0], list(subjects), code, 0)
    return target


def _pool(library: Library, question: Question) -> list[Record]:
    """Return the records that a question can be about, kinds taking turns; first those it can be answered for."""
    records = [record for record in library.records.values() if record.kind in question.about]
    able = [record for record in records if question.asks in record.facts] or records
    operation = OPERATIONS.get(question.operation or "value")
    if operation and operation.subjects == 0:
        return []
    by_kind = [[record for record in able if record.kind == kind] for kind in question.about]
    rounds = max(map(len, by_kind), default=0)
    return [kind[i % len(kind)] for i in range(rounds) for kind in by_kind if kind]


def _kinds_of_country(library: Library, question: Question, text: str) -> tuple[str, ...]:
    """Return what a `{country}` can be: asked whether it is a member, one of elsewhere as well."""
    named = question.operation == "belongs" and any(slot.name == "country" for slot in slots(text))
    return (COUNTRY, ELSEWHERE) if named and library.of_kind(ELSEWHERE) else (COUNTRY,)


def _written(
    library: Library,
    text: str,
    pool: Sequence[Record],
    lang: str,
    turn: int,
    kind: str = COUNTRY,
) -> str:
    """Return a phrasing with names in its slots; a `{country}` is one of `kind`, of a group if there are some."""
    known = library.of_kind(kind)
    countries = [record for record in known if record.group] or known
    ordinals: dict[int, str] = {}
    for word, number in lexicon(lang).ordinals.items():
        ordinals.setdefault(number, word)
    for slot in slots(text):
        if slot.name in ("year", "until"):
            later = turn + (3 if slot.name == "until" else 0)
            value = str(YEARS[later % len(YEARS)])
        elif slot.name == "number":
            value = ordinals.get(2 + turn % 4, "2")
        elif slot.name == "country":
            value = name_of(library, countries[turn % len(countries)], lang, slot.form)
        elif pool:
            step = 1 if slot.name == "other" else 0
            value = name_of(library, pool[(turn + step) % len(pool)], lang, slot.form)
        else:
            value = ""
        text = text.replace(slot.written, value, 1)
    return text.strip()
