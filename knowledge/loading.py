"""Reading and checking the content of one knowledge base from its folder.

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
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from knowledge.checks import cross_check, nearest
from knowledge.described import described
from knowledge.errors import ContentError, ContentNotFound, Problem
from knowledge.library import PHRASINGS, Library, Place
from knowledge.schema import Calibrated, Entry, Manifest, Question, Record, Source, Update
from knowledge.yamlfile import Document, Location, read_yaml

__all__ = ["CONTENT", "content_files", "content_key", "load", "read"]

CONTENT = Path(__file__).parent / "content"
"""The knowledge base that this project ships."""

ModelT = TypeVar("ModelT", bound=BaseModel)


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
    library, problems = read(folder)
    problems.extend(cross_check(library))
    if problems:
        raise ContentError(problems)
    library.described = described(library)
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
