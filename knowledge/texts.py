"""What the assistant says of itself, whatever the subject: it does not know, it asks back."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

__all__ = ["Texts", "texts"]

_FOLDER = Path(__file__).parent / "texts"


@dataclass(frozen=True, slots=True)
class Texts:
    """One language's sentences; `{scope}` is what the knowledge base is about, `{subject}` a name."""

    unknown: str
    unknown_scope: str
    suggest: str
    suggest_one: str
    which: str
    not_recorded: str
    known: str
    elsewhere: str
    empty: str
    unreadable: str
    none_of_these: str
    sources: str


@cache
def texts(lang: str) -> Texts:
    """Return the sentences in `lang`, in English where there are none."""
    path = _FOLDER / f"{lang}.yaml"
    if not path.is_file():
        path = _FOLDER / "en.yaml"
    data: Mapping[str, str] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Texts(**data)
