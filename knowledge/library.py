"""The content of one knowledge base, as read from its folder.

A folder is a knowledge base if it holds free-standing entries alone. Its parts:

    knowledge.yaml    name, scope, languages and topics; with it, every text is held to all languages
    calibration.yaml  how confidence is reckoned, fitted on real questions (a command writes it)
    sources.yaml      where statements come from
    records/*.yaml    things with names and facts, one kind a file
    questions/*.yaml  questions about records
    answers/*.yaml    free-standing entries; also any other *.yaml at the top of the folder
    passages/*.yaml   entries that quote an official text
    phrasings/*/*.yaml  more ways to ask, in a folder for each language: `id: [way, way]`
    updates/*.yaml    news for subscribers
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from knowledge.errors import ContentError, ContentNotFound, Problem
from knowledge.schema import (
    EVERY_LANGUAGE,
    Calibrated,
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
from knowledge.yamlfile import Document, Location, read_yaml

__all__ = [
    "CONTENT",
    "PHRASINGS",
    "Library",
    "Place",
    "content_files",
    "content_key",
    "load",
    "read",
]

CONTENT = Path(__file__).parent / "content"
"""The knowledge base that this project ships."""

PHRASINGS = "phrasings"
"""The folder of more ways to ask; their places are filed by it and the language."""

ModelT = TypeVar("ModelT", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands: the document it was read from and its location within."""

    document: Document
    location: Location

    def problem(self, entry: str, message: str, hint: str = "", at: Location = ()) -> Problem:
        """Return a problem of this item, or of its part at `at`."""
        line = self.document.line((*self.location, *at))
        return Problem(self.document.file, line, entry, message, hint)


@dataclass(slots=True)
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

    def phrasings(self) -> list[Phrasings]:
        """Return the phrasings of each entry and each question about records."""
        entries = [self.ways_to_ask(entry) for entry in self.entries.values()]
        return entries + [self.ways_to_ask(question) for question in self.questions.values()]

    def ways_to_ask(self, item: Entry | Question) -> Phrasings:
        """Return all phrasings of an entry or question, those of its own first."""
        more = {lang: ways[item.id] for lang, ways in self.more_ways.items() if item.id in ways}
        return {
            lang: item.questions.get(lang, ()) + more.get(lang, ())
            for lang in dict.fromkeys((*item.questions, *more))
        }

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


def content_files(folder: Path) -> list[Path]:
    """Return the YAML files of a knowledge base, sorted by name."""
    return sorted(path for path in folder.rglob("*.y*ml") if path.suffix in (".yaml", ".yml"))


def content_key(folder: Path) -> str:
    """Return a digest of the names and bytes of all content files: equal only for equal content."""
    digest = hashlib.sha256()
    for path in content_files(folder):
        data = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


def load(folder: Path) -> Library:
    """Read and check a knowledge base.

    Raises ContentNotFound where the folder holds none, and ContentError with every problem at once.
    """
    from knowledge.checks import cross_check

    library, problems = read(folder)
    problems.extend(cross_check(library))
    if problems:
        raise ContentError(problems)
    return library


def read(folder: Path) -> tuple[Library, list[Problem]]:
    """Read all files of `folder`; return what could be read, and what was wrong in single items."""
    if not folder.is_dir():
        raise ContentNotFound(
            str(folder), "no such folder. Give the folder that holds the YAML files."
        )
    files = content_files(folder)
    if not files:
        raise ContentNotFound(str(folder), "holds no YAML file. Put entries into answers/*.yaml.")
    library, problems = Library(), []
    for path in files:
        name = path.relative_to(folder).as_posix()
        document = read_yaml(path, name)
        problems.extend(document.problems)
        if document.value is None:
            continue
        if name in ("knowledge.yaml", "knowledge.yml"):
            library.manifest = _model(Manifest, document.value, Place(document, ()), problems)
        elif name in ("calibration.yaml", "calibration.yml"):
            library.calibration = _model(Calibrated, document.value, Place(document, ()), problems)
        elif name.startswith(f"{PHRASINGS}/"):
            _file_phrasings(library, document, problems)
        else:
            _file_items(library, document, _part(name), problems)
    return library, problems


def _file_phrasings(library: Library, document: Document, problems: list[Problem]) -> None:
    """File more ways to ask; the folder that the file is in names their language."""
    _, lang, *inside = document.file.split("/")
    if not inside:
        what = "is in no folder of a language."
        hint = f"Move it to {PHRASINGS}/en/{lang}, with the code of its language."
        problems.append(Problem(document.file, 0, "", what, hint))
        return
    ways = library.more_ways.setdefault(lang, {})
    if not isinstance(document.value, dict):
        what = "is not a mapping from ids to ways to ask."
        problems.append(Problem(document.file, 1, "", what, 'Write "an-id:" and a list below it.'))
        return
    for target, value in document.value.items():
        place = Place(document, (target,))
        part = f"{PHRASINGS}/{lang}"
        known = library.places.get((part, target))
        if known:
            first = f"{known.document.file}:{known.document.line(known.location)}"
            what = f"has more ways to ask in {first} already."
            problems.append(place.problem(target, what, "Put them together."))
            continue
        library.places[part, target] = place
        listed = value if isinstance(value, list) else [value]
        for number, way in enumerate(listed):
            if not isinstance(way, str) or not way.strip():
                what = f"{_shorten(way)} is no way to ask."
                problems.append(place.problem(target, what, "Write it in quotes.", (number,)))
        ways[target] = tuple(way.strip() for way in listed if isinstance(way, str))


def _part(name: str) -> str:
    head, slash, _ = name.partition("/")
    part = head if slash else name.rsplit(".", 1)[0]
    return part if part in ("sources", "records", "questions", "updates") else "answers"


def _file_items(library: Library, document: Document, part: str, problems: list[Problem]) -> None:
    shelves: Mapping[str, tuple[type[BaseModel], dict[str, Any]]] = {
        "sources": (Source, library.sources),
        "records": (Record, library.records),
        "questions": (Question, library.questions),
        "answers": (Entry, library.entries),
        "updates": (Update, library.updates),
    }
    model, shelf = shelves[part]
    for value, place in _items(document, part, problems):
        item = _model(model, value, place, problems)
        if item is None:
            continue
        known = library.places.get((part, item.id))  # type: ignore[attr-defined]
        if known:
            first = f"{known.document.file}:{known.document.line(known.location)}"
            problems.append(
                place.problem(item.id, f"the id is taken (first in {first}).", "Choose another id.")  # type: ignore[attr-defined]
            )
            continue
        shelf[item.id] = item  # type: ignore[attr-defined]
        library.places[part, item.id] = place  # type: ignore[attr-defined]


def _items(
    document: Document, part: str, problems: list[Problem]
) -> Iterator[tuple[object, Place]]:
    """Yield the items of a file: a list, or a mapping with `kind` and `records` for records."""
    value = document.value
    inside: Location = ()
    extra: dict[str, object] = {}
    if isinstance(value, dict) and part in ("records", "sources") and part in value:
        extra = {"kind": value.get("kind")} if part == "records" else {}
        inside, value = (part,), value[part]
    if not isinstance(value, list):
        problems.append(
            Problem(
                document.file,
                1,
                "",
                "is not a list of entries.",
                'Begin each entry with "- id: …".',
            )
        )
        return
    for number, item in enumerate(value):
        if isinstance(item, dict):
            yield {**extra, **item}, Place(document, (*inside, number))
        else:
            line = document.line((*inside, number))
            problems.append(
                Problem(
                    document.file,
                    line,
                    "",
                    f"{item!r} is not an entry.",
                    'Begin it with "- id: …".',
                )
            )


def _model(
    model: type[ModelT], value: object, place: Place, problems: list[Problem]
) -> ModelT | None:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        entry = str(value.get("id", "")) if isinstance(value, dict) else ""
        problems.extend(_explain(model, error, entry, place))
        return None


def _explain(
    model: type[BaseModel], error: ValidationError, entry: str, place: Place
) -> Iterable[Problem]:
    from knowledge.checks import nearest

    for detail in error.errors(include_url=False, include_context=False):
        location = detail["loc"]
        field_name = ".".join(str(part) for part in location)
        found = "" if detail["type"] == "missing" else f" (found {_shorten(detail['input'])})"
        if detail["type"] == "extra_forbidden":
            known = [f.alias or name for name, f in model.model_fields.items()]
            yield place.problem(
                entry,
                f"has the unknown field {location[-1]!r}.",
                nearest(str(location[-1]), known),
                location,
            )
        elif detail["type"] == "missing":
            yield place.problem(entry, f"lacks the field {field_name!r}.", "Add it.", location[:-1])
        else:
            yield place.problem(entry, f"{field_name}: {detail['msg']}{found}.", "", location)


def _shorten(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"
