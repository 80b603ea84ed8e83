"""Which questions an edit answers differently."""

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.curators.changes import Change, changes, phrasings_of, print_changes, questions_in
from knowledge.assistant import Assistant
from knowledge.reply import Kind, Reply
from knowledge.store import open_assistant
from tests.running import KNOWLEDGE, write_knowledge


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The small knowledge base with other words in one answer."""
    folder = write_knowledge(tmp_path_factory.mktemp("edited"))
    more = KNOWLEDGE.replace("a letter", "a sign")
    (folder / "answers.yaml").write_text(more, encoding="utf-8")
    return open_assistant(folder, tmp_path_factory.mktemp("cache"))


def reply(kind: Kind, link: str | None, text: str = "…") -> Reply:
    return Reply(kind, link, text, "en", 0.9)


@pytest.mark.parametrize(
    ("before", "now", "what"),
    [
        (reply("answer", "a"), reply("none", None), "lost"),
        (reply("answer", "a"), reply("suggest", None), "lost"),
        (reply("suggest", None), reply("answer", "a"), "gained"),
        (reply("answer", "a"), reply("answer", "b"), "other answer"),
        (reply("none", None), reply("suggest", None), "other answer"),
        (reply("answer", "a", "old"), reply("answer", "a", "new"), "other words"),
    ],
)
def test_each_kind_of_change_has_a_name(before: Reply, now: Reply, what: str) -> None:
    assert Change("?", "en", before, now).what == what


def test_only_what_is_answered_differently_is_told(small: Assistant, edited: Assistant) -> None:
    asked = [("What is X?", "en"), ("Who made Y?", "en")]
    (change,) = changes(small, edited, asked)
    assert (change.question, change.what) == ("What is X?", "other words")
    assert changes(small, small, asked) == []
    out = StringIO()
    print_changes([change], 2, Path("old"), Console(file=out, width=100))
    assert "- X is a letter." in out.getvalue()
    assert "+ X is a sign." in out.getvalue()
    assert "1 of 2 questions" in out.getvalue()


def test_questions_are_those_of_files_and_of_the_content(small: Assistant) -> None:
    lines = ['{"question": "a", "lang": "es"}', '{"question": "b"}', "{", "[]", '{"question": 1}']
    assert list(questions_in(lines)) == [("a", "es"), ("b", None)]
    assert ("What is X?", "en") in set(phrasings_of(small.library, small.library))
    assert len(list(phrasings_of(small.library, small.library))) == 6
