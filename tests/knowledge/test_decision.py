"""Deciding between ways to understand a question and none of them."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.decision import BY_EXPERIENCE, SPEAKS_AGAINST, SPEAKS_FOR, Case, Decision, fitted


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=20))
def test_probabilities_add_up_to_one(scores: list[float]) -> None:
    shares = Decision({}).probabilities(scores)
    assert sum(shares) == pytest.approx(1)
    assert shares[scores.index(max(scores))] == max(shares)


@given(st.floats(0, 1), st.floats(0, 1))
def test_what_should_be_refused_is_worth_less_to_answer(probability: float, none: float) -> None:
    decision = Decision({}, wrong_costs=0.3, refusable_costs=4.0)
    assert decision.gain(probability, none) <= decision.gain(probability, none / 2)


def test_fitting_learns_what_tells_right_from_wrong() -> None:
    chance = random.Random(1)
    cases = []
    for _ in range(300):
        right = chance.random() < 0.7
        options = [
            {"share": -1.0, "similarity": 0.4 + 0.3 * right + 0.2 * chance.random()},
            {"share": -1.0, "similarity": 0.3 * chance.random()},
            {"none": 1.0},
        ]
        cases.append(Case(options, [right, False, not right]))
    decision = Decision(fitted(cases, BY_EXPERIENCE))
    hits = 0
    for case in cases:
        shares = decision.probabilities([decision.score(option) for option in case.options])
        hits += case.right[shares.index(max(shares))]
    assert hits / len(cases) > 0.85


def test_no_sample_turns_evidence_against_reason() -> None:
    chance = random.Random(2)
    cases = [
        Case(
            [{name: chance.random() for name in (*SPEAKS_FOR, *SPEAKS_AGAINST)}, {"none": 1.0}],
            [chance.random() < 0.5, False],
        )
        for _ in range(100)
    ]
    found = fitted([Case(c.options, [c.right[0], not c.right[0]]) for c in cases], BY_EXPERIENCE)
    assert all(found[name] >= -1e-9 for name in SPEAKS_FOR & found.keys())
    assert all(found[name] <= 1e-9 for name in SPEAKS_AGAINST & found.keys())
