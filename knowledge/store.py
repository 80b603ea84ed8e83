"""Opening a knowledge base: read, check and learn once, then load what was learnt.

What was learnt is kept in folders named after digests of what it was learnt from, so a change is
noticed and nothing stale is ever loaded: `base-…` for the content as a whole; `learnt-…` for what is
read from phrasings and names, which an edit of an answer leaves as it is; `matchers-…` for what is
fitted, which outlasts a change of the engine's other parts. They hold arrays and JSON only.
"""

import contextlib
import hashlib
import json
import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs
from numpy.typing import NDArray
from pydantic import TypeAdapter

from knowledge.assistant import Assistant
from knowledge.counts import Counts, bytes_of, trie_of
from knowledge.decision import Decision
from knowledge.entities import Gazetteer, names_by_language
from knowledge.index import Index, Learnt, classes_of, learn
from knowledge.language import LanguageGuesser
from knowledge.learning import Rows, learnt
from knowledge.library import Library
from knowledge.loading import CONTENT, content_key, load
from knowledge.matcher import Matcher
from knowledge.phrasings import written_out
from knowledge.schema import (
    Calibrated,
    Described,
    Entry,
    Manifest,
    Question,
    Record,
    Source,
    Update,
)

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
    "described": TypeAdapter(dict[str, Described]),
    "updates": TypeAdapter(dict[str, Update]),
}
_OF_MATCHERS = (
    "classifier",
    "counts",
    "features",
    "kinds",
    "learning",
    "lexicon",
    "network",
    "stems",
    "vocabulary",
)
"""The modules that make matchers of phrasings."""
KEPT = 16
"""So many learnt parts are kept; those not used for the longest time go first."""
LIST = "arrays.json"
"""Beside the arrays stands the list of them: one that is gone is noticed."""
MAPPED = 1 << 16
"""Arrays in files of so many bytes are mapped into memory."""


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

    The first time takes some minutes, and `learning` is called before; after an edit of an
    answer some seconds, and later a fraction of a second. Raises ContentError with all problems of the
    content, and ContentNotFound. A cache that cannot be written is no error.
    """
    store = _Store(cache_in or cache_folder(), learning)
    content = content_key(folder) if folder.is_dir() else ""
    key = _digest(content.encode(), _engine_key().encode())
    loaded = store.load(key)
    if loaded is None:
        library = load(folder)
        loaded = library, Index.build(library, store.learnt)
        store.keep(key, *loaded)
    return Assistant(*loaded, today)


class _Store:
    """The folder of what was learnt."""

    def __init__(self, folder: Path, learning: Callable[[], None]) -> None:
        self._folder = folder
        self._learning = learning

    def load(self, key: str) -> tuple[Library, Index] | None:
        """Return the knowledge base kept under `key`, or None."""
        kept = self._read(f"base-{key}")
        texts = kept and _texts(kept)
        learnt = self._load_learnt(json.loads(texts["learnt"])) if texts else None
        if not texts or learnt is None:
            return None
        library = Library(spoken=tuple(json.loads(texts["spoken"])))
        for name, adapter in _PARTS.items():
            setattr(library, name, adapter.validate_json(texts[name]))
        told = frozenset(json.loads(texts["told"]))
        names = json.loads(texts["names"])
        return library, Index(library, learnt, Gazetteer(library), told, names)

    def keep(self, key: str, library: Library, index: Index) -> None:
        """Keep a knowledge base under `key`; what was learnt is kept already."""
        texts = {
            name: adapter.dump_json(getattr(library, name), by_alias=True).decode()
            for name, adapter in _PARTS.items()
        }
        for name, value in (
            ("spoken", library.languages),
            ("names", index.names),
            ("told", sorted(index.reader.told)),
            ("learnt", index.learnt.key),
        ):
            texts[name] = json.dumps(value)
        self._write(f"base-{key}", _arrays(texts))

    def learnt(self, library: Library, gazetteer: Gazetteer) -> Learnt:
        """Return what is learnt from the phrasings and names, kept from before or learnt now."""
        key = _digest(_said(library, gazetteer), _engine_key().encode())
        learnt = self._load_learnt(key)
        if learnt is None:
            self._learning()
            learnt = replace(learn(library, gazetteer, self.matchers), key=key)
            texts = {
                "languages": json.dumps(learnt.guesser.languages),
                "named": json.dumps(learnt.named),
                "decision": json.dumps(learnt.decision and asdict(learnt.decision)),
                "matchers": json.dumps(
                    next((matcher.key for matcher in learnt.matchers.values()), "")
                ),
            }
            words: Arrays = {
                "scored": bytes_of(learnt.guesser.features),
                "scores": learnt.guesser.scores,
            }
            for lang, counts in learnt.vocabulary.items():
                words |= {f"words-{lang}": bytes_of(counts.trie), f"seen-{lang}": counts.seen}
            self._write(f"learnt-{key}", _arrays(texts) | words)
        return learnt

    def _load_learnt(self, key: str) -> Learnt | None:
        kept = self._read(f"learnt-{key}")
        if kept is None:
            return None
        languages = json.loads(bytes(kept["languages"]))
        guesser = LanguageGuesser(languages, trie_of(kept.pop("scored")), kept.pop("scores"))
        vocabulary = {
            lang: Counts(trie_of(kept.pop(f"words-{lang}")), kept.pop(f"seen-{lang}"))
            for lang in languages
            if f"words-{lang}" in kept
        }
        texts = _texts(kept)
        matchers: dict[str, Matcher] = {}
        if matchers_key := json.loads(texts["matchers"]):
            fitted = self._read(f"matchers-{matchers_key}")
            if fitted is None:
                return None
            matchers = Matcher.opened(fitted, matchers_key)
        decision = json.loads(texts["decision"])
        return Learnt(
            vocabulary,
            guesser,
            json.loads(texts["named"]),
            Decision(**decision) if decision else None,
            matchers,
            key,
        )

    def matchers(
        self, phrasings: Mapping[str, Rows], more: Mapping[str, Rows], *, kinds: Collection[int]
    ) -> dict[str, Matcher]:
        """Return the matchers of these phrasings, and more, kept from before or learnt now."""
        said = json.dumps(
            [
                {
                    lang: [[[t.text, t.names] for t in tokens] + [own] for tokens, own in some]
                    for lang, some in part.items()
                }
                for part in (phrasings, more)
            ]
        )
        known = json.dumps([sorted(kinds), _matchers_key(tuple(phrasings))])
        key = _digest(said.encode(), known.encode())
        arrays = self._read(f"matchers-{key}")
        if arrays is None:
            arrays = dict(learnt(phrasings, more, kinds=kinds))
            self._write(f"matchers-{key}", arrays)
        return Matcher.opened(arrays, key)

    def _read(self, name: str) -> Arrays | None:
        folder = self._folder / name
        if not folder.is_dir():
            return None
        try:
            listed = json.loads((folder / LIST).read_text(encoding="utf-8"))
            arrays = {one: _array(folder / f"{one}.npy") for one in listed}
            os.utime(folder)
        except (OSError, ValueError):
            _log.warning("What was learnt cannot be read and is learnt anew: %s", name)
            _remove(folder)
            return None
        return arrays

    def _write(self, name: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=self._folder, suffix=".part") as part:
                whole = Path(part) / name
                for array_name, array in arrays.items():
                    path = whole / f"{array_name}.npy"
                    path.parent.mkdir(parents=True, exist_ok=True)
                    np.save(path, array, allow_pickle=False)
                (whole / LIST).write_text(json.dumps(list(arrays)), encoding="utf-8")
                with contextlib.suppress(OSError):  # another process was first
                    whole.rename(self._folder / name)
            self._forget_oldest()
        except OSError as error:
            _log.warning(
                "What was learnt is not kept, the next start learns anew: %s", error.strerror
            )

    def _forget_oldest(self) -> None:
        kept = [path for path in self._folder.iterdir() if path.suffix != ".part"]
        kept.sort(key=lambda path: path.stat().st_mtime)
        for path in kept[:-KEPT]:
            _remove(path)


def _remove(path: Path) -> None:
    """Remove a file or a folder; where that fails, another process has done so, or will."""
    with contextlib.suppress(OSError):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _array(path: Path) -> NDArray[Any]:
    """Return an array that is kept in a file, a large one mapped into memory: processes share its pages."""
    mapped = path.stat().st_size >= MAPPED
    array = np.load(path, mmap_mode="r" if mapped else None, allow_pickle=False)
    return np.asarray(array)


def _said(library: Library, gazetteer: Gazetteer) -> bytes:
    """Return all that `index.learn` sees of a knowledge base."""
    seen = (
        [(one.target, one.lang, one.text) for one in written_out(library)],
        classes_of(library),
        gazetteer.content(),
        sorted(library.ambient),
        names_by_language(library),
        library.languages,
        library.calibration is None,
        sorted(entry.id for entry in library.entries.values() if entry.any_subject),
    )
    return json.dumps(seen).encode()


def _texts(kept: Arrays) -> dict[str, str]:
    return {name: bytes(array).decode() for name, array in kept.items()}


def _arrays(texts: Mapping[str, str]) -> Arrays:
    return {name: np.frombuffer(text.encode(), np.uint8) for name, text in texts.items()}


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
