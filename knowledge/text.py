"""Normalising text: what a person types becomes clean characters, then folded words.

Two levels are kept apart. `clean` keeps everything a reader would see (letters, marks,
punctuation) and drops what only a machine sees; `fold` drops case and marks as well, because a
person on a phone writes "dialogo" and "INNOVACT?" for "diálogo" and "INNOVACT".
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

__all__ = ["MAX_LENGTH", "Word", "clean", "fold", "marks", "sentences", "words"]

MAX_LENGTH = 4096
"""Longest question read, in code points: the longest message that Telegram delivers."""

_KEPT_CONTROLS = frozenset("\n\t")
LONGEST = 64
"""So many letters of a word are kept: no language has longer ones, and words are remembered."""
_WORD = re.compile(rf"([^\W_]{{1,{LONGEST}}})[^\W_]*")
_SENTENCE_END = re.compile(r"(?<=[.!?…。؟:])\s+|[\n;]+")


class Word(NamedTuple):
    """One word of a question: as folded for matching, and as it was written."""

    folded: str
    written: str
    joined: bool = False
    """Whether a hyphen joins it to the word before."""


def clean(text: str) -> str:
    """Return `text` in NFC, without control, zero-width and direction characters, cut to `MAX_LENGTH`.

    Joiners and direction marks (Unicode category Cf) can hide inside a word or turn a line
    around; surrogates and private-use characters (Cs, Co) carry no meaning here.
    """
    composed = unicodedata.normalize("NFC", text[: 2 * MAX_LENGTH])
    if not composed.isprintable():
        composed = "".join(
            char
            for char in composed
            if char in _KEPT_CONTROLS or not unicodedata.category(char).startswith("C")
        )
    return composed[:MAX_LENGTH].strip()


@lru_cache(maxsize=1 << 12)
def fold(text: str) -> str:
    """Return `text` casefolded and without marks: `fold("Perú") == "peru"`.

    Compatibility forms are unified too (NFKD), so full-width letters and ligatures match.
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()


@lru_cache(maxsize=1 << 7)
def words(text: str) -> tuple[Word, ...]:
    """Split `text` into words, runs of letters and digits cut to `LONGEST`; a hyphen and an apostrophe divide."""
    if "-" not in text:
        return tuple([Word(fold(run), run) for run in _WORD.findall(text)])
    found = []
    end = -1
    for run in _WORD.finditer(text):
        joined = run.start() == end + 1 and text[end] == "-"
        found.append(Word(fold(run[1]), run[1], joined))
        end = run.end()
    return tuple(found)


def marks(text: str) -> list[str]:
    """Return the punctuation that only some languages write: ¿ and ¡."""
    return [mark for mark in "¿¡" if mark in text]


def sentences(text: str) -> list[str]:
    """Split `text` at sentence ends, colons and line breaks; empty parts are left out."""
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]
