"""The stage behind the page: deeds in, events out, through the whole application."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from pydantic import ValidationError

from bot.localapi import ApiError, Event
from bot.preview.cast import ADMIN
from bot.preview.deeds import DEED
from bot.preview.stage import Stage, open_stage
from knowledge.assistant import Assistant

GROUP, ELSEWHERE = -1_001_000_000_001, -1_001_000_000_002


@pytest_asyncio.fixture
async def stage(assistant: Assistant, folder: Path, tmp_path: Path) -> AsyncIterator[Stage]:
    database = f"sqlite:///{tmp_path / 'preview.sqlite3'}"
    async with open_stage(assistant, folder, database) as opened:
        yield opened


async def does(stage: Stage, kind: str, chat: int = ADMIN, **more: Any) -> dict[str, Any]:
    deed = {"kind": kind, "person": ADMIN, "chat": chat, **more}
    return await DEED.validate_json(json.dumps(deed)).perform(stage.api)


async def next_event(stage: Stage, kind: str, count: int = 1) -> list[Event]:
    """Return the next events of a kind; fails by the test's time limit where none comes."""
    got: list[Event] = []
    done = asyncio.Event()

    def watcher(event: Event) -> None:
        if event.kind == kind:
            got.append(event)
            if len(got) >= count:
                done.set()

    stop = stage.api.world.events.watch(watcher)
    async with asyncio.timeout(20):
        await done.wait()
    stop()
    return got


async def test_a_question_is_answered_and_shown(stage: Stage) -> None:
    coming = asyncio.create_task(next_event(stage, "message", 2))
    await asyncio.sleep(0)
    await does(stage, "say", text="When did the dialogue with Chile start?")
    _, answer = await coming
    assert "2010" in answer.data["text"]
    chat = next(c for c in stage.snapshot()["chats"] if c["id"] == ADMIN)
    assert chat["messages"][-1] == answer.data
    assert stage.insights[-1]["entry"] == "dialogue-start--dialogue-chile"


async def test_inline_results_come_and_one_is_picked(stage: Stage) -> None:
    coming = asyncio.create_task(next_event(stage, "inline_answer"))
    await asyncio.sleep(0)
    query = await does(stage, "inline", ELSEWHERE, query="dialogue with Chile")
    (answer,) = await coming
    assert answer.data["id"] == query["id"]
    result = answer.data["results"][0]["id"]
    await does(stage, "pick", ELSEWHERE, query_id=query["id"], result_id=result)
    message = stage.api.world.chats[ELSEWHERE].visible[-1]
    assert message.data["via_bot"]["id"] == stage.api.me.id


async def test_a_mention_where_the_bot_is_no_member_calls_it_as_a_guest(stage: Stage) -> None:
    coming = asyncio.create_task(next_event(stage, "message", 2))
    await asyncio.sleep(0)
    await does(stage, "say", ELSEWHERE, text="@EU_CELAC_bot when did the Chile dialogue start?")
    assert "2010" in (await coming)[1].data["text"]


async def test_deeds_change_what_is_shown(stage: Stage) -> None:
    said = (await does(stage, "say", GROUP, text="one"))["message_id"]
    await does(stage, "edit", GROUP, message_id=said, text="two")
    assert stage.api.world.chats[GROUP].visible[-1].text == "two"
    await does(stage, "delete", GROUP, message_id=said)
    assert not stage.api.world.chats[GROUP].visible
    await does(stage, "language", language="pt")
    assert stage.api.world.people[ADMIN].language_code == "pt"
    await does(stage, "standing", GROUP, standing="kicked")
    shown = {chat["id"]: chat["bot"] for chat in stage.snapshot()["chats"]}
    assert shown[GROUP] == "kicked"


async def test_only_ones_own_messages_can_be_changed(stage: Stage) -> None:
    said = (await does(stage, "say", GROUP, text="one"))["message_id"]
    deed = {"kind": "edit", "person": 1002, "chat": GROUP, "message_id": said, "text": "x"}
    with pytest.raises(LookupError):
        await DEED.validate_python(deed).perform(stage.api)
    with pytest.raises(LookupError):
        await does(stage, "delete", GROUP, message_id=said + 99)
    with pytest.raises(ApiError):
        await does(stage, "say", text=" ")


@pytest.mark.parametrize(
    "deed",
    [
        {"kind": "say", "person": 1, "chat": 1, "text": ""},
        {"kind": "say", "person": 1, "chat": 1, "text": "x", "more": 1},
        {"kind": "press", "person": 1, "chat": 1, "message_id": 1, "row": -1, "column": 0},
        {"kind": "language", "person": 1, "chat": 1, "language": "<b>"},
        {"kind": "fly", "person": 1, "chat": 1},
    ],
)
def test_malformed_deeds_are_refused(deed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        DEED.validate_python(deed)
