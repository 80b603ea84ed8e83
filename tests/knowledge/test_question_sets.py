"""The rates that the README states, held from below on both question sets."""

from pathlib import Path

import pytest

from knowledge.assistant import Assistant
from tests.questions.sets import DEVELOPMENT, HELD, is_right, load

__all__: list[str] = []


@pytest.mark.parametrize(
    ("path", "right", "refused"), [(DEVELOPMENT, 0.5, 0.95), (HELD, 0.5, 0.93)]
)
def test_rates_do_not_fall(assistant: Assistant, path: Path, right: float, refused: float) -> None:
    results = [(e, is_right(e, assistant.ask(e.question, None, e.history))) for e in load(path)]
    answerable = [ok for e, ok in results if e.expect == "answer"]
    refusable = [ok for e, ok in results if e.expect == "none"]
    assert sum(answerable) / len(answerable) >= right
    assert sum(refusable) / len(refusable) >= refused
