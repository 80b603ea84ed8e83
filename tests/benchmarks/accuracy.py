"""How often the right answer comes first, against what people would otherwise use.

    python -m tests.benchmarks.accuracy [FOLDER] [--only NAME]

FOLDER holds the public sets (see `sets`); without it, the project's own alone are asked. For each set
and peer: the part of questions whose first answer is right, as written and with one and two typing
errors; whose first three hold the right one; the area under the curve for telling questions in scope
from those that nothing answers; and the precision where as many are answered as the product answers.
"""

import argparse
import multiprocessing
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from knowledge.assistant import Assistant
from knowledge.errors import UnknownLink
from knowledge.store import open_assistant
from tests.benchmarks.peers import OURS, PEERS, Peer, Ranked, made
from tests.benchmarks.peers.assistant import Ours, Shipped
from tests.benchmarks.sets import IntentSet, Item, left_out, public, shipped, shipped_entries
from tests.benchmarks.typos import mistyped
from tests.questions.sets import HELD, Example, is_right
from tests.questions.sets import load as load_examples

__all__ = ["Question", "Result", "area", "asked_of", "measured", "of_set", "of_shipped"]

SetT = TypeVar("SetT")

ERRORS = (0, 1, 2)
ENGLISH = ("MiniLM embeddings",)
"""Peers whose model is of English alone are not asked of the shipped knowledge base in Spanish."""
TOP = 3
PER_LANGUAGE = 200
"""So many questions of a language are asked of the shipped knowledge base, half of them refusable."""
PER_ANSWER = 10
"""So many phrasings of each answer do the peers get there."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question; `right` says whether an intent answers it, None where nothing does."""

    text: str
    lang: str
    right: Callable[[str], bool] | None


@dataclass(frozen=True, slots=True)
class Result:
    """What one peer is worth on one set, each from 0 to 1."""

    set: str
    peer: str
    right: tuple[float, ...]
    """The first is right, by number of typing errors."""
    recall: float
    """The right one is among the first three."""
    area: float
    """Area under the curve, in scope against out of scope; 0.5 is chance."""
    precision: float
    """Of the answers given, those that are right, where as many are given as the product gives."""
    answered: float
    """The part of all questions, in and out of scope, that the product answers."""


def of_set(one: IntentSet, peers: Sequence[str] = tuple(PEERS)) -> Iterator[Result]:
    """Yield what each peer is worth on an intent set."""
    within = left_out(one)
    given: list[bool] = []
    for name in dict.fromkeys((OURS, *peers)):
        peer = made(name)
        peer.learn(one.learnt)
        right, recall = measured(peer, asked_of(one.asked))
        if within is not one:
            peer.learn(within.learnt)
        questions = asked_of([*within.asked, *within.outside])
        if isinstance(peer, Ours):
            given = [peer.answers(question.text) for question in questions]
        yield Result(one.name, name, right, recall, *operating(peer, questions, given))


def of_shipped(lang: str, peers: Sequence[str] = tuple(PEERS)) -> Iterator[Result]:
    """Yield what each peer is worth on the shipped knowledge base, asked the held questions of a language."""
    assistant = open_assistant()
    questions = list(held(assistant, lang))
    phrasings = few([item for item in shipped() if item.lang == lang])
    given: list[bool] = []
    for name in dict.fromkeys((OURS, *peers)):
        peer = Shipped(assistant) if name == OURS else made(name)
        peer.learn(phrasings)
        right, recall = measured(peer, [q for q in questions if q.right])
        if isinstance(peer, Shipped):
            given = [peer.answers(question.text) for question in questions]
        worth = operating(peer, questions, given)
        yield Result(f"Shipped knowledge base, {lang}", name, right, recall, *worth)


def asked_of(items: Sequence[Item]) -> list[Question]:
    """Return questions that their own intent answers."""
    return [
        Question(item.text, item.lang, item.intent.__eq__ if item.intent else None)
        for item in items
    ]


def held(assistant: Assistant, lang: str) -> Iterator[Question]:
    """Yield held questions of a language that stand alone, drawn the same each time."""
    recalled = cache(assistant.recall)
    chance = random.Random(5)
    for expect in ("answer", "none"):
        some = [
            example
            for example in load_examples(HELD)
            if (example.lang, example.expect) == (lang, expect) and not example.history
        ]
        for example in chance.sample(some, min(len(some), PER_LANGUAGE // 2)):

            def right(link: str, example: Example = example) -> bool:
                try:
                    return is_right(example, recalled(link, lang))
                except UnknownLink:
                    return False

            yield Question(example.question, lang, right if expect == "answer" else None)


def few(items: Sequence[Item], keep: int = PER_ANSWER) -> list[Item]:
    """Return at most so many phrasings of each intent, drawn the same each time."""
    chance = random.Random(2)
    by_intent: dict[str, list[Item]] = {}
    for item in items:
        by_intent.setdefault(item.intent, []).append(item)
    return [i for some in by_intent.values() for i in chance.sample(some, min(len(some), keep))]


def measured(peer: Peer, questions: Sequence[Question]) -> tuple[tuple[float, ...], float]:
    """Return the part answered right by number of typing errors, and with three tries."""
    hits = [0] * len(ERRORS)
    recalled = 0
    for question in questions:
        for errors in ERRORS:
            ranked = peer.rank(mistyped(question.text, errors), TOP)
            hits[errors] += _first_is_right(question, ranked)
            if not errors and question.right:
                recalled += any(question.right(intent) for intent, _ in ranked)
    return tuple(hit / len(questions) for hit in hits), recalled / len(questions)


def operating(
    peer: Peer, questions: Sequence[Question], given: Sequence[bool]
) -> tuple[float, float, float]:
    """Return the area under the curve, the precision and the part answered.

    `given` says which questions the product answers; a peer answers as many, the surest first.
    """
    ranked = [peer.rank(question.text, 1) for question in questions]
    scores = np.array([best[0][1] if best else -np.inf for best in ranked])
    inside = np.array([question.right is not None for question in questions])
    right = np.array([_first_is_right(q, best) for q, best in zip(questions, ranked, strict=True)])
    answered = np.array(given, bool)
    if not isinstance(peer, (Ours, Shipped)):
        answered = np.zeros(len(questions), bool)
        answered[np.argsort(-scores, kind="stable")[: sum(given)]] = True
    precision = float(right[answered].mean()) if answered.any() else 0.0
    return area(scores[inside], scores[~inside]), precision, float(np.mean(given))


def area(inside: NDArray[np.float64], outside: NDArray[np.float64]) -> float:
    """Return the chance that a score of `inside` is above one of `outside`, ties counting half."""
    if not len(inside) or not len(outside):
        return float("nan")
    ranks = rankdata(np.concatenate([inside, outside]))[: len(inside)]
    return float((ranks.sum() - len(inside) * (len(inside) + 1) / 2) / (len(inside) * len(outside)))


def _first_is_right(question: Question, ranked: Ranked) -> bool:
    return bool(ranked and question.right and question.right(ranked[0][0]))


def results(folder: Path | None, only: Sequence[str]) -> Iterator[Result]:
    """Yield all results: on the public sets, the shipped answers and the held questions.

    Two sets are worked on at a time: no times are taken here.
    """
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        sets = [*(public(folder) if folder else ()), shipped_entries()]
        found = [pool.submit(_listed, of_set, one, only) for one in sets]
        spanish = [name for name in only if name not in ENGLISH]
        found.append(pool.submit(_listed, of_shipped, "en", only))
        found.append(pool.submit(_listed, of_shipped, "es", spanish))
        for some in found:
            yield from some.result()


def _listed(
    measure: Callable[[SetT, Sequence[str]], Iterator[Result]], of: SetT, only: Sequence[str]
) -> list[Result]:
    return list(measure(of, only))


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--only", action="append", choices=PEERS, help="this peer; may be repeated")
    chosen = parser.parse_args()
    shown: Mapping[str, str] = {}
    for result in results(chosen.folder, chosen.only or tuple(PEERS)):
        if shown != {"set": result.set}:
            shown = {"set": result.set}
            print(f"\n{result.set}; the product answers {result.answered:.0%}", flush=True)
        errors = "  ".join(f"{value:6.1%}" for value in result.right)
        print(
            f"  {result.peer:26} right {errors}  in three {result.recall:6.1%}  "
            f"area {result.area:.3f}  precision {result.precision:6.1%}",
            flush=True,
        )


if __name__ == "__main__":
    main()
