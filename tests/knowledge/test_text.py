import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from knowledge.text import MAX_LENGTH, clean, fold, words


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert len(once) <= MAX_LENGTH


@given(st.text())
def test_cleaned_text_hides_no_control_or_direction_characters(text: str) -> None:
    assert all(c in "\n\t" or not unicodedata.category(c).startswith("C") for c in clean(text))


@given(st.text())
def test_words_are_folded_runs_of_letters_and_digits(text: str) -> None:
    for word in words(text):
        assert word.folded == fold(word.written)
        assert "_" not in word.written


def test_marks_and_case_do_not_count() -> None:
    assert fold("Perú") == fold("PERU") == "peru"
    assert [w.folded for w in words("¿Qué es INNOV-AL?")] == ["que", "es", "innov", "al"]


def test_a_word_without_end_is_cut() -> None:
    (plain,) = words("a" * 5000)
    first, second = words("b" * 5000 + "-" + "c" * 5000)
    assert len(plain.folded) == len(plain.written) == len(first.folded) == 64
    assert second.joined
