"""The command line."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app

ENTRY = """
- id: what-is-a-kiwi
  topic: fruit
  questions:
    en: [What is a kiwi?, kiwi meaning, tell me about kiwis]
  answer:
    en: "A kiwi is a fruit."
  sources: [a-book]
"""


@pytest.mark.parametrize("where", ["before", "after"])
def test_another_knowledge_base_may_be_named_before_or_after_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    (tmp_path / "answers").mkdir()
    (tmp_path / "answers" / "fruit.yaml").write_text(ENTRY, encoding="utf-8")
    monkeypatch.setenv("KNOWLEDGE_DIR", "/nowhere")
    named, command = ["--knowledge", str(tmp_path)], ["ask", "What is a kiwi?"]
    result = CliRunner().invoke(
        app, [*named, *command] if where == "before" else [*command, *named]
    )
    assert "A kiwi is a fruit." in result.output
    assert result.exit_code == 0
