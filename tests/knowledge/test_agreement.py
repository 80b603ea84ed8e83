"""Which of several answers is given, and how sure that is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.agreement import foremost, share_in
from knowledge.decision import Decision

SEVEN = "Seven in total: four border areas, then three more."
AREAS = "INNOVACT worked in seven border areas, four at first and three more: Mexico-Guatemala and others, in total."
MAYORS = "The mayors met in Lima."


def worth(probability: float) -> float:
    """Return what an answer gains where a fifth of the probability is that nothing known is asked."""
    return Decision({}, 0.3, 3.0).gain(probability, 0.2)


def test_an_answer_that_says_what_the_others_say_has_their_probability() -> None:
    at, confidence = foremost([SEVEN, AREAS], [0.42, 0.38], "en", worth)
    assert at == 1
    assert confidence == pytest.approx(0.8)


def test_answers_that_say_other_things_do_not_back_one_another() -> None:
    assert foremost([SEVEN, MAYORS], [0.42, 0.38], "en", worth) == (0, 0.42)


def test_a_probable_answer_is_given_whatever_others_say() -> None:
    def unread() -> str:
        raise AssertionError("no answer needs to be read")

    texts = (unread() for _ in range(2))
    assert foremost(texts, [0.75, 0.05], "en", worth) == (0, 0.75)


def test_what_has_no_answer_backs_nothing() -> None:
    assert foremost(["", ""], [0.4, 0.4], "en", worth) == (0, 0.4)


@given(
    st.lists(st.tuples(st.text(max_size=40), st.floats(0, 1)), min_size=1, max_size=5),
    st.sampled_from(("en", "es", "pt", "fr", "xx")),
)
def test_no_answer_is_more_probable_than_all_together(
    answers: list[tuple[str, float]], lang: str
) -> None:
    answers.sort(key=lambda answer: -answer[1])
    probabilities = [probability for _, probability in answers]
    at, confidence = foremost([text for text, _ in answers], probabilities, lang, worth)
    assert probabilities[at] <= confidence + 1e-9
    assert confidence <= sum(probabilities) + 1e-9


def test_the_share_of_words_leaves_out_function_words() -> None:
    assert share_in("the border of Peru", "Peru's borders are long", "en") == 1.0
    assert share_in("the of", "the of", "en") == 0.0
