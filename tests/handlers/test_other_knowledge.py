"""Any folder of questions and answers works on Telegram, without names, records or topics."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.services import Knowledge, Services
from bot.state import State
from bot.texts import texts
from knowledge.store import open_assistant
from tests.handlers.harness import Stage, open_stage

ENTRIES = """\
- id: what-is-a-fjord
  questions:
    en: [What is a fjord?, Explain what a fjord is, Tell me what a fjord is]
  answer:
    en: A fjord is a <drowned> valley & deep.
  sources: [a-book]
- id: what-is-a-delta
  questions:
    en: [What is a delta?, Explain what a river delta is, Tell me about deltas]
  answer:
    en: A delta is land that a river builds.
  sources: [a-book]
"""


@pytest_asyncio.fixture
async def elsewhere(folder: Path, tmp_path: Path, state: State) -> AsyncIterator[Stage]:
    (folder / "answers.yaml").write_text(ENTRIES, encoding="utf-8")
    other = open_assistant(folder, cache_in=tmp_path / "cache")
    async with open_stage(Services(Knowledge(other), state)) as stage:
        yield stage


async def test_questions_are_answered(elsewhere: Stage) -> None:
    (answer,) = await elsewhere.person("Ana", "es").asks("What is a fjord?")
    assert "<drowned> valley & deep" in answer.text


async def test_every_command_has_something_to_say(elsewhere: Stage) -> None:
    ana = elsewhere.person()
    for command in texts("en").commands:
        assert await ana.asks(f"/{command}"), command


async def test_browsing_reaches_both_answers(elsewhere: Stage) -> None:
    ana = elsewhere.person()
    (menu,) = await ana.asks("/topics")
    await ana.presses(menu, menu.buttons[0])
    assert "What is a fjord?" in menu.text
    await ana.presses(menu, "2")
    assert "land that a river builds" in menu.text


async def test_inline_mode_offers_them(elsewhere: Stage) -> None:
    pending = await elsewhere.person().types_inline("")
    assert pending.answer
    assert len(pending.answer["results"]) == 2
