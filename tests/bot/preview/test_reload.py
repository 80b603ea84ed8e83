"""Edits are taken into service when they are well-formed; otherwise the last good knowledge stays."""

from pathlib import Path
from typing import Any

from bot.preview.insight import WatchedAssistant
from bot.preview.reload import Reload
from bot.services import Knowledge
from knowledge.store import open_assistant

ENTRY = """\
- id: what-is-x
  questions:
    en: [What is X?, Tell me what X is]
  answer:
    en: X is a letter.
  sources: [a-book]
"""


async def test_reload(folder: Path, tmp_path: Path) -> None:
    file = folder / "answers.yaml"
    file.write_text(ENTRY, encoding="utf-8")
    told: list[dict[str, Any]] = []
    insights: list[dict[str, Any]] = []
    knowledge = Knowledge(open_assistant(folder, tmp_path / "cache"))
    reload = Reload(folder, knowledge, told.append, lambda a: WatchedAssistant(a, insights.append))

    file.write_text(ENTRY.replace("answer:", "anser:"), encoding="utf-8")
    await reload.again()
    assert told[-1]["standing"] == "broken"
    places = {(problem["file"], problem["line"]) for problem in told[-1]["problems"]}
    assert ("answers.yaml", 4) in places
    assert knowledge.assistant.ask("What is X?").text == "X is a letter."

    file.write_text(ENTRY.replace("a letter", "the unknown"), encoding="utf-8")
    await reload.again()
    assert [now["standing"] for now in told] == ["broken", "learning", "current"]
    assert knowledge.assistant.ask("What is X?").text == "X is the unknown."
    assert insights[-1]["entry"] == "what-is-x"

    file.unlink()
    await reload.again()
    assert told[-1]["standing"] == "broken"


async def test_an_insight_tells_how_a_reply_came_about(folder: Path, tmp_path: Path) -> None:
    (folder / "answers.yaml").write_text(ENTRY, encoding="utf-8")
    plain = open_assistant(folder, tmp_path / "cache")
    insights: list[dict[str, Any]] = []
    watched = WatchedAssistant(plain, insights.append)
    assert watched.ask("What is X?", top=1) == plain.ask("What is X?", top=1)
    (insight,) = insights
    assert insight["question"] == "What is X?"
    assert insight["entry"] == insight["candidates"][0]["entry"] == "what-is-x"
    assert insight["confidence"] > 0.5
    assert insight["milliseconds"] > 0
