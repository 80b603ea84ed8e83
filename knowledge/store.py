"""Opening a knowledge base: read, check and learn once, then load what was learnt.

What was learnt is kept in files named after digests of what it was learnt from, so a change is
noticed and nothing stale is ever loaded: one file for the content as a whole, and one for the matchers,
which an edit of an answer leaves as it is. The files hold arrays and JSON only.
"""

import contextlib
import hashlib
import json
import logging
import os
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs
from numpy.typing import NDArray
from pydantic import TypeAdapter

from knowledge.assistant import Assistant
from knowledge.decision import Decision
from knowledge.entities import Gazetteer
from knowledge.index import Index, make_reader_from, refusals_of
from knowledge.language import LanguageGuesser
from knowledge.learning import Rows, learnt
from knowledge.library import CONTENT, Library, content_key, load
from knowledge.matcher import Matcher
from knowledge.schema import Calibrated, Entry, Manifest, Question, Record, Source, Update

__all__ = ["cache_folder", "open_assistant"]

_log = logging.getLogger(__name__)

Arrays = dict[str, NDArray[Any]]

_PARTS: dict[str, TypeAdapter[Any]] = {
    "manifest": TypeAdapter(Manifest | None),
    "calibration": TypeAdapter(Calibrated | None),
    "sources": TypeAdapter(dict[str, Source]),
    "records": TypeAdapter(dict[str, Record]),
    "questions": TypeAdapter(dict[str, Question]),
    "entries": TypeAdapter(dict[str, Entry]),
    "updates": TypeAdapter(dict[str, Update]),
}
_OF_MATCHERS = ("classifier", "features", "learning", "network", "stems", "vocabulary")
"""The modules that make matchers of phrasings."""
KEPT = 16
"""So many learnt files are kept; those not used for the longest time go first."""


def cache_folder() -> Path:
    """Return the folder for what was learnt, by the customs of the operating system."""
    return Path(platformdirs.user_cache_dir("eu-celac-bot", appauthor=False))


def open_assistant(
    folder: Path = CONTENT,
    cache_in: Path | None = None,
    learning: Callable[[], None] = lambda: None,
    today: Callable[[], date] = date.today,
) -> Assistant:
    """Return the assistant for the knowledge base in `folder`.

    The first time takes up to a minute or two, and `learning` is called before; later, a fraction of
    a second. Raises ContentError with all problems of the content, and ContentNotFound. A cache that
    cannot be written is no error.
    """
    store = _Store(cache_in or cache_folder())
    content = content_key(folder) if folder.is_dir() else ""
    key = _digest(content.encode(), _engine_key().encode())
    loaded = store.load(key)
    if loaded is None:
        library = load(folder)
        learning()
        loaded = library, Index.build(library, store.matchers)
        store.keep(key, *loaded)
    return Assistant(*loaded, today)


class _Store:
    """The folder of learnt files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, key: str) -> tuple[Library, Index] | None:
        """Return the knowledge base kept under `key`, or None."""
        arrays = self._read(f"base-{key}")
        if arrays is None:
            return None
        texts = {name: bytes(array).decode() for name, array in arrays.items() if name != "scores"}
        matchers: dict[str, Matcher] = {}
        if matchers_key := json.loads(texts["matchers"]):
            kept = self._read(f"matchers-{matchers_key}")
            if kept is None:
                return None
            matchers = Matcher.opened(kept, matchers_key)
        library = Library(spoken=tuple(json.loads(texts["spoken"])))
        for name, adapter in _PARTS.items():
            setattr(library, name, adapter.validate_json(texts[name]))
        scores = dict(zip(json.loads(texts["scored"]), arrays["scores"].tolist(), strict=True))
        reader = make_reader_from(
            library,
            Gazetteer(library),
            json.loads(texts["vocabulary"]),
            LanguageGuesser(json.loads(texts["languages"]), scores),
            frozenset(json.loads(texts["told"])),
        )
        decision = Decision(*json.loads(texts["decision"]))
        classes = json.loads(texts["classes"])
        names = json.loads(texts["names"])
        return library, Index(classes, matchers, reader, decision, refusals_of(library), names)

    def keep(self, key: str, library: Library, index: Index) -> None:
        """Keep a knowledge base under `key`; its matchers are kept already."""
        texts = {
            name: adapter.dump_json(getattr(library, name), by_alias=True).decode()
            for name, adapter in _PARTS.items()
        }
        reader, decided = index.reader, index.decision
        for name, value in (
            ("spoken", library.languages),
            ("classes", index.classes),
            ("names", index.names),
            ("vocabulary", reader.vocabulary),
            ("told", sorted(reader.told)),
            ("languages", reader.guesser.languages),
            ("scored", list(reader.guesser.scores)),
            (
                "decision",
                [dict(decided.coefficients), decided.wrong_costs, decided.refusable_costs],
            ),
            ("matchers", next((matcher.key for matcher in index.matchers.values()), "")),
        ):
            texts[name] = json.dumps(value)
        arrays: Arrays = {n: np.frombuffer(t.encode(), np.uint8) for n, t in texts.items()}
        arrays["scores"] = np.array(list(reader.guesser.scores.values()), np.float64)
        self._write(f"base-{key}", arrays)

    def matchers(self, rows: Mapping[str, Rows], more: Mapping[str, Rows]) -> dict[str, Matcher]:
        """Return the matchers of these phrasings, and more, kept from before or learnt now."""
        said = json.dumps(
            [
                {
                    lang: [[[t.text, t.names] for t in tokens] + [own] for tokens, own in some]
                    for lang, some in part.items()
                }
                for part in (rows, more)
            ]
        )
        key = _digest(said.encode(), _matchers_key(tuple(rows)).encode())
        arrays = self._read(f"matchers-{key}")
        if arrays is None:
            arrays = dict(learnt(rows, more))
            self._write(f"matchers-{key}", arrays)
        return Matcher.opened(arrays, key)

    def _read(self, name: str) -> Arrays | None:
        path = self._folder / f"{name}.npz"
        try:
            with np.load(path, allow_pickle=False) as kept:
                arrays = {part: kept[part] for part in kept.files}
            os.utime(path)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, zipfile.BadZipFile):
            _log.warning("What was learnt cannot be read and is learnt anew: %s", path.name)
            return None
        return arrays

    def _write(self, name: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(
                dir=self._folder, suffix=".part", delete=False
            ) as file:
                np.savez(file, **arrays)  # type: ignore[arg-type]
            os.replace(file.name, self._folder / f"{name}.npz")
            self._forget_oldest()
        except OSError as error:
            _log.warning("What was learnt is not kept, the next start learns anew: %s", error.strerror)

    def _forget_oldest(self) -> None:
        files = sorted(self._folder.glob("*.npz"), key=lambda path: path.stat().st_mtime)
        for path in files[:-KEPT]:
            with contextlib.suppress(OSError):
                path.unlink()


def _digest(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:32]


@cache
def _engine_key() -> str:
    """Return a digest of the engine itself: its modules and what it knows of languages."""
    here = Path(__file__).parent
    paths = sorted([*here.glob("*.py"), *here.glob("lexicon/**/*.yaml")])
    return _digest(np.__version__.encode(), *(path.read_bytes() for path in paths))


@cache
def _matchers_key(languages: tuple[str, ...]) -> str:
    """Return a digest of what makes matchers of phrasings."""
    here = Path(__file__).parent
    paths = [here / f"{name}.py" for name in _OF_MATCHERS]
    paths += [here / "lexicon" / "synonyms" / f"{lang}.yaml" for lang in languages]
    return _digest(*(path.read_bytes() for path in paths if path.is_file()))
