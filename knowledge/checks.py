"""What must hold between items: names that exist, texts in all languages, slots that can be filled."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from rapidfuzz import fuzz, process

from knowledge.errors import Problem, UnknownLink
from knowledge.library import PARTED, PHRASINGS, Library, Place
from knowledge.links import parse
from knowledge.operations import OPERATIONS
from knowledge.schema import EVERY_LANGUAGE, Entry, Fact, Localised, Question, Record
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
    targets = {*library.entries, *library.questions}
    for link in library.manifest.popular if library.manifest else ():
        try:
            parse(library, link)
        except UnknownLink:
            target, *parts = link.split(PARTED)
            unknown = next((part for part in parts if part not in library.records), "")
            known = target in library.questions
            hint = nearest(unknown, library.records) if known else nearest(target, targets)
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
    known: dict[str, Collection[str]] = {"record": library.records, "country": library.records}
    if library.manifest:
        topics = library.manifest.topics
        known |= {"topic": topics, "topic or record": {*topics, *library.records}}
    for part, item, at, what, name in _named(library):
        if what in known and name is not None and name not in known[what]:
            hint = nearest(name, known[what])
            message = f"names the unknown {what} {name!r}."
            yield library.places[part, item].problem(item, message, hint, at)
    yield from _source_references(library)
    yield from _popular(library)
    yield from _more_ways(library)
    for record in library.records.values():
        if not record.name and record.country is None:
            place = library.places["records", record.id]
            yield place.problem(record.id, "has neither a name nor a country to be named after.")
    for entry in library.entries.values():
        if entry.id in library.questions:
            yield library.places["answers", entry.id].problem(
                entry.id, "has the id of a question about records.", "Choose another id."
            )


def _named(library: Library) -> Iterator[tuple[str, str, Location, str, str | None]]:
    """Yield what items name of one another: the part and id of the item, where in it, what it names and the name."""
    for part, items in (
        ("records", library.records),
        ("questions", library.questions),
        ("answers", library.entries),
    ):
        for item in items.values():
            yield part, item.id, ("topic",), "topic", item.topic
    for record in library.records.values():
        yield "records", record.id, ("country",), "record", record.country
        yield "records", record.id, ("group",), "record", record.group
        for aspect, fact in record.facts.items():
            what = "country" if aspect in ("countries", "place") else "record"
            for id_ in fact.value if isinstance(fact.value, tuple) else ():
                yield "records", record.id, ("facts", aspect), what, id_
    for entry in library.entries.values():
        yield "answers", entry.id, ("about",), "record", entry.about
    for update in library.updates.values():
        for topic in update.topics:
            yield "updates", update.id, ("topics",), "topic or record", topic


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
        operation = OPERATIONS.get(question.operation or "value")
        beside = () if question.operation else _aspects(library, question)
        for at, outcome, texts in _told(question):
            if operation and outcome in operation.outcomes:
                fillable = {*operation.outcomes[outcome], *beside}
                for lang, text in texts.items():
                    yield from _slot_problems(question.id, place, text, fillable, (*at, lang))
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
    operation = OPERATIONS.get(question.operation or "value")
    if operation is None:
        hint = nearest(str(question.operation), OPERATIONS)
        what = f"has the unknown operation {question.operation!r}."
        yield place.problem(question.id, what, hint, ("operation",))
        return
    told = {outcome: at for at, outcome, _ in _told(question)}
    for outcome, at in told.items():
        if outcome not in operation.outcomes:
            hint = nearest(outcome, operation.outcomes)
            yield place.problem(question.id, f"answers the unknown outcome {outcome!r}.", hint, at)
    if operation.subjects and not question.about:
        hint = nearest("", kinds)
        yield place.problem(question.id, "is about no kind of record.", hint)
    asked_with = {
        slot.name for some in question.questions.values() for way in some for slot in slots(way)
    }
    if operation.country and "country" not in asked_with:
        yield place.problem(
            question.id,
            "needs a country, for which no way to ask has a place.",
            "Write {country} into `questions:`.",
            ("questions",),
        )
    if question.operation is not None:
        for outcome in operation.outcomes:
            if outcome not in told and outcome not in operation.optional:
                yield place.problem(
                    question.id,
                    f"has no answer for the outcome {outcome!r}.",
                    "Add it under `answers:`.",
                    ("answers",),
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
    """Return the facts that can be told of every record that has the fact asked for."""
    told = [
        {aspect for aspect, fact in record.facts.items() if fact.text or _is_plain(fact)}
        for record in _asked(library, question)
        if question.asks in record.facts
    ]
    return set.intersection(*told) if told else set()


def _is_plain(fact: Fact) -> bool:
    return isinstance(fact.value, (int, float, str))


def _told(question: Question) -> Iterator[tuple[Location, str, Localised]]:
    """Yield the answers of a question: where each stands, the outcome that it is for, and its text."""
    if question.answer:
        yield ("answer",), "found", question.answer
    for outcome, text in question.answers.items():
        yield ("answers", outcome), outcome, text


def _slot_problems(
    entry: str, place: Place, text: str, valid: Iterable[str], at: tuple[str | int, ...]
) -> Iterator[Problem]:
    names = set(valid)
    for slot in slots(text):
        named = f"{slot.name}.start" if slot.form == "start" else slot.name
        if named not in names:  # not every record has a start
            yield place.problem(
                entry,
                f"has the slot {slot.written}, which nothing fills.",
                nearest(named, names),
                at,
            )
        elif slot.form and slot.form not in FORMS:
            yield place.problem(
                entry, f"asks for the unknown form {slot.written}.", nearest(slot.form, FORMS), at
            )
