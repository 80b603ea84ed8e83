"""Opening a knowledge base: read, check and learn once, then load what was learnt.

What was learnt is kept in one file, named after a digest of the content and of the engine, so a
change of either is noticed and nothing stale is ever loaded. The file holds arrays and JSON only.
"""

import contextlib
import hashlib
import json
import logging
import os
import tempfile
import zipfile
from collections.abc import Callable
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
from knowledge.library import CONTENT, Library, content_key, load
from knowledge.matcher import Matcher
from knowledge.schema import Calibrated, Entry, Manifest, Question, Record, Source, Update

__all__ = ["cache_folder", "open_assistant"]

_log = logging.getLogger(__name__)
_PARTS: dict[str, TypeAdapter[Any]] = {
    "manifest": TypeAdapter(Manifest | None),
    "calibration": TypeAdapter(Calibrated | None),
    "sources": TypeAdapter(dict[str, Source]),
    "records": TypeAdapter(dict[str, Record]),
    "questions": TypeAdapter(dict[str, Question]),
    "entries": TypeAdapter(dict[str, Entry]),
    "updates": TypeAdapter(dict[str, Update]),
}


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

    The first time takes seconds to a minute, and `learning` is called before; later, a fraction of a
    second. Raises ContentError with
    all problems of the content, and ContentNotFound. A cache that cannot be written is no error.
    """
    kept = (cache_in or cache_folder()) / f"{_key(folder)}.npz"
    loaded = _loaded(kept)
    if loaded is None:
        library = load(folder)
        learning()
        index = Index.build(library)
        _keep(kept, library, index)
    else:
        library, index = loaded
    return Assistant(library, index, today)


def _key(folder: Path) -> str:
    content = content_key(folder) if folder.is_dir() else ""
    return hashlib.sha256(f"{content} {_engine_key()}".encode()).hexdigest()[:32]


@cache
def _engine_key() -> str:
    """Return a digest of the engine itself: its modules and what it knows of languages."""
    here = Path(__file__).parent
    digest = hashlib.sha256(np.__version__.encode())
    for path in sorted([*here.glob("*.py"), *here.glob("lexicon/**/*.yaml")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _keep(path: Path, library: Library, index: Index) -> None:
    texts = {
        name: adapter.dump_json(getattr(library, name), by_alias=True).decode()
        for name, adapter in _PARTS.items()
    }
    texts["classes"] = json.dumps(index.classes)
    decided = index.decision
    texts["decision"] = json.dumps(
        [dict(decided.coefficients), decided.wrong_costs, decided.refusable_costs]
    )
    texts["vocabulary"] = json.dumps(dict(index.reader.vocabulary))
    texts["told"] = json.dumps(sorted(index.reader.told))
    texts["languages"] = json.dumps(index.reader.guesser.languages)
    texts["scores"] = json.dumps(list(index.reader.guesser.scores))
    arrays: dict[str, NDArray[Any]] = {
        f"text/{name}": np.frombuffer(text.encode(), np.uint8) for name, text in texts.items()
    }
    arrays["scores"] = np.array(list(index.reader.guesser.scores.values()), np.float64)
    for lang, matcher in index.matchers.items():
        arrays |= {f"matcher/{lang}/{name}": array for name, array in matcher.arrays.items()}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            np.savez(file, **arrays)  # type: ignore[arg-type]
        os.replace(file.name, path)
        _forget_others(path)
    except OSError as error:
        _log.warning("What was learnt is not kept, the next start learns anew: %s", error.strerror)


KEPT = 8
"""So many learnt files are kept; the oldest go first."""


def _forget_others(newest: Path) -> None:
    files = sorted(newest.parent.glob("*.npz"), key=lambda path: path.stat().st_mtime)
    for path in files[:-KEPT]:
        with contextlib.suppress(OSError):
            path.unlink()


def _loaded(path: Path) -> tuple[Library, Index] | None:
    try:
        with np.load(path, allow_pickle=False) as kept:
            arrays = {name: kept[name] for name in kept.files}
    except FileNotFoundError:
        return None
    except (OSError, ValueError, zipfile.BadZipFile):
        _log.warning("What was learnt cannot be read and is learnt anew: %s", path.name)
        return None
    texts = {
        name.removeprefix("text/"): bytes(array).decode()
        for name, array in arrays.items()
        if name.startswith("text/")
    }
    library = Library()
    for name, adapter in _PARTS.items():
        setattr(library, name, adapter.validate_json(texts[name]))
    languages = json.loads(texts["languages"])
    scores = dict(zip(json.loads(texts["scores"]), arrays["scores"].tolist(), strict=True))
    reader = make_reader_from(
        library,
        Gazetteer(library),
        json.loads(texts["vocabulary"]),
        LanguageGuesser(languages, scores),
        frozenset(json.loads(texts["told"])),
    )
    matchers = {}
    for lang in {name.split("/")[1] for name in arrays if name.startswith("matcher/")}:
        prefix = f"matcher/{lang}/"
        own = {n.removeprefix(prefix): a for n, a in arrays.items() if n.startswith(prefix)}
        matchers[lang] = Matcher(lang, own)
    decision = Decision(*json.loads(texts["decision"]))
    classes = json.loads(texts["classes"])
    return library, Index(classes, matchers, reader, decision, refusals_of(library))
