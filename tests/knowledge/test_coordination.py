"""Two questions in one."""

import pytest

from knowledge.coordination import coordinated
from knowledge.lexicon import lexicon


@pytest.mark.parametrize(
    ("text", "lang", "first", "second"),
    [
        ("When and where was it signed?", "en", "When was it signed", "where was it signed"),
        ("¿Cuándo y dónde se firmó?", "es", "Cuándo se firmó", "dónde se firmó"),
        ("Onde e quando foi adotado?", "pt", "Onde foi adotado", "quando foi adotado"),
        (
            "who runs INNOVACT and what is it about",
            "en",
            "who runs INNOVACT",
            "what is it about",
        ),
    ],
)
def test_two_questions_are_told_apart(text: str, lang: str, first: str, second: str) -> None:
    pair = coordinated(text, lexicon(lang))
    assert pair is not None
    assert (pair.first, pair.second) == (first, second)


@pytest.mark.parametrize("text", ["When did Chile and Peru start?", "What is INNOVACT?", "and", ""])
def test_one_question_stays_one(text: str) -> None:
    assert coordinated(text, lexicon("en")) is None
