"""Which questions an edit answers differently."""

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.curators.changes import changes, phrasings_of, print_changes, questions_in
from knowledge.assistant import Assistant
from knowledge.store import open_assistant
from tests.running import KNOWLEDGE, write_knowledge


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The small knowledge base with other words in one answer, and a third one."""
    folder = write_knowledge(tmp_path_factory.mktemp("edited"))
    more = KNOWLEDGE.replace("a letter", "a sign") + KNOWLEDGE.split("- id: who")[0].replace(
        "what-is-x", "what-is-w"
    ).replace("X", "W")
    (folder / "answers.yaml").write_text(more, encoding="utf-8")
    return open_assistant(folder, tmp_path_factory.mktemp("cache"))


def test_each_kind_of_change_is_told(small: Assistant, edited: Assistant) -> None:
    asked = [("What is X?", "en"), ("Who made Y?", "en"), ("Explain W to me", "en")]
    forth = {change.question: change.what for change in changes(small, edited, asked)}
    assert forth["What is X?"] == "other words"
    assert "Who made Y?" not in forth
    assert forth["Explain W to me"] in ("gained", "other answer")
    back = {change.question: change.what for change in changes(edited, small, asked)}
    assert back["Explain W to me"] in ("lost", "other answer")
    out = StringIO()
    print_changes(changes(small, edited, asked), 3, Path("old"), Console(file=out, width=100))
    assert "- X is a letter." in out.getvalue()
    assert "+ X is a sign." in out.getvalue()
    assert "2 of 3 questions" in out.getvalue()


def test_questions_are_those_of_files_and_of_the_content(small: Assistant) -> None:
    lines = ['{"question": "a", "lang": "es"}', '{"question": "b"}', "{", "[]", '{"question": 1}']
    assert list(questions_in(lines)) == [("a", "es"), ("b", None)]
    assert ("What is X?", "en") in set(phrasings_of(small, small))
    assert len(list(phrasings_of(small, small))) == 6
