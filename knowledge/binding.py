"""Binding: giving a question about records the records, years and country that were named.

What was named and finds no place counts against the question, and so does a place that nothing
fills: "when did the Japan dialogue start" must not be answered with a Latin American year.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.entities import ELSEWHERE, ORDINAL, YEAR, Mention
from knowledge.library import Library
from knowledge.operations import OPERATIONS, Asked, start_year
from knowledge.schema import Question, Record
from knowledge.templates import slots

__all__ = ["Binding", "bind"]

MOST = 4
"""At most so many records are asked about at once, where more than one can be."""


@dataclass(frozen=True, slots=True)
class Binding:
    """A question with what it was given. `left` were named in vain; `open` says what is missing."""

    asked: Asked
    left: tuple[Mention, ...] = ()
    open: tuple[str, ...] = ()
    stranger: Record | None = None
    """A country that is named but has no record of the kind asked about: no dialogue with Ecuador."""


def bind(
    library: Library, question: Question, mentions: Sequence[Mention], this_year: int
) -> Binding:
    """Bind `question` to what is mentioned."""
    operation = OPERATIONS[question.operation or "value"]
    subjects: list[Record] = []
    left: list[Mention] = []
    guesses: list[Mention] = []
    years: list[int] = []
    numbers: set[int] = set()
    countries: list[Record] = []
    stranger: Record | None = None
    accepted = _slot_names(question)
    most = MOST if operation.subjects > 1 or operation.each else operation.subjects
    for mention in sorted(mentions, key=lambda m: m.id in library.ambient):
        if mention.kind == YEAR and (operation.years or "year" in accepted):
            years.append(int(mention.id))
            continue
        if mention.kind == ORDINAL:
            numbers.add(int(mention.id))
            if not operation.number:
                left.append(mention)
            continue
        record = library.records.get(mention.id)
        year = start_year(record) if record and record.kind == question.over else None
        if operation.years and year is not None:  # "the 2015 summit" names a year as well
            years.append(year)
            continue
        subject = _subject(library, question.about, record) if record else None
        if record and "country" in accepted and record.kind in ("country", ELSEWHERE):
            if record not in countries and (operation.each or not countries):
                countries.append(record)
        elif subject and operation.subjects:
            enough = len(subjects) >= operation.subjects
            # "a member of SICA and of CELAC" asks of both
            beside = operation.country and not any(record.ambient for record in subjects)
            ambient = mention.id in library.ambient
            if subject in subjects or (enough and ambient and not beside):
                continue
            if len(subjects) < most:
                subjects.append(subject)
            else:
                left.append(mention)
        elif record and record.kind == "country" and "dialogue" in question.about:
            stranger = stranger or record
        elif record and operation.guess and _subject(library, (question.over or "",), record):
            guesses.append(mention)
        elif mention.id not in library.ambient:
            left.append(mention)
    if len(guesses) > 1:  # a choice of two is another question
        left.extend(guesses)
    years = list(dict.fromkeys(years))
    missing = []
    if len(subjects) < operation.subjects:
        missing.append("subject")
    if len(years) < operation.years or 0 < operation.years < len(years):
        missing.append("year")  # "in 2012 or 2016?" is no question about one of them
    if operation.country and not countries:
        missing.append("country")
    number = numbers.pop() if len(numbers) == 1 else None
    if operation.number and number is None:
        missing.append("number")
    if len(years) > operation.years and "year" not in accepted:
        left.extend(m for m in mentions if m.kind == YEAR and int(m.id) in years[operation.years :])
    if operation.each and question.over:
        subjects = _without_bystanders(library, question.over, subjects)
    guess = library.records.get(guesses[0].id) if len(guesses) == 1 else None
    asked = Asked(
        library,
        question,
        tuple(subjects),
        tuple(countries),
        tuple(years),
        number,
        this_year,
        _subject(library, (question.over or "",), guess) if guess else None,
    )
    return Binding(asked, tuple(left), tuple(missing), stranger)


def _without_bystanders(library: Library, over: str, subjects: list[Record]) -> list[Record]:
    """Leave out countries of a group that no record is of, if others are named.

    "I'm from Germany: is there a dialogue with Peru?" asks of Peru.
    """
    partners = [library.records.get(record.country or "") for record in library.of_kind(over)]
    groups = {record.group for record in partners if record}
    return [record for record in subjects if record.group in groups] or subjects


@lru_cache(maxsize=4096)
def _slots_in(phrasings: tuple[str, ...]) -> frozenset[str]:
    return frozenset(slot.name for text in phrasings for slot in slots(text))


def _slot_names(question: Question) -> frozenset[str]:
    """Return the slots that the phrasings of a question use: what it may be asked with."""
    return frozenset[str]().union(*map(_slots_in, question.questions.values()))


def _subject(library: Library, kinds: Sequence[str], record: Record) -> Record | None:
    """Return the record of `kinds` that naming `record` stands for: a country for its dialogue."""
    if record.kind in kinds:
        return record
    if record.kind == "country":
        found = (o for o in library.of_country.get(record.id, ()) if o.kind in kinds)
        return next(found, None)
    return None
