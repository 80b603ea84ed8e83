"""Question sets as intent data: phrasings to learn, questions to ask, questions that nothing answers.

The public sets are not part of this project: their folder is an argument. Each set in it is a
folder of its own with `train.tsv` (or `train_5.tsv` and `train_10.tsv`, the few-shot draws of the
literature), `test.tsv` and, where there are any, `oos_test.tsv`; a row is intent, language, text.
"""

import csv
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from knowledge.catalogue import Catalogue
from knowledge.library import Library
from knowledge.links import parse
from knowledge.loading import CONTENT, load
from knowledge.templates import name_of, slots

__all__ = ["IntentSet", "Item", "left_out", "public", "shipped", "shipped_entries"]

LEFT_OUT = 0.2
"""Part of the intents that is left out to get questions out of scope, as in the sets of nlp.js."""
ASKED = 600
"""Of the shipped answers, so many questions are asked at most."""
NAMES = {"hwu64": "HWU64", "nlpjs_es": "nlp.js es", "nlpjs_fr": "nlp.js fr"}


@dataclass(frozen=True, slots=True)
class Item:
    """One phrasing or question; `intent` is empty where nothing answers it."""

    intent: str
    lang: str
    text: str


@dataclass(frozen=True, slots=True)
class IntentSet:
    """What to learn and what to ask."""

    name: str
    learnt: Sequence[Item]
    asked: Sequence[Item]
    outside: Sequence[Item] = ()

    @property
    def intents(self) -> list[str]:
        """The intents that are learnt, sorted."""
        return sorted({item.intent for item in self.learnt})


def public(folder: Path) -> Iterator[IntentSet]:
    """Yield the public sets in `folder`, and those of one corpus in several languages as one more.

    Raises FileNotFoundError where `folder` holds no set.
    """
    found: dict[str, list[IntentSet]] = defaultdict(list)
    for tests in sorted(folder.glob("*/test.tsv")):
        own = tests.parent
        asked, outside = _rows(tests), _rows(own / "oos_test.tsv")
        draws = sorted(own.glob("train_*.tsv"), key=lambda p: int(p.stem.partition("_")[2]))
        for draw in draws or [own / "train.tsv"]:
            many = draw.stem.partition("_")[2]
            name = NAMES.get(own.name, own.name) + (f", {many} phrasings" if many else "")
            one = IntentSet(name, _distinct(_rows(draw)), asked, outside)
            yield one
            found[own.name.partition("_")[0]].append(one)
    if not found:
        raise FileNotFoundError(f"{folder} holds no set: no folder with a test.tsv.")
    for corpus, some in found.items():
        languages = {item.lang for one in some for item in one.asked}
        if len(languages) > 1:
            yield _together(f"{corpus} {' + '.join(sorted(languages))}", some)


def left_out(one: IntentSet, share: float = LEFT_OUT) -> IntentSet:
    """Return `one` with a part of its intents left out: their questions are then out of scope.

    A set that brings questions out of scope is returned as it is.
    """
    if one.outside:
        return one
    gone = set(random.Random(1).sample(one.intents, round(share * len(one.intents))))
    return replace(
        one,
        learnt=[item for item in one.learnt if item.intent not in gone],
        asked=[item for item in one.asked if item.intent not in gone],
        outside=[replace(item, intent="") for item in one.asked if item.intent in gone],
    )


def shipped(folder: Path = CONTENT) -> list[Item]:
    """Return every phrasing of every answer of the shipped knowledge base, names filled in.

    The intent is the link of the answer. What needs a year or a second record is not among them:
    such questions are without end, and a list of phrasings cannot hold them.
    """
    library = load(folder)
    return [
        Item(link, lang, text)
        for link in Catalogue(library).links()
        for lang, text in _ways_to_ask(library, link)
    ]


def shipped_entries(
    folder: Path = CONTENT, keep: int = 10, ask: int = 3, most: int = ASKED
) -> IntentSet:
    """Return the free-standing answers of the shipped knowledge base as an intent set.

    Of each answer `keep` phrasings are learnt and `ask` others asked, drawn the same each time and
    at the same places in each language: no translation of a question is learnt. A fifth of the
    answers is left out. At most `most` questions are asked, half as many out of scope.
    """
    chance = random.Random(7)
    learnt, asked = [], []
    library = load(folder)
    for entry in library.entries.values():
        if entry.kind == "answer":
            ways = library.ways_to_ask(entry)
            shortest = min(map(len, ways.values()))
            drawn = chance.sample(range(shortest), min(shortest, keep + ask))
            for lang, phrasings in ways.items():
                asked += [Item(entry.id, lang, phrasings[at]) for at in drawn[:ask]]
                learnt += [Item(entry.id, lang, phrasings[at]) for at in drawn[ask:]]
    one = left_out(IntentSet("Shipped answers", _distinct(learnt), asked))
    return replace(
        one,
        asked=chance.sample(one.asked, min(len(one.asked), most)),
        outside=chance.sample(one.outside, min(len(one.outside), most // 2)),
    )


def _rows(path: Path) -> list[Item]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file, "excel-tab", quoting=csv.QUOTE_NONE) if row]
    return [Item("" if intent == "oos" else intent, lang, text) for intent, lang, text in rows]


def _distinct(items: Iterable[Item]) -> list[Item]:
    """Return each text once, with the first intent that has it."""
    found: dict[tuple[str, str], Item] = {}
    for item in items:
        found.setdefault((item.lang, " ".join(item.text.casefold().split())), item)
    return list(found.values())


def _together(name: str, some: Sequence[IntentSet]) -> IntentSet:
    """Return several sets as one; an intent that one of them leaves out is left out of all."""
    shared = set.intersection(*(set(one.intents) for one in some))
    learnt = [item for one in some for item in one.learnt if item.intent in shared]
    asked = [item for one in some for item in one.asked if item.intent in shared]
    return IntentSet(name, _distinct(learnt), asked, [i for one in some for i in one.outside])


def _ways_to_ask(library: Library, link: str) -> Iterator[tuple[str, str]]:
    parsed = parse(library, link)
    question = library.questions.get(parsed.target)
    item = question or library.entries[parsed.target]
    for lang, phrasings in library.ways_to_ask(item).items():
        for text in phrasings:
            filled = text
            for slot in slots(text):
                if slot.name == "subject" and parsed.records:
                    name = name_of(library, parsed.records[0], lang, slot.form)
                    filled = filled.replace(slot.written, name, 1)
            if not slots(filled):
                yield lang, filled
