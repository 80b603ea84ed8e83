"""Edits are taken into service when they are well-formed; otherwise the last good knowledge stays."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.preview.insight import WatchedAssistant
from bot.reload import Reload
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


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


async def test_reload(folder: Path) -> None:
    file = folder / "answers.yaml"
    file.write_text(ENTRY, encoding="utf-8")
    told: list[dict[str, Any]] = []
    insights: list[dict[str, Any]] = []
    knowledge = Knowledge(open_assistant(folder))
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


async def test_an_insight_tells_how_a_reply_came_about(folder: Path) -> None:
    (folder / "answers.yaml").write_text(ENTRY, encoding="utf-8")
    plain = open_assistant(folder)
    insights: list[dict[str, Any]] = []
    watched = WatchedAssistant(plain, insights.append)
    assert watched.ask("What is X?", top=1) == plain.ask("What is X?", top=1)
    (insight,) = insights
    assert insight["question"] == "What is X?"
    assert insight["entry"] == insight["candidates"][0]["entry"] == "what-is-x"
    assert insight["confidence"] > 0.5
    assert insight["milliseconds"] > 0


async def test_an_edit_in_mid_reload_starts_it_anew(folder: Path) -> None:
    file = folder / "answers.yaml"
    file.write_text(ENTRY, encoding="utf-8")
    standings: list[str] = []
    learnt = asyncio.Event()

    def tell(now: dict[str, Any]) -> None:
        standings.append(now["standing"])
        if now["standing"] == "learning" and len(standings) == 1:
            file.write_text(ENTRY.replace("a letter", "the second"), encoding="utf-8")
        if now["standing"] == "current":
            learnt.set()

    knowledge = Knowledge(open_assistant(folder))
    stop = asyncio.Event()
    watch = asyncio.create_task(Reload(folder, knowledge, tell).watch(stop))
    file.write_text(ENTRY.replace("a letter", "the first"), encoding="utf-8")
    async with asyncio.timeout(60):
        await learnt.wait()
        while "second" not in knowledge.assistant.ask("What is X?").text:
            await asyncio.sleep(0.05)
    stop.set()
    await watch
