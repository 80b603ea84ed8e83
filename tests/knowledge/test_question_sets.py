"""The rates that the README states, held from below on both question sets."""

from pathlib import Path

import pytest

from knowledge.assistant import Assistant
from knowledge.loading import CONTENT
from knowledge.loading import load as load_content
from knowledge.phrasings import written_out
from knowledge.text import words
from tests.questions.sets import BLIND, DEVELOPMENT, FACTS, HELD, is_right, load

__all__: list[str] = []

SHORTEST = 5
"""Questions of fewer words, such as "what is IURC", have hardly any other form."""
MOST = 0.025


@pytest.mark.parametrize(
    ("path", "right", "refused"),
    [(DEVELOPMENT, 0.89, 0.97), (HELD, 0.88, 0.96), (BLIND, 0.84, 0.92), (FACTS, 0.85, 0.95)],
)
def test_rates_do_not_fall(assistant: Assistant, path: Path, right: float, refused: float) -> None:
    results = [(e, is_right(e, assistant.ask(e.question, None, e.history))) for e in load(path)]
    answerable = [ok for e, ok in results if e.expect == "answer"]
    refusable = [ok for e, ok in results if e.expect == "none"]
    assert sum(answerable) / len(answerable) >= right
    assert sum(refusable) / len(refusable) >= refused


@pytest.mark.parametrize("path", [DEVELOPMENT, HELD, BLIND, FACTS])
def test_hardly_a_question_of_the_sets_is_learnt_word_for_word(path: Path) -> None:
    """The plainest questions have one form, a title's; rates on many learnt ones would tell nothing."""
    learnt = {tuple(w.folded for w in words(p.text)) for p in written_out(load_content(CONTENT))}
    asked = [tuple(w.folded for w in words(e.question)) for e in load(path) if not e.history]
    known = sum(question in learnt for question in asked if len(question) >= SHORTEST)
    assert known <= MOST * len(asked)
