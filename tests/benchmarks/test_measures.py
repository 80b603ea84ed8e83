"""The measures themselves: typing errors, the area under the curve, sets with intents left out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import DamerauLevenshtein

from tests.benchmarks.accuracy import area
from tests.benchmarks.gate import Ratio
from tests.benchmarks.peers import PEERS, best_by_intent, made
from tests.benchmarks.scale import of_size
from tests.benchmarks.sets import IntentSet, Item, left_out, shipped_entries
from tests.benchmarks.typos import mistyped


@given(st.text(max_size=60), st.integers(0, 2))
def test_a_typing_error_is_one_edit_and_always_the_same(text: str, errors: int) -> None:
    typed = mistyped(text, errors)
    assert DamerauLevenshtein.distance(text, typed) <= errors
    assert typed == mistyped(text, errors)


def test_words_long_enough_get_an_error_each() -> None:
    before = "when did the dialogue with Chile start"
    after = mistyped(before, 2)
    changed = [a != b for a, b in zip(before.split(), after.split(), strict=True)]
    assert sum(changed) == 2


def test_the_area_is_the_chance_to_rank_right() -> None:
    inside, outside = np.array([0.9, 0.5, 0.5]), np.array([0.5, 0.1])
    pairs = [(a > b) + (a == b) / 2 for a in inside for b in outside]
    assert area(inside, outside) == pytest.approx(sum(pairs) / len(pairs))


def test_each_intent_is_ranked_once_by_its_best_phrasing() -> None:
    scored = [("a", 9.0), ("b", 8.0), ("a", 7.0), ("c", 6.0), ("d", 5.0)]
    assert best_by_intent(scored, 3) == [("a", 9.0), ("b", 8.0), ("c", 6.0)]


def test_what_is_left_out_is_asked_but_not_learnt() -> None:
    items = [Item(f"intent {n}", "en", f"question {n}") for n in range(10)]
    within = left_out(IntentSet("ten", items, items))
    assert len(within.intents) == 8
    assert len(within.outside) == 2
    assert not any(item.intent for item in within.outside)
    assert left_out(within) is within


def test_no_question_of_the_shipped_answers_is_learnt() -> None:
    one = shipped_entries()
    learnt = {(item.lang, item.text) for item in one.learnt}
    assert one.asked
    assert not learnt & {(item.lang, item.text) for item in (*one.asked, *one.outside)}


def test_a_set_of_any_size_has_no_phrasing_twice() -> None:
    some = of_size(3_000)
    texts = [item.text for item in some.learnt]
    assert len(texts) == len(set(texts)) == 3_000
    assert not {item.text for item in some.asked} & set(texts)


@pytest.mark.parametrize("name", PEERS)
def test_each_peer_finds_the_phrasing_itself(name: str) -> None:
    try:
        peer = made(name)
    except ModuleNotFoundError as error:
        pytest.skip(f"{error.name} is not installed (make bench installs it)")
    items = [
        Item("hours", "en", "when are you open"),
        Item("hours", "en", "opening hours of the library"),
        Item("parking", "en", "where can I leave my car"),
        Item("parking", "en", "is there a car park"),
        Item("cards", "en", "how do I get a library card"),
    ]
    peer.learn(items)
    assert peer.rank("where can I leave my car", 1)[0][0] == "parking"
    ranked = peer.rank("how do I get a library card", 3)
    assert ranked[0][0] == "cards"
    assert len(ranked) == len({intent for intent, _ in ranked}) <= 3
    assert [score for _, score in ranked] == sorted((s for _, s in ranked), reverse=True)


def test_a_ratio_past_its_limit_does_not_hold() -> None:
    assert not Ratio("right, relative to", 0.99, 1.0).holds
    assert not Ratio("time, in rounds", 26.0, 25.0, most=True).holds
    assert Ratio("time, in rounds", 24.0, 25.0, most=True).holds
