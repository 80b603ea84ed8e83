"""Recognising what a question names: records by any of their names, years, ordinals, other countries.

Names are looked up word by word, longest first, in all languages at once: people mix them, and a
country's name in one language is rarely a word of another.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from knowledge.language import locale_of
from knowledge.lexicon import lexicon
from knowledge.library import Library
from knowledge.schema import EVERY_LANGUAGE, Record
from knowledge.text import Word, fold, words

__all__ = [
    "COUNTRY",
    "ELSEWHERE",
    "ORDINAL",
    "PLACES",
    "PLACES_AND_TIMES",
    "YEAR",
    "Gazetteer",
    "Mention",
    "names_by_language",
]

COUNTRY = "country"
YEAR, ORDINAL, ELSEWHERE = "year", "ordinal", "elsewhere"
"""Kinds of mention beside those of records; `elsewhere` is a country of neither region."""
PLACES = (COUNTRY, "region", ELSEWHERE)
PLACES_AND_TIMES = (*PLACES, YEAR, ORDINAL)

_UNION = {"ue": "eu"}
"""The Union's letters stand in many names (EU-CELAC, UE-CELAC); they count as the same word."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_NOT_ELSEWHERE = frozenset(
    # parts of EU members that the content speaks of, aggregates, and codes that are no country
    [
        "GF",
        "GP",
        "MQ",
        "YT",
        "RE",
        "MF",
        "BL",
        "PM",
        "EU",
        "EZ",
        "UN",
        "ZZ",
        "XA",
        "XB",
        "QO",
        "IC",
        "EA",
        "AC",
        "TA",
        "DG",
        "CP",
    ]
)
_OTHER_TONGUES = ("ja", "zh", "ko", "ru", "tr", "vi", "hi", "ar", "th", "uk", "id", "fa", "he")


_Ending = tuple[tuple[str, ...], str]
"""The words that a name goes on with, and the record that it is of."""


@dataclass(frozen=True, slots=True)
class Mention:
    """What one stretch of words names: `words[start:end]` is a `kind`, in particular `id`."""

    start: int
    end: int
    kind: str
    id: str


class Gazetteer:
    """All names of a knowledge base's records, and of the countries that it says nothing of."""

    def __init__(self, library: Library) -> None:
        self._names: dict[tuple[str, ...], tuple[str, str]] = {}
        self._codes: dict[str, tuple[str, str]] = {}
        self._ordinals: dict[str, int] = {}
        self._grammar = frozenset[str]().union(
            *(lexicon(lang).function for lang in library.languages)
        )
        for record in library.records.values():
            for code in record.abbreviations:
                self._codes[code] = (record.kind, record.id)
        for strength in range(3):  # a name outranks an alias, an alias a capital or demonym
            for record in library.records.values():
                for name in _names(record, strength):
                    self._add(name, record.kind, record.id)
        if library.records:
            members = {record.code for record in library.records.values() if record.code}
            for name, code in _elsewhere(library.languages):
                if code not in members:
                    self._add(name, ELSEWHERE, code.lower())
            for lang in library.languages:
                self._ordinals |= lexicon(lang).ordinals
        self._dated = _dated(library)
        self._nouns = {
            kind: frozenset(fold(noun) for some in nouns.values() for noun in some)
            for kind, nouns in (library.manifest.nouns if library.manifest else {}).items()
        }
        self._lengths: dict[str, tuple[int, ...]] = {}
        for folded in self._names:
            known = self._lengths.get(folded[0], ())
            self._lengths[folded[0]] = tuple(sorted({*known, len(folded)}, reverse=True))
        self.vocabulary = frozenset(word for name in self._names for word in name) | {*_UNION}
        self._languages: dict[str, set[str]] = {}
        for lang, written in names_by_language(library).items():
            for word in {word for name in written for word in words(name)}:
                for spelling in (word.written.lower(), word.folded):
                    self._languages.setdefault(spelling, set()).add(lang)

    def _add(self, name: str, kind: str, id_: str) -> None:
        folded = tuple(_UNION.get(word.folded, word.folded) for word in words(name))
        if folded:
            self._names.setdefault(folded, (kind, id_))
            if 1 < len(folded) <= 3 and len("".join(folded)) <= 10 and "-" in name:
                self._names.setdefault(("".join(folded),), (kind, id_))  # INNOV-AL, INNOVAL

    def content(self) -> list[object]:
        """Return all that decides what is found, in a form that JSON can hold."""
        return [
            sorted((*named, *words) for words, named in self._names.items()),
            sorted((code, *named) for code, named in self._codes.items()),
            sorted(self._ordinals.items()),
            sorted(
                (kind, sorted(nouns), sorted(years.items()))
                for kind, (nouns, years) in self._dated.items()
            ),
            sorted((kind, sorted(nouns)) for kind, nouns in self._nouns.items()),
        ]

    def is_name(self, word: str) -> bool:
        """Say whether a folded word alone is a name."""
        return (word,) in self._names

    def languages_of(self, written: str) -> Collection[str]:
        """Return the languages with a name that holds a word written so, or so but for its marks."""
        return self._languages.get(written.lower(), ())

    def of_year(self, kind: str, year: str) -> str | None:
        """Return the record that a year names among those of a kind, None where a year names none of them."""
        _, by_year = self._dated.get(kind, (frozenset(), {}))
        return by_year.get(year)

    def siblings(self, kind: str, id_: str) -> Sequence[tuple[tuple[str, ...], str]]:
        """Return what names of others of a kind go on with after the words that begin a name of this one, longest first.

        "Amazonia" of Interreg Amazonia beside Interreg Caribbean; what is a name by itself is left out.
        """
        found = {
            (rest, named)
            for opening, beginning in self._openings.get(kind, {}).items()
            if any(of == id_ for _, of in beginning)
            for rest, named in beginning
            if named != id_ and rest and not self._grammar.issuperset(rest)
            if rest not in self._names
        }
        return sorted(found, key=lambda one: (-len(one[0]), one))

    @cached_property
    def _openings(self) -> Mapping[str, Mapping[tuple[str, ...], Sequence[_Ending]]]:
        """By kind, the words that tell something and begin names of several, each with how these go on and who is meant."""
        found: dict[str, dict[tuple[str, ...], list[_Ending]]] = defaultdict(dict)
        for name, (kind, id_) in self._names.items():
            nouns = self._nouns.get(kind, frozenset())
            told = [word not in self._grammar and word not in nouns for word in name]
            for length in range(1, len(name) + 1):
                if any(told[:length]):
                    found[kind].setdefault(name[:length], []).append((name[length:], id_))
        return {
            kind: {begin: ends for begin, ends in own.items() if len({id_ for _, id_ in ends}) > 1}
            for kind, own in found.items()
        }

    def find(self, sequence: Sequence[Word]) -> list[Mention]:
        """Return the mentions in a sequence of words, left to right, none overlapping."""
        if not self._names:
            return []
        found: list[Mention] = []
        folded = [_UNION.get(word.folded, word.folded) for word in sequence]
        at = 0
        while at < len(sequence):
            mention = self._at(sequence, folded, at)
            if mention and not self._pulls_apart(mention, sequence, folded):
                free = found[-1].end if found else 0
                mention = self._with_noun(mention, folded, free)
                found.append(mention)
                at = mention.end
            else:
                at += 1
        return self._with_years_resolved(found, folded)

    def _with_noun(self, mention: Mention, folded: Sequence[str], free: int) -> Mention:
        """Return a mention with the noun before or after it that only says what it is."""
        nouns = self._nouns.get(mention.kind, frozenset())
        if mention.start > free and folded[mention.start - 1] in nouns:
            return replace(mention, start=mention.start - 1)
        if mention.end < len(folded) and folded[mention.end] in nouns:
            return replace(mention, end=mention.end + 1)
        return mention

    def _with_years_resolved(self, found: list[Mention], folded: Sequence[str]) -> list[Mention]:
        """Return the mentions with a year in place of a name told as that name: "the 2015 summit"."""
        for kind, (nouns, by_year) in self._dated.items():
            if nouns.isdisjoint(folded) or any(mention.kind == kind for mention in found):
                continue
            years = [mention for mention in found if mention.kind == YEAR]
            if len(years) == 1 and years[0].id in by_year:
                named = Mention(years[0].start, years[0].end, kind, by_year[years[0].id])
                found = [named if mention is years[0] else mention for mention in found]
        return found

    def _pulls_apart(
        self, mention: Mention, sequence: Sequence[Word], folded: Sequence[str]
    ) -> bool:
        """Say whether a name begins inside this one and reaches beyond it: "programme IURC" IURC-LAC."""
        inside = (self._at(sequence, folded, at) for at in range(mention.start + 1, mention.end))
        return any(other is not None and other.end > mention.end for other in inside)

    def _may_name(self, word: Word, folded: str) -> bool:
        """Say whether anything that is named starts with this word: most words need no closer look."""
        return (
            folded in self._lengths
            or word.written in self._codes
            or folded in self._ordinals
            or folded.isdigit()
        )

    def _at(self, sequence: Sequence[Word], folded: Sequence[str], at: int) -> Mention | None:
        """Return the longest name that begins at a word."""
        if not self._may_name(sequence[at], folded[at]):
            return None
        for length in self._lengths.get(folded[at], ()):
            named = self._names.get(tuple(folded[at : at + length]))
            if named and at + length <= len(folded):
                return Mention(at, at + length, *named)
        word = sequence[at]
        if word.written in self._codes and not all(w.written.isupper() for w in sequence):
            return Mention(at, at + 1, *self._codes[word.written])
        if _YEAR.fullmatch(word.folded):
            return Mention(at, at + 1, YEAR, word.folded)
        if word.folded in self._ordinals:
            return Mention(at, at + 1, ORDINAL, str(self._ordinals[word.folded]))
        return None


def _dated(library: Library) -> dict[str, tuple[frozenset[str], dict[str, str]]]:
    """Return, by kind, the nouns that a year tells apart, and the record of each year."""
    found: dict[str, tuple[frozenset[str], dict[str, str]]] = {}
    for kind, nouns in (library.manifest.dated if library.manifest else {}).items():
        folded = frozenset(fold(noun) for some in nouns.values() for noun in some)
        by_year = {
            str(fact.value): record.id
            for record in library.of_kind(kind)
            if (fact := record.facts.get("start")) is not None
        }
        found[kind] = folded, by_year
    return found


def names_by_language(library: Library) -> dict[str, list[str]]:
    """Return the names of records by language; those that are the same in all of them left out."""
    found: dict[str, list[str]] = {lang: [] for lang in library.languages}
    for record in library.records.values():
        for lang, name in (*record.name.items(), *record.the.items()):
            found.setdefault(lang, []).append(name)
        for lang, aliases in record.aliases.items():
            found.setdefault(lang, []).extend(aliases)
    found.pop(EVERY_LANGUAGE, None)
    return found


def _names(record: Record, strength: int) -> Iterator[str]:
    if strength == 0:
        yield from record.name.values()
        yield from record.the.values()
    elif strength == 1:
        for aliases in record.aliases.values():
            yield from aliases
    else:
        yield from record.capital.values()
        for demonyms in record.demonyms.values():
            yield from demonyms


@cache
def _territories(lang: str) -> Mapping[str, str]:
    locale = locale_of(lang)
    if locale is None:
        return {}
    names = {code: name for code, name in locale.territories.items() if code.isalpha()}
    tongues = {f"{code}-tongue": locale.languages.get(code, "") for code in _OTHER_TONGUES}
    return names | tongues


def _elsewhere(languages: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the names of all countries in `languages` (from CLDR) with their codes.

    Names of one word need five letters: "Iran" is "irã" in Portuguese, and "irá" a Spanish verb.
    """
    for lang in languages:
        for code, name in _territories(lang).items():
            plain = name.split(" (")[0]
            if code not in _NOT_ELSEWHERE and len(fold(plain)) >= 5:
                yield plain, code.removesuffix("-tongue")
