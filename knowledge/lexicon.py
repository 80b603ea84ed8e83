"""What is known of each language itself, whatever the subject: lead-ins, function words, ordinals.

A language without a file here still works: it merely has no such help.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml
from marisa_trie import Trie

from knowledge.stems import stem_once
from knowledge.text import fold, words

__all__ = ["Lexicon", "frames", "lexicon"]

LONGEST_CONNECTIVE = 6
"""So many words the longest opening of a leaning question has."""

_FOLDER = Path(__file__).parent / "lexicon"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language's words, folded; phrases are tuples of words."""

    carriers: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    """Lead-ins that ask nothing by themselves, "could you tell me", by first word, longest first."""
    connectives: frozenset[tuple[str, ...]] = frozenset()
    """Openings of a question that leans on the one before: "and what about"."""
    openers: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    """What is said before a question and asks nothing, "thanks", by first word, longest first."""
    changes: tuple[tuple[str, ...], ...] = ()
    """What says that the subject changes, "on another topic", longest first."""
    too: tuple[tuple[str, ...], ...] = ()
    """Ends of a question that leans on the one before: "Peru too"."""
    attributions: tuple[str, ...] = ()
    """What says where a statement comes from: "according to"."""
    tags: tuple[tuple[str, ...], ...] = ()
    """Ends of a question that ask nothing, "exactly", or whether what was said is true, "isn't it", longest first."""
    again: frozenset[str] = frozenset()
    """Words of asking for the same in another language, beside its name: "translate"."""
    reasons: tuple[tuple[str, ...], ...] = ()
    """What asks why."""
    sources: tuple[tuple[str, ...], ...] = ()
    """What asks where an answer comes from, "source" and "how do you know", longest first."""
    function: frozenset[str] = frozenset()
    """Words that carry grammar and no subject matter."""
    interrogatives: frozenset[str] = frozenset()
    """Words that open a question: "when"."""
    yesno: frozenset[str] = frozenset()
    """Words that open a question without a question word, where it is joined to another: "and is it over"."""
    conjunctions: frozenset[str] = frozenset()
    excepting: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    """What leaves out the countries named after it, by first word, longest first."""
    steps: Mapping[str, int] = field(default_factory=dict)
    """Words that step from what was named before to its neighbour in time: -1 back, 1 forward."""
    among: tuple[tuple[tuple[str, ...], int], ...] = ()
    """What asks about so many things that were named before, "of the two", longest first."""
    first: frozenset[str] = frozenset()
    """Words for the first of a row."""
    ordinals: Mapping[str, int] = field(default_factory=dict)
    decades: Mapping[str, tuple[tuple[tuple[str, ...], int], ...]] = field(default_factory=dict)
    """Decades by name, "nineties", by first word, longest first, each with its first year."""
    before_decades: tuple[tuple[str, ...], ...] = ()
    """What stands before the name of a decade: "in the", longest first."""
    before_numbered: tuple[tuple[str, ...], ...] = ()
    """What says that a number is a decade: "the decade of the", longest first."""
    bounds: tuple[tuple[str, ...], ...] = ()
    """What asks of one year, the first of a decade that follows: "since"."""
    years: tuple[str, ...] = ()
    """What asks for a span of years, before the first and before the last: "between", "and"."""
    contracted: Mapping[str, str] = field(default_factory=dict)
    """What stands for a whole word right after a question word: the s of "what's"."""
    short: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Phone spellings and the words that they stand for."""
    synonyms: Mapping[str, str] = field(default_factory=dict)
    """Stems and the meaning that each has, as a feature: `~start` for "begin" and, in Spanish, "empezar"."""
    words: Collection[str] = ()
    """The words that have a meaning there: none of them is a slip of the pen."""

    def opening(self, said: Sequence[str]) -> int:
        """Return how many words at the start only say that a question leans on the one before: "no, I meant"."""
        start = 0
        while True:
            ends = range(min(len(said), start + LONGEST_CONNECTIVE), start, -1)
            end = next((end for end in ends if tuple(said[start:end]) in self.connectives), start)
            if end == start:
                return start
            start = end


@cache
def lexicon(lang: str) -> Lexicon:
    """Return the lexicon of `lang`, an empty one where there is none."""
    path = _FOLDER / f"{lang}.yaml"
    if not path.is_file():
        return Lexicon()
    data = yaml.load(path.read_text(encoding="utf-8"), _LOADER)  # noqa: S506 - a safe loader, in C where there is one
    meanings = _meanings(lang)
    return Lexicon(
        synonyms={stem_once(word, lang): meaning for word, meaning in meanings.items()},
        words=Trie(meanings),
        carriers=_by_first_word(_folded(phrase) for phrase in data["carriers"]),
        excepting=_by_first_word(_folded(phrase) for phrase in data["except"]),
        openers=_by_first_word(_folded(phrase) for phrase in data["openers"]),
        changes=_longest_first(data["changes"]),
        too=_longest_first(data["too"]),
        attributions=tuple(data["attributions"]),
        tags=_longest_first(data["tags"]),
        again=frozenset(map(fold, data["again"])),
        reasons=_longest_first(data["reasons"]),
        sources=_longest_first(data["sources"]),
        connectives=frozenset(_folded(phrase) for phrase in data["connectives"]),
        function=frozenset(
            word for phrase in (*data["function"], *data["short"]) for word in _folded(str(phrase))
        ),
        interrogatives=frozenset(map(fold, data["interrogatives"])),
        yesno=frozenset(map(fold, data["yesno"])),
        conjunctions=frozenset(map(fold, data["conjunctions"])),
        steps={
            fold(word): step
            for name, step in (("previous", -1), ("next", 1))
            for word in data[name]
        },
        among=tuple(
            (phrase, number)
            for number, phrases in data["among"].items()
            for phrase in _longest_first(phrases)
        ),
        first=frozenset(map(fold, data["first"])),
        ordinals={
            fold(name): number for number, names in data["ordinals"].items() for name in names
        },
        decades=_decades(data["decades"]["names"]),
        before_decades=_longest_first(data["decades"]["before"]),
        before_numbered=_longest_first(data["decades"]["numbered"]),
        bounds=_longest_first(data["decades"]["bounds"]),
        years=tuple(map(fold, data["decades"]["years"])),
        contracted=data.get("contracted", {}),
        short={fold(str(short)): _folded(str(long)) for short, long in data["short"].items()},
    )


def _decades(names: Mapping[str, int]) -> dict[str, tuple[tuple[tuple[str, ...], int], ...]]:
    of_name = {_folded(name): start for name, start in names.items()}
    return {
        first: tuple((name, of_name[name]) for name in some)
        for first, some in _by_first_word(of_name).items()
    }


def frames(lang: str) -> dict[str, list[str]]:
    """Return what people say `before` and `after` a question, nothing where that is not known."""
    return _read("frames", lang)


def _longest_first(phrases: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(sorted(map(_folded, phrases), key=len, reverse=True))


def _by_first_word(
    phrases: Iterable[tuple[str, ...]],
) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        found.setdefault(phrase[0], []).append(phrase)
    return {first: tuple(some) for first, some in found.items()}


def _meanings(lang: str) -> dict[str, str]:
    """Return the words of the language's list of synonyms, each with its meaning as a feature."""
    groups = {f"~{meaning}": group for meaning, group in _read("synonyms", lang).items()}
    return {fold(word): meaning for meaning, group in groups.items() for word in group}


def _read(folder: str, lang: str) -> dict[str, list[str]]:
    path = _FOLDER / folder / f"{lang}.yaml"
    if not path.is_file():
        return {}
    found: dict[str, list[str]] = yaml.load(path.read_text(encoding="utf-8"), _LOADER)  # noqa: S506 - a safe loader, in C where there is one
    return found


def _folded(phrase: str) -> tuple[str, ...]:
    return tuple(word.folded for word in words(phrase))
