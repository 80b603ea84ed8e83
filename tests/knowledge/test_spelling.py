"""Which known word a misspelt one is taken for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from knowledge.spelling import LONG, SHORTEST, Speller

KNOWN = {
    "many": 50,
    "navy": 0,
    "host": 3,
    "hot": 20,
    "data": 9,
    "border": 9,
    "order": 90,
    "borders": 5,
}
KNOWN |= {"start": 40, "state": 40, "cooperation": 30}
SPELLER = Speller(KNOWN)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("nany", "many"),  # the first letter, against a word that nobody says
        ("sata", "data"),
        ("hsot", "host"),  # two letters swapped, rather than one added to the more frequent "hot"
        ("bordders", "borders"),  # a letter doubled
        ("oder", "order"),
        ("bordor", "border"),  # the same first letter, against the more frequent "order"
        ("bordes", "borders"),
        ("coperatoin", "cooperation"),  # two errors in a long word
        ("xyzzy", None),
        ("2015", None),
    ],
)
def test_the_likeliest_word_was_meant(written: str, meant: str | None) -> None:
    assert SPELLER.repair(written) == meant


@given(st.text("abdeorstv", max_size=12))
def test_a_repaired_word_is_known_and_near(written: str) -> None:
    meant = SPELLER.repair(written)
    if meant is None:
        return
    assert meant in KNOWN
    assert len(written) >= SHORTEST
    assert OSA.distance(written, meant) <= (2 if len(written) >= LONG else 1)


@given(st.sampled_from(sorted(KNOWN)), st.integers(0, 20), st.sampled_from("aeiost"))
def test_one_slip_is_always_repaired_to_some_word(word: str, at: int, letter: str) -> None:
    slip = word[:at] + letter + word[at:]
    assert slip in SPELLER or SPELLER.repair(slip) is not None
