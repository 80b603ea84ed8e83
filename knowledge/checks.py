"""What must hold between items: names that exist, texts in all languages, slots that can be filled."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from rapidfuzz import fuzz, process

from knowledge.errors import Problem
from knowledge.library import PARTED, PHRASINGS, Library, Place
from knowledge.operations import OPERATIONS
from knowledge.schema import EVERY_LANGUAGE, Entry, Localised, Question, Record
from knowledge.templates import FORMS, slots
from knowledge.text import words
from knowledge.yamlfile import Location

__all__ = ["cross_check", "nearest"]

PHRASING_SLOTS = ("subject", "other", "country", "year", "until", "number")
"""What a phrasing of a question about records may leave open."""


def nearest(name: str, valid: Iterable[str]) -> str:
    """Return a hint with the valid name most like `name`, or with all of them if none is near."""
    choices = sorted(set(valid))
    best = process.extractOne(name, choices, scorer=fuzz.ratio, score_cutoff=60)
    if best:
        return f"Did you mean {best[0]!r}?"
    shown = ", ".join(choices[:12]) + (", …" if len(choices) > 12 else "")
    return f"Known: {shown}." if choices else ""


def cross_check(library: Library) -> list[Problem]:
    """Return the problems between the items of `library`."""
    return [
        *_references(library),
        *_translations(library),
        *_phrasings(library),
        *_templates(library),
    ]


def _popular(library: Library) -> Iterator[Problem]:
    """Yield the popular answers of the manifest that do not exist."""
    for link in library.manifest.popular if library.manifest else ():
        target, *parts = link.split("--")
        known = target in library.entries or target in library.questions
        if not known or any(part not in library.records for part in parts):
            hint = nearest(target, [*library.entries, *library.questions])
            yield Problem("knowledge.yaml", 0, "", f"popular: there is no answer {link!r}.", hint)


def _more_ways(library: Library) -> Iterator[Problem]:
    """Yield the ways to ask, in files of their own, that belong to nothing, or to no language here."""
    targets = {*library.entries, *library.questions}
    for lang, ways in library.more_ways.items():
        known = not library.manifest or lang in library.languages
        for target in ways:
            place = library.places[f"{PHRASINGS}/{lang}", target]
            if not known:
                hint = nearest(lang, library.languages)
                yield place.problem(
                    target, f"is in the folder {lang!r}, not a language here.", hint
                )
            if _is_link(target):
                yield from _link(library, target, place)
            elif target not in targets:
                hint = nearest(target, targets)
                yield place.problem(target, "is neither an answer nor a question.", hint)


def _is_link(target: str) -> bool:
    return PARTED in target


def _link(library: Library, link: str, place: Place) -> Iterator[Problem]:
    """Yield what is wrong with a link that ways to ask stand below: a question that asks for a fact, and a record."""
    target, _, about = link.partition(PARTED)
    asking = {id_: q for id_, q in library.questions.items() if q.asks and not q.operation}
    question, record = asking.get(target), library.records.get(about)
    if question is None:
        what = f"begins with {target!r}, which is no question that asks for a fact."
        yield place.problem(link, what, nearest(target, asking))
    elif record is None or record.kind not in question.about or question.asks not in record.facts:
        known = [r.id for r in _asked(library, question) if question.asks in r.facts]
        what = f"ends with {about!r}, which is no record with the fact {question.asks!r}."
        yield place.problem(link, what, nearest(about, known))


def _references(library: Library) -> Iterator[Problem]:
    topics = library.manifest.topics if library.manifest else {}
    for part, items in (
        ("records", library.records),
        ("questions", library.questions),
        ("answers", library.entries),
    ):
        for item in items.values():
            place = library.places[part, item.id]
            if library.manifest and item.topic is not None and item.topic not in topics:
                yield place.problem(
                    item.id,
                    f"names the unknown topic {item.topic!r}.",
                    nearest(item.topic, topics),
                    ("topic",),
                )
    yield from _source_references(library)
    yield from _popular(library)
    yield from _more_ways(library)
    for record in library.records.values():
        place = library.places["records", record.id]
        for name, reference in (("country", record.country), ("group", record.group)):
            if reference is not None and reference not in library.records:
                hint = nearest(reference, library.records)
                yield place.problem(
                    record.id, f"names the unknown record {reference!r}.", hint, (name,)
                )
        if not record.name and record.country is None:
            yield place.problem(record.id, "has neither a name nor a country to be named after.")
        for aspect, fact in record.facts.items():
            if aspect in ("countries", "place") and isinstance(fact.value, tuple):
                for country in fact.value:
                    if country not in library.records:
                        hint = nearest(country, library.records)
                        yield place.problem(
                            record.id,
                            f"names the unknown country {country!r}.",
                            hint,
                            ("facts", aspect),
                        )
    for entry in library.entries.values():
        if entry.about is not None and entry.about not in library.records:
            hint = nearest(entry.about, library.records)
            place = library.places["answers", entry.id]
            yield place.problem(
                entry.id, f"is about the unknown record {entry.about!r}.", hint, ("about",)
            )
        if entry.id in library.questions:
            yield library.places["answers", entry.id].problem(
                entry.id, "has the id of a question about records.", "Choose another id."
            )
    for update in library.updates.values():
        place = library.places["updates", update.id]
        known = {*topics, *library.records}
        for topic in update.topics if library.manifest else ():
            if topic not in known:
                yield place.problem(
                    update.id,
                    f"names the unknown topic {topic!r}.",
                    nearest(topic, known),
                    ("topics",),
                )


def _source_references(library: Library) -> Iterator[Problem]:
    if not library.sources and not library.manifest:
        return  # a folder of free-standing entries alone may name sources that it does not describe
    cited: list[tuple[Place, str, tuple[str, ...], tuple[str, ...]]] = []
    for record in library.records.values():
        for aspect, fact in record.facts.items():
            place = library.places["records", record.id]
            cited.append((place, record.id, fact.sources, ("facts", aspect, "sources")))
    for part, items in (
        ("questions", library.questions),
        ("answers", library.entries),
        ("updates", library.updates),
    ):
        for item in items.values():
            place = library.places[part, item.id]
            cited.append((place, item.id, item.sources, ("sources",)))
            if isinstance(item, Entry) and item.kind == "answer" and not item.sources:
                yield place.problem(item.id, "has no source.", "Add `sources: [id, …]`.")
    for place, entry, sources, at in cited:
        for source in sources:
            if source not in library.sources:
                hint = nearest(source, library.sources)
                yield place.problem(entry, f"cites the unknown source {source!r}.", hint, at)


def _translations(library: Library) -> Iterator[Problem]:
    if not library.manifest:
        return
    for part, item, at, texts in _texts(library):
        missing = [lang for lang in library.languages if lang not in texts]
        if EVERY_LANGUAGE not in texts and missing:
            place = library.places[part, item]
            yield place.problem(
                item, f"{'.'.join(at)} is missing in {', '.join(missing)}.", "Write it.", at
            )
        for lang in texts:
            if lang not in (*library.languages, EVERY_LANGUAGE):
                place = library.places[part, item]
                hint = nearest(lang, library.languages)
                yield place.problem(
                    item, f"{'.'.join(at)} is in {lang!r}, not a language here.", hint, (*at, lang)
                )


def _texts(
    library: Library,
) -> Iterator[tuple[str, str, tuple[str, ...], Mapping[str, object]]]:
    for record in library.records.values():
        for name in ("name", "the"):
            if texts := getattr(record, name):
                yield "records", record.id, (name,), texts
        for aspect, fact in record.facts.items():
            if fact.text is not None:
                yield "records", record.id, ("facts", aspect, "text"), fact.text
    for question in library.questions.values():
        yield "questions", question.id, ("questions",), question.questions
        if question.answer:
            yield "questions", question.id, ("answer",), question.answer
        for outcome, texts in question.answers.items():
            yield "questions", question.id, ("answers", outcome), texts
    for entry in library.entries.values():
        yield "answers", entry.id, ("questions",), entry.questions
        yield "answers", entry.id, ("answer",), entry.answer
    for update in library.updates.values():
        yield "updates", update.id, ("title",), update.title
        yield "updates", update.id, ("text",), update.text


def _phrasings(library: Library) -> Iterator[Problem]:
    seen: dict[tuple[str, tuple[str, ...], tuple[str, ...]], str] = {}
    own: list[_Placed] = []
    more: list[_Placed] = []
    for part, items in (("questions", library.questions), ("answers", library.entries)):
        for item in items.values():
            place = library.places[part, item.id]
            if not item.questions:
                yield place.problem(
                    item.id, "has no question.", "Add `questions:`.", ("questions",)
                )
            for one in _placed(library, item, place):
                (own if one.place is place else more).append(one)
    for one in (*own, *more):
        about = one.item.about if isinstance(one.item, Question) and slots(one.text) else ()
        key = (one.lang, _same(one.text, isinstance(one.item, Question)), about)
        other = seen.setdefault(key, one.item.id)
        if other != one.item.id:
            yield one.place.problem(
                one.item.id,
                f"{one.text!r} ({one.lang}) is a question of {other!r} as well.",
                "Keep it in one of them.",
                one.at,
            )
    for lang, ways in library.more_ways.items():
        for link in filter(_is_link, ways):
            for number, text in enumerate(ways[link]):
                other = seen.setdefault((lang, _same(text, has_slots=False), ()), link)
                if other != link:
                    place = library.places[f"{PHRASINGS}/{lang}", link]
                    what = f"{text!r} ({lang}) is a question of {other!r} as well."
                    yield place.problem(link, what, "Keep it in one of them.", (number,))


class _Placed(NamedTuple):
    """One way to ask, and where it stands."""

    item: Entry | Question
    lang: str
    text: str
    place: Place
    at: Location


def _placed(library: Library, item: Entry | Question, place: Place) -> Iterator[_Placed]:
    """Yield every way to ask of an item, those of its own first."""
    for lang, phrasings in item.questions.items():
        for number, phrasing in enumerate(phrasings):
            yield _Placed(item, lang, phrasing, place, ("questions", lang, number))
    for lang, ways in library.more_ways.items():
        for number, phrasing in enumerate(ways.get(item.id, ())):
            filed = library.places[f"{PHRASINGS}/{lang}", item.id]
            yield _Placed(item, lang, phrasing, filed, (number,))


def _same(phrasing: str, has_slots: bool) -> tuple[str, ...]:
    """Return what two phrasings share if they are the same: folded words, slots by name alone."""
    if has_slots:
        for slot in slots(phrasing):
            phrasing = phrasing.replace(slot.written, f" {slot.name}0slot ")
    return tuple(word.folded for word in words(phrasing)) or (phrasing,)


def _templates(library: Library) -> Iterator[Problem]:
    for question in library.questions.values():
        place = library.places["questions", question.id]
        yield from _question_shape(library, question, place)
        for one in _placed(library, question, place):
            yield from _slot_problems(question.id, one.place, one.text, PHRASING_SLOTS, one.at)
        for lang, phrasings in question.follow_ups.items():
            for number, phrasing in enumerate(phrasings):
                yield from _slot_problems(
                    question.id, place, phrasing, PHRASING_SLOTS, ("follow_ups", lang, number)
                )
        templates: list[tuple[tuple[str, ...], Localised, set[str]]] = []
        operation = OPERATIONS.get(question.operation or "value")
        fillable = set(operation.slots if operation else ()) | _aspects(library, question)
        templates.append((("answer",), question.answer, fillable))
        templates.extend((("answers", o), texts, fillable) for o, texts in question.answers.items())
        for at, texts, names in templates:
            for lang, text in texts.items():
                yield from _slot_problems(question.id, place, text, names, (*at, lang))
    for entry in library.entries.values():
        if entry.any_subject and entry.kind != "refusal":
            yield library.places["answers", entry.id].problem(
                entry.id,
                "has 'any_subject', which is for refusals.",
                "Leave it out, or say 'kind: refusal'.",
                ("any_subject",),
            )
        if entry.quote is not None:
            place = library.places["answers", entry.id]
            for lang, text in entry.answer.items():
                yield from _slot_problems(entry.id, place, text, {"quote"}, ("answer", lang))


def _question_shape(library: Library, question: Question, place: Place) -> Iterator[Problem]:
    kinds = {record.kind for record in library.records.values()}
    for kind in (*question.about, *([question.over] if question.over else [])):
        if kind not in kinds:
            yield place.problem(
                question.id,
                f"is about {kind!r}, of which there is no record.",
                nearest(kind, kinds),
                ("about",),
            )
    if question.operation is not None:
        operation = OPERATIONS.get(question.operation)
        if operation is None:
            hint = nearest(question.operation, OPERATIONS)
            yield place.problem(
                question.id,
                f"has the unknown operation {question.operation!r}.",
                hint,
                ("operation",),
            )
            return
        given = set(question.answers) or ({"found"} if question.answer else set())
        for outcome in operation.outcomes:
            if outcome not in given:
                yield place.problem(
                    question.id,
                    f"has no answer for the outcome {outcome!r}.",
                    "Add it under `answers:`.",
                    ("answers",),
                )
        for outcome in question.answers:
            if outcome not in operation.outcomes:
                hint = nearest(outcome, operation.outcomes)
                yield place.problem(
                    question.id,
                    f"answers the unknown outcome {outcome!r}.",
                    hint,
                    ("answers", outcome),
                )
    elif question.asks is None:
        yield place.problem(
            question.id, "says neither `asks:` nor `operation:`.", "Add one of them."
        )
    elif not any(question.asks in record.facts for record in _asked(library, question)):
        aspects = {aspect for record in _asked(library, question) for aspect in record.facts}
        yield place.problem(
            question.id,
            f"asks for {question.asks!r}, a fact that no record of {', '.join(question.about)} has.",
            nearest(question.asks, aspects),
            ("asks",),
        )


def _asked(library: Library, question: Question) -> list[Record]:
    return [record for record in library.records.values() if record.kind in question.about]


def _aspects(library: Library, question: Question) -> set[str]:
    return {aspect for record in _asked(library, question) for aspect in record.facts}


def _slot_problems(
    entry: str, place: Place, text: str, valid: Iterable[str], at: tuple[str | int, ...]
) -> Iterator[Problem]:
    names = set(valid)
    for slot in slots(text):
        if slot.name not in names:
            yield place.problem(
                entry,
                f"has the slot {slot.written}, which nothing fills.",
                nearest(slot.name, names),
                at,
            )
        elif slot.form and slot.form not in FORMS:
            yield place.problem(
                entry, f"asks for the unknown form {slot.written}.", nearest(slot.form, FORMS), at
            )
