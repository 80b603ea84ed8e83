"""What can be computed over records: count, first, in a year, older, member of …

Each operation takes what was asked and returns an outcome: a name that chooses the answer template,
the values for its slots and the facts it rests on. `OPERATIONS` lists them all, with the outcomes
that a question in `questions/*.yaml` must answer and the slots that each answer may use.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from knowledge.library import Library
from knowledge.schema import Fact, Localised, Question, Record
from knowledge.templates import Dated, SlotValue, fill

__all__ = [
    "OPERATIONS",
    "Asked",
    "Operation",
    "Outcome",
    "countries_of",
    "outcomes_of",
    "start_year",
    "tell",
    "without_record",
]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about records with its slots filled: the records, years and ordinal it names."""

    library: Library
    question: Question
    subjects: tuple[Record, ...] = ()
    countries: tuple[Record, ...] = ()
    years: tuple[int, ...] = ()
    number: int | None = None
    this_year: int = 0
    guess: Record | None = None
    """What is named as a guess at the answer: "is Colombia's the oldest?"."""

    @property
    def subject(self) -> Record:
        """Return the first record asked about."""
        return self.subjects[0]

    @property
    def country(self) -> Record | None:
        """Return the first country asked about beside the subjects, None where there is none."""
        return next(iter(self.countries), None)

    def dated(self) -> list[Dated]:
        """Return the records asked over that have a start year, oldest first."""
        kind = self.question.over or (self.question.about[0] if self.question.about else "")
        dated = [
            Dated(record, year)
            for record in self.library.of_kind(kind)
            if (year := start_year(record)) is not None
        ]
        return sorted(dated, key=lambda item: item.year)

    def all(self) -> list[Record]:
        """Return all records asked over."""
        kind = self.question.over or (self.question.about[0] if self.question.about else "")
        return self.library.of_kind(kind)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an operation found: the answer to choose, its slot values, the facts it rests on."""

    name: str
    values: dict[str, SlotValue] = field(default_factory=dict)
    facts: Sequence[Fact] = ()
    question: str = ""
    """The question whose answers it chooses from, where that is not the one asked."""


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation with the outcomes it can have and what it needs."""

    run: Callable[[Asked], Outcome]
    outcomes: Mapping[str, tuple[str, ...]]
    """What it can find: by outcome, the slots that its answer may use; `NAME.start` is that form of a slot."""
    optional: tuple[str, ...] = ()
    """Outcomes that need no answer of their own: that of `found` does for them."""
    subjects: int = 0
    years: int = 0
    country: bool = False
    number: bool = False
    guess: bool = False
    """Whether a record named is a guess at what it finds: "is Colombia's the oldest?"."""
    each: bool = False
    """Whether it is asked of each record named, and each country beside it, one after the other."""


def start_year(record: Record) -> int | None:
    """Return the year in which `record` began, or None where it is not on record."""
    fact = record.facts.get("start")
    return int(fact.value) if fact and isinstance(fact.value, (int, float)) else None


def _starts(records: Sequence[Record | Dated]) -> list[Fact]:
    plain = [item.record if isinstance(item, Dated) else item for item in records]
    return [record.facts["start"] for record in plain if "start" in record.facts]


def _value(asked: Asked) -> Outcome:
    record = asked.subject
    aspect = asked.question.asks or ""
    fact = record.facts.get(aspect)
    if fact is None:
        return Outcome("missing", {"subject": record})
    values: dict[str, SlotValue] = {"subject": record}
    for name, other in record.facts.items():
        if isinstance(other.value, (int, float, str)):
            values[name] = other.value
        elif other.text is not None:
            values[name] = other.text
    return Outcome("found", values, [fact])


def _duration(asked: Asked) -> Outcome:
    record, start = asked.subject, start_year(asked.subject)
    if start is None:
        return Outcome("missing", {"subject": record})
    years = asked.this_year - start
    return Outcome("found", {"subject": record, "start": start, "years": years}, _starts([record]))


def _age(asked: Asked) -> Outcome:
    """Tell how long ago a record began, or how long it ran where it has ended."""
    so_far, end = _duration(asked), asked.subject.facts.get("end")
    began, until = so_far.values.get("start"), end.value if end else None
    if end is None or not isinstance(began, int) or not isinstance(until, int):
        start = asked.subject.facts.get("start")
        if so_far.name == "missing" and start:  # "around 2011" is told as it stands
            return Outcome("told", so_far.values, [start])
        return so_far
    values = so_far.values | {"end": until, "years": until - began}
    return Outcome("over", values, [*so_far.facts, end])


def _exists(asked: Asked) -> Outcome:
    country = asked.subject
    partners = asked.all()
    for record in partners:
        if record.country == country.id or record.id == country.id:
            values: dict[str, SlotValue] = {"subject": record, "start": start_year(record) or ""}
            return Outcome("affirmative", values, _starts([record]))
    return Outcome("negative", {"subject": country, "names": partners}, _starts(partners))


def _verify(asked: Asked) -> Outcome:
    record, year, start = asked.subject, asked.years[0], start_year(asked.subject)
    if start is None:
        return Outcome("missing", {"subject": record})
    name = "affirmative" if year == start else "negative"
    end = record.facts.get("end")
    over = end is not None and isinstance(end.value, int) and year > end.value
    told = f"{start}-{end.value}" if end and over else start  # "were there projects in 2016?"
    facts = [*_starts([record]), *([end] if end and over else [])]
    return Outcome(name, {"subject": record, "year": year, "start": told}, facts)


def _ranked(asked: Asked, name: str, *, newest: bool) -> Outcome:
    pair = sorted(asked.subjects, key=lambda r: start_year(r) or 0, reverse=newest)[:2]
    if len(pair) < 2 or any(start_year(record) is None for record in pair):
        return Outcome("missing", {"subject": asked.subject})
    same = start_year(pair[0]) == start_year(pair[1])
    values: dict[str, SlotValue] = {"first": pair[0], "second": pair[1]}
    return Outcome("same" if same else name, values, _starts(pair))


def _both(asked: Asked) -> Outcome:
    items = [Dated(r, y) for r in asked.subjects if (y := start_year(r)) is not None]
    items.sort(key=lambda item: item.year)
    return Outcome("found", {"items": items}, _starts(items))


def _compare(asked: Asked) -> Outcome:
    facts = [record.facts["what"] for record in asked.subjects[:2] if "what" in record.facts]
    if len(facts) < 2:
        return Outcome("missing", {"subject": asked.subject})
    texts: list[Localised] = [fact.text or {} for fact in facts]
    return Outcome("found", {"first": texts[0], "second": texts[1]}, facts)


def _larger(asked: Asked) -> Outcome:
    """Compare what is asked for, a number of each: a budget, members."""
    facts: list[tuple[Record, Fact, float]] = []
    for record in asked.subjects:
        fact = record.facts.get(asked.question.asks or "")
        if fact is None or not fact.text or not isinstance(fact.value, (int, float)):
            return Outcome("missing", {"subject": record})
        facts.append((record, fact, fact.value))
    if len(facts) < 2:
        return Outcome("missing", {"subject": asked.subject})
    facts.sort(key=lambda item: -item[2])
    (record, first, most), (_, second, next_most) = facts[:2]
    texts: list[Localised] = [first.text or {}, second.text or {}]
    values: dict[str, SlotValue] = {"subject": record, "first": texts[0], "second": texts[1]}
    values["difference"] = round(most - next_most, 2)
    return Outcome("same" if most == next_most else "larger", values, [first, second])


def _gap(asked: Asked) -> Outcome:
    both = _both(asked)
    items = both.values["items"]
    if not isinstance(items, list) or len(items) < 2:
        return Outcome("missing", {"subject": asked.subject})
    years = items[-1].year - items[0].year
    return Outcome("found", {"items": items, "years": years}, both.facts)


def _sources_of(records: Sequence[Record]) -> list[Fact]:
    facts = (record.facts.get("start") or record.facts.get("what") for record in records)
    return [fact for fact in facts if fact]


def _count(asked: Asked) -> Outcome:
    records = asked.all()
    values: dict[str, SlotValue] = {"count": len(records), "names": records, "items": asked.dated()}
    return Outcome("found", values, _sources_of(records))


def _order(asked: Asked, *, newest_first: bool = False) -> Outcome:
    items = asked.dated()
    if newest_first:
        items.reverse()
    return Outcome("found", {"items": items}, _starts(items))


def _end(asked: Asked, index: int) -> Outcome:
    dated = asked.dated()
    if not dated:
        return Outcome("missing")
    year = dated[index].year
    found = [item.record for item in dated if item.year == year]
    name = "found"
    if asked.guess:
        name = "affirmative" if asked.guess in found else "negative"
    return Outcome(name, {"subject": _one_or_all(found), "start": year}, _starts(found))


def _nth(asked: Asked) -> Outcome:
    items, number = asked.dated(), asked.number or 0
    if not 1 <= number <= len(items):
        return Outcome("none", {"count": len(items), "number": number}, _starts(items))
    item = items[number - 1]
    values: dict[str, SlotValue] = {"subject": item.record, "start": item.year, "number": number}
    return Outcome("found", values, _starts([item]))


def _in(asked: Asked) -> Outcome:
    year = asked.years[0]
    items = [item for item in asked.dated() if item.year == year]
    name = "none" if not items else "one" if len(items) == 1 else "many"
    facts = _starts(items or asked.dated())
    events: list[Localised] = [fact.text or {} for fact in facts if items]
    return Outcome(name, {"items": items, "year": year, "events": events}, facts)


def _span(asked: Asked, first: int, last: int) -> Outcome:
    items = [item for item in asked.dated() if first <= item.year <= last]
    values: dict[str, SlotValue] = {
        "items": items,
        "names": [item.record for item in items],
        "count": len(items),
        "year": min(asked.years),
        "until": max(asked.years),
    }
    return Outcome("some" if items else "none", values, _starts(items or asked.dated()))


def _relative(asked: Asked, *, after: bool) -> Outcome:
    record, start = asked.subject, start_year(asked.subject)
    if start is None:
        return Outcome("missing", {"subject": record})
    items = [i for i in asked.dated() if (i.year > start if after else i.year < start)]
    values: dict[str, SlotValue] = {"items": items, "subject": record, "start": start}
    return Outcome("some" if items else "none", values, _starts([record, *items]))


def _neighbour(asked: Asked, step: int) -> Outcome:
    """Find the record that came right before or after another."""
    record, start = asked.subject, start_year(asked.subject)
    if start is None:
        return Outcome("missing", {"subject": record})
    row = [item for item in asked.dated() if (item.year - start) * step > 0]
    values: dict[str, SlotValue] = {"subject": record, "start": start}
    if not row:
        return Outcome("none", values, _starts([record]))
    item = row[0] if step > 0 else row[-1]
    values |= {"found": item.record, "year": item.year}
    return Outcome("found", values, _starts([item, record]))


def _placed(asked: Asked) -> Outcome:
    """Find the records whose place is in a country."""
    country = asked.country
    items = [item for item in asked.dated() if country and country.id in _places(item.record)]
    facts = [item.record.facts["place"] for item in items]
    values: dict[str, SlotValue] = {"country": country} if country else {}
    if not items:
        return Outcome("none", values, [r.facts["place"] for r in asked.all() if _places(r)])
    events: list[Localised] = [fact.text or {} for fact in facts]
    return Outcome("some", {**values, "count": len(items), "events": events}, facts)


def _took_place(asked: Asked) -> Outcome:
    """Tell whether a record's place is in a country."""
    record, country = asked.subject, asked.country
    if country is None or not _places(record):
        return Outcome("missing", {"subject": record})
    place = record.facts["place"]
    name = "affirmative" if country.id in _places(record) else "negative"
    values: dict[str, SlotValue] = {
        "subject": record,
        "country": country,
        "place": place.text or {},
    }
    return Outcome(name, values, [place])


def _places(record: Record) -> tuple[str, ...]:
    """Return the ids of the countries in which `record` took place."""
    fact = record.facts.get("place")
    return fact.value if fact and isinstance(fact.value, tuple) else ()


def countries_of(record: Record) -> tuple[str, ...]:
    """Return the ids of the countries that take part in `record`, as far as they are on record."""
    fact = record.facts.get("countries")
    return fact.value if fact and isinstance(fact.value, tuple) else ()


def _memberships(asked: Asked) -> Outcome:
    country = asked.subject
    joined = [r for r in asked.library.records.values() if country.id in countries_of(r)]
    values: dict[str, SlotValue] = {"subject": country, "programmes": joined}
    return Outcome("some" if joined else "none", values, [r.facts["countries"] for r in joined])


def _includes(asked: Asked) -> Outcome:
    record, country = asked.subject, asked.country
    ids = countries_of(record)
    values: dict[str, SlotValue] = {"subject": record}
    if country is not None:
        values["country"] = country
    known = [asked.library.records[id_] for id_ in ids]
    if country is None or not _tell_of(known, country):
        return Outcome("unknown", values, _sources_of([record]))
    values["countries"] = known
    name = "affirmative" if country.id in ids else "negative"
    return Outcome(name, values, [record.facts["countries"]])


def _tell_of(known: Sequence[Record], country: Record) -> bool:
    """Say whether a list of countries tells of one that is not on it: a list of Latin American ones not of Spain."""
    return country in known or any(other.group == country.group for other in known)


def _belongs(asked: Asked) -> Outcome:
    record, country = asked.subject, asked.country
    values: dict[str, SlotValue] = {"subject": record}
    if country is not None:
        values["country"] = country
    fact = record.facts.get("countries") or record.facts.get("members") or record.facts.get("what")
    facts = [fact] if fact else []
    members = {r.id for r in asked.library.of_kind("country") if r.group == record.id}
    members.update(countries_of(record))
    if country is None or not members:
        return Outcome("unknown", values, facts)
    name = "affirmative" if country.id in members else "negative"
    return Outcome(name, values, facts)


def _happened(asked: Asked) -> Outcome:
    year = asked.years[0]
    facts = [
        fact
        for record in asked.library.records.values()
        for aspect, fact in record.facts.items()
        if aspect in ("start", "end") and fact.value == year and fact.text
    ]
    events: list[Localised] = [fact.text or {} for fact in facts]
    return Outcome("some" if events else "none", {"year": year, "events": events}, facts)


def _with_status(asked: Asked, status: str) -> Outcome:
    records = [r for r in asked.all() if (fact := r.facts.get("status")) and fact.value == status]
    facts = [record.facts["status"] for record in records]
    return Outcome("found", {"names": records, "count": len(records)}, facts)


_DATED = ("subject", "start")
_GUESSED = ("affirmative", "negative")
_ENDS = {"found": _DATED, "affirmative": _DATED, "negative": _DATED}
_PAIR = ("first", "first.start", "second", "second.start")
_SIDES = ("subject", "first", "second", "difference")
_ALL = ("count", "names", "items")
_IN = ("items", "year", "events")
_SPAN = ("items", "names", "count", "year")
"""The slots of an answer about the records of some years."""
_BETWEEN = (*_SPAN, "until")
_BESIDE = ("items", "subject", "start")
_PLACE = ("subject", "country", "place")
_AMONG = ("subject", "country", "countries")

OPERATIONS: dict[str, Operation] = {
    "value": Operation(_value, {"found": ("subject",)}, subjects=1, each=True),
    "duration": Operation(_duration, {"found": (*_DATED, "years")}, subjects=1),
    "age": Operation(
        _age, {"found": (*_DATED, "years"), "over": (*_DATED, "end", "years")}, subjects=1
    ),
    "exists": Operation(
        _exists, {"affirmative": _DATED, "negative": ("subject", "names")}, subjects=1, each=True
    ),
    "verify": Operation(
        _verify,
        {"affirmative": (*_DATED, "year"), "negative": (*_DATED, "year")},
        subjects=1,
        years=1,
    ),
    "older": Operation(
        lambda a: _ranked(a, "older", newest=False), {"older": _PAIR, "same": _PAIR}, subjects=2
    ),
    "newer": Operation(
        lambda a: _ranked(a, "newer", newest=True), {"newer": _PAIR, "same": _PAIR}, subjects=2
    ),
    "both": Operation(_both, {"found": ("items",)}, subjects=2),
    "compare": Operation(_compare, {"found": ("first", "second")}, subjects=2),
    "larger": Operation(_larger, {"larger": _SIDES, "same": _SIDES}, subjects=2),
    "gap": Operation(_gap, {"found": ("items", "years")}, subjects=2),
    "count": Operation(_count, {"found": _ALL}),
    "list": Operation(_count, {"found": _ALL}),
    "order": Operation(_order, {"found": ("items",)}),
    "newest-first": Operation(lambda a: _order(a, newest_first=True), {"found": ("items",)}),
    "first": Operation(lambda a: _end(a, 0), _ENDS, _GUESSED, guess=True),
    "last": Operation(lambda a: _end(a, -1), _ENDS, _GUESSED, guess=True),
    "nth": Operation(
        _nth, {"found": (*_DATED, "number"), "none": ("count", "number")}, number=True
    ),
    "in": Operation(_in, {"one": _IN, "many": _IN, "none": _IN}, years=1),
    "before": Operation(
        lambda a: _span(a, 0, a.years[0] - 1), {"some": _SPAN, "none": _SPAN}, years=1
    ),
    "after": Operation(
        lambda a: _span(a, a.years[0] + 1, 9999), {"some": _SPAN, "none": _SPAN}, years=1
    ),
    "since": Operation(
        lambda a: _span(a, a.years[0], 9999), {"some": _SPAN, "none": _SPAN}, years=1
    ),
    "between": Operation(
        lambda a: _span(a, min(a.years), max(a.years)),
        {"some": _BETWEEN, "none": _BETWEEN},
        years=2,
    ),
    "before-subject": Operation(
        lambda a: _relative(a, after=False), {"some": _BESIDE, "none": _BESIDE}, subjects=1
    ),
    "after-subject": Operation(
        lambda a: _relative(a, after=True), {"some": _BESIDE, "none": _BESIDE}, subjects=1
    ),
    "before-next": Operation(
        lambda a: _neighbour(a, -1),
        {"found": (*_DATED, "found", "year"), "none": _DATED},
        subjects=1,
    ),
    "after-next": Operation(
        lambda a: _neighbour(a, 1),
        {"found": (*_DATED, "found", "year"), "none": _DATED},
        subjects=1,
    ),
    "placed": Operation(
        _placed, {"some": ("country", "count", "events"), "none": ("country",)}, country=True
    ),
    "took-place": Operation(
        _took_place,
        {"affirmative": _PLACE, "negative": _PLACE},
        subjects=1,
        country=True,
        each=True,
    ),
    "memberships": Operation(
        _memberships, {"some": ("subject", "programmes"), "none": ("subject",)}, subjects=1
    ),
    "includes": Operation(
        _includes,
        {"affirmative": _AMONG, "negative": _AMONG, "unknown": ("subject", "country")},
        subjects=1,
        country=True,
        each=True,
    ),
    "belongs": Operation(
        _belongs,
        dict.fromkeys(("affirmative", "negative", "unknown"), ("subject", "country")),
        subjects=1,
        country=True,
        each=True,
    ),
    "happened": Operation(_happened, {"some": ("year", "events"), "none": ("year",)}, years=1),
    "running": Operation(lambda a: _with_status(a, "running"), {"found": ("names", "count")}),
    "ended": Operation(lambda a: _with_status(a, "ended"), {"found": ("names", "count")}),
}
"""Every operation by the name that content files use; `value` is what `asks:` means."""


def outcomes_of(asked: Asked) -> tuple[Outcome, ...]:
    """Return what is found for each record asked about, or for all together.

    What is the same for several of them is told once: "no dialogue with Uruguay and Paraguay".
    """
    operation = OPERATIONS[asked.question.operation or "value"]
    if not operation.each or not asked.subjects:
        return (operation.run(asked),)
    told: list[tuple[Outcome, dict[str, list[Record]]]] = []
    for subject, *country in product(
        asked.subjects, *([asked.countries] if asked.countries else [])
    ):
        outcome = operation.run(replace(asked, subjects=(subject,), countries=tuple(country)))
        of = {"subject": [subject]} | ({"country": country} if country else {})
        rest = {name: value for name, value in outcome.values.items() if name not in of}
        outcome = replace(outcome, values=rest)
        alike = (known for other, known in told if other == outcome and (rest or not country))
        same = next(alike, None)
        if same is None:
            told.append((outcome, of))
            continue
        for name, records in of.items():
            same[name] += [record for record in records if record not in same[name]]
    return tuple(
        replace(outcome, values={**outcome.values, **{k: _one_or_all(v) for k, v in of.items()}})
        for outcome, of in told
    )


def without_record(asked: Asked, country: Record) -> tuple[Outcome, ...]:
    """Return what is told of a country that nothing asked about is of: that there is none with it."""
    for question in asked.library.questions.values():
        of_these = question.over in asked.question.about and country.kind in question.about
        if question.operation == "exists" and of_these:
            outcome = _exists(replace(asked, question=question, subjects=(country,)))
            return (replace(outcome, question=question.id),)
    return ()


def _one_or_all(records: list[Record]) -> SlotValue:
    return records[0] if len(records) == 1 else records


def tell(library: Library, question: Question, outcome: Outcome, lang: str) -> str:
    """Return what an outcome of a question is told with: the answer that it chooses, else the fact itself."""
    question = library.questions.get(outcome.question, question)
    operation = OPERATIONS[question.operation or "value"]
    template = question.answers.get(outcome.name)
    if not template and outcome.name in ("found", *operation.optional):
        template = question.answers.get("found") or question.answer
    if template:
        return fill(library, library.text(template, lang), outcome.values, lang)
    fact = outcome.facts[0]
    return library.text(fact.text, lang) if fact.text else str(fact.value)
