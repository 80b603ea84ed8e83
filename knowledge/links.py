"""The links of answers: taken apart, said as a question, and made short enough for Telegram.

A link names an answer for good: the id of an entry or question, then what it is asked of, parted by
two hyphens (`dialogue-start--dialogue-chile`). It holds ids only, so it outlives any rewording.

A link too long for its place gets a short form, `s_` and a code of each part. A code depends on
nothing but its id, so a short link stays valid as long as the long one. No id holds an underscore,
so neither form can be taken for the other.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.entities import COUNTRY, ELSEWHERE
from knowledge.errors import UnknownLink
from knowledge.lexicon import lexicon
from knowledge.library import PARTED, Library
from knowledge.operations import OPERATIONS
from knowledge.phrasings import title
from knowledge.schema import Question, Record
from knowledge.templates import Slot, join, name_of, slots, typeset

__all__ = ["DEEP_LINK", "Link", "Links", "parse"]

DEEP_LINK = 64
"""So many characters fit into the start parameter of a Telegram deep link."""
_SHORT = "s_"
_CODE_LENGTH = 6
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_NUMBER = re.compile(r"\d{4}|n\d{1,3}")


@dataclass(frozen=True, slots=True)
class Link:
    """A link taken apart: the entry or question, and the records, years and ordinal it is asked of.

    `countries` are those that may take part in the records.
    """

    target: str
    records: tuple[Record, ...] = ()
    countries: tuple[Record, ...] = ()
    years: tuple[int, ...] = ()
    number: int | None = None
    guess: Record | None = None
    """What was named as a guess at the answer: "is Colombia's the oldest?"."""


def parse(library: Library, text: str) -> Link:
    """Return the parts of a (long) link. Raises UnknownLink where one of them names nothing here."""
    target, *parts = text.split(PARTED)
    if target in library.entries and not parts:
        return Link(target)
    if target not in library.questions:
        raise UnknownLink(text)
    records, years, number = [], [], None
    for part in parts:
        if part in library.records:
            records.append(library.records[part])
        elif not _NUMBER.fullmatch(part) or not part.isascii():
            raise UnknownLink(text)
        elif part.startswith("n"):
            number = int(part[1:])
        else:
            years.append(int(part))
    operation = OPERATIONS[library.questions[target].operation or "value"]
    if operation.guess and len(records) == 1:
        return Link(target, years=tuple(years), number=number, guess=records[0])
    beside = operation.country
    countries = [record for record in records if beside and record.kind in (COUNTRY, ELSEWHERE)]
    subjects = [record for record in records if record not in countries]
    return Link(target, tuple(subjects), tuple(countries), tuple(years), number)


class Links:
    """The links of one knowledge base."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._ids: dict[str, str] = {}
        taken: set[str] = set()
        for id_ in dict.fromkeys((*library.entries, *library.questions, *library.records)):
            code = _code(id_)
            if self._ids.setdefault(code, id_) != id_:
                taken.add(code)
        for code in taken:  # two ids of one code: neither has a short form
            del self._ids[code]

    def short(self, link: str, limit: int = DEEP_LINK) -> str | None:
        """Return `link` if it has at most `limit` characters, else its short form; None if that is too long."""
        if len(link) <= limit:
            return link
        parts = link.split(PARTED)
        codes = [part if _NUMBER.fullmatch(part) else _code(part) for part in parts]
        if any(self._ids.get(c) != p for c, p in zip(codes, parts, strict=True) if c != p):
            return None
        short = _SHORT + "_".join(codes)
        return short if len(short) <= limit else None

    def long(self, text: str) -> str:
        """Return the link that `text` is, or is the short form of. Raises UnknownLink for an unknown code."""
        if not text.startswith(_SHORT):
            return text
        parts = []
        for code in text.removeprefix(_SHORT).split("_"):
            part = code if _NUMBER.fullmatch(code) else self._ids.get(code)
            if part is None:
                raise UnknownLink(text)
            parts.append(part)
        return PARTED.join(parts)

    def title(self, link: str, lang: str) -> str:
        """Return the question that a link answers, as a person would ask it. Raises UnknownLink."""
        parsed = parse(self._library, link)
        question = self._library.questions.get(parsed.target)
        if question is None:
            return typeset(title(self._library, parsed.target, lang), lang)
        spoken = next((c for c in (lang, *self._library.languages) if c in question.questions), "")
        if not spoken:
            return parsed.target
        text = question.questions[spoken][0]
        for slot in slots(text):
            value = self._value(slot, question, parsed, spoken)
            if value is None:
                raise UnknownLink(link)
            text = text.replace(slot.written, value, 1)
        return typeset(text[:1].upper() + text[1:], spoken)

    def _value(self, slot: Slot, question: Question, link: Link, lang: str) -> str | None:
        """Return what stands in a slot of the question, None where the link does not say."""
        subjects = link.records
        operation = OPERATIONS[question.operation or "value"]
        if slot.name in ("year", "until"):
            end = max if slot.name == "until" else min
            return str(end(link.years)) if link.years else None
        if slot.name == "number":
            said = (word for word, n in lexicon(lang).ordinals.items() if n == link.number)
            return next(said, None if link.number is None else str(link.number))
        if slot.name == "country":
            named: Sequence[Record] = link.countries
        elif operation.subjects > 1:
            named = (subjects[1:2] if slot.name == "other" else ()) or subjects[:1]
        else:
            named = [r for r in subjects if r.kind in question.about] or subjects
        return join([name_of(self._library, r, lang, slot.form) for r in named], lang) or None


def _code(id_: str) -> str:
    """Return six letters and digits that stand for `id_`."""
    number = int.from_bytes(hashlib.sha256(id_.encode()).digest()[:8], "big")
    digits = []
    for _ in range(_CODE_LENGTH):
        number, rest = divmod(number, len(_ALPHABET))
        digits.append(_ALPHABET[rest])
    return "".join(digits)
