"""Filling answer templates: records, years and lists become words in the language of the answer.

A slot is `{name}` or `{name.form}`. The forms of a record are `the` (with its article, as inside a
sentence: "o Chile"), `of` ("do Chile"), `in` ("no Chile") and `start` (its year); without a form it
is the bare name. Lists and "and" come from CLDR by way of Babel.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from knowledge.language import locale_of
from knowledge.library import Library
from knowledge.schema import EVERY_LANGUAGE, Localised, Record

__all__ = ["FORMS", "Dated", "Slot", "SlotValue", "fill", "join", "name_of", "slots", "typeset"]

FORMS = ("the", "of", "in", "start")

_SLOT = re.compile(r"\{([a-z][a-z-]*)(?:\.([a-z]+))?\}")
_CONTRACTIONS: Mapping[tuple[str, str], Sequence[tuple[str, str]]] = {
    ("of", "en"): [("", "of ")],
    ("of", "es"): [("el ", "del "), ("", "de ")],
    ("of", "pt"): [("o ", "do "), ("a ", "da "), ("os ", "dos "), ("as ", "das "), ("", "de ")],
    ("of", "fr"): [("le ", "du "), ("les ", "des "), ("", "de ")],
    ("in", "en"): [("", "in ")],
    ("in", "es"): [("", "en ")],
    ("in", "pt"): [("o ", "no "), ("a ", "na "), ("os ", "nos "), ("as ", "nas "), ("", "em ")],
    ("in", "fr"): [("", "dans ")],
}
_ELIDED = re.compile(r"\bde (?=[aeiouhâàéèêëîïôûüAEIOUHÂÀÉÈÊËÎÏÔÛÜ])")
_FRENCH_SPACE = re.compile(r" (?=[:;?!»])|(?<=«) ")
_LOCALES = {"en": "en_GB"}  # no comma before the last "and"


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot as written in a template."""

    written: str
    name: str
    form: str


@dataclass(frozen=True, slots=True)
class Dated:
    """A record with the year that is told of it: "Chile (2010)"."""

    record: Record
    year: int


SlotValue: TypeAlias = "Record | Dated | Localised | int | float | str | Sequence[Record] | Sequence[Dated] | Sequence[Localised]"


def slots(template: str) -> list[Slot]:
    """Return the slots of a template or phrasing, in order."""
    return [Slot(m.group(0), m.group(1), m.group(2) or "") for m in _SLOT.finditer(template)]


def fill(library: Library, template: str, values: Mapping[str, SlotValue], lang: str) -> str:
    """Return `template` with its slots filled in `lang`. Raises KeyError for a slot without a value."""

    def one(match: re.Match[str]) -> str:
        return _say(library, values[match.group(1)], match.group(2) or "", lang)

    return _capitalised(_SLOT.sub(one, template))


def name_of(library: Library, record: Record, lang: str, form: str = "") -> str:
    """Return the name of `record` in `lang`, in a form of `FORMS` (but `start`) or bare."""
    named = record
    if not record.name and record.country:
        named = library.records[record.country]
    bare = library.text(named.name, lang)
    if not form:
        return bare
    if form == "in" and (lang in named.in_ or EVERY_LANGUAGE in named.in_):
        return library.text(named.in_, lang)
    the = library.text(named.the, lang) if named.the else bare
    return the if form == "the" else _contract(the, form, lang)


def join(parts: Sequence[str], lang: str) -> str:
    """Return "a, b and c" in `lang`; without the "and" where its word for it is not known."""
    from babel.lists import format_list  # loaded late: most answers hold no list

    locale = locale_of(_LOCALES.get(lang, lang))
    return format_list(list(parts), locale=locale) if locale else ", ".join(parts)


def typeset(text: str, lang: str) -> str:
    """Return `text` with the spaces its language keeps unbroken: before : ; ? ! and inside « » in French."""
    return _FRENCH_SPACE.sub("\u00a0", text) if lang == "fr" else text


def _say(library: Library, value: SlotValue, form: str, lang: str) -> str:
    if isinstance(value, Record):
        if form == "start":
            return str(value.facts["start"].value)
        return name_of(library, value, lang, form)
    if isinstance(value, Dated):
        return f"{name_of(library, value.record, lang, form)} ({value.year})"
    if isinstance(value, Mapping):
        return library.text(dict(value), lang)
    if isinstance(value, (str, int, float)):
        return str(value)
    said = [_say(library, part, form, lang) for part in value]
    whole = all(isinstance(part, Mapping) for part in value)
    return " ".join(said) if whole else join(said, lang)


def _contract(the: str, form: str, lang: str) -> str:
    for start, contracted in _CONTRACTIONS.get((form, lang), ()):
        if the.startswith(start):
            joined = contracted + the[len(start) :]
            return _ELIDED.sub("d'", joined) if (form, lang) == ("of", "fr") else joined
    return the


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
