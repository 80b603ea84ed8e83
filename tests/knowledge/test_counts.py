"""Counts of words, kept small."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge.counts import Counts, bytes_of, trie_of

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
COUNTS = st.dictionaries(WORDS, st.integers(0, 2**32 - 1))


@given(counts=COUNTS, other=WORDS)
def test_counts_are_as_in_a_dictionary(counts: dict[str, int], other: str) -> None:
    small = Counts.of(counts)
    assert dict(small) == counts
    assert small.get(other) == counts.get(other)


@given(counts=COUNTS)
def test_counts_outlive_a_file(counts: dict[str, int]) -> None:
    small = Counts.of(counts)
    assert dict(Counts(trie_of(bytes_of(small.trie)), small.seen)) == counts
