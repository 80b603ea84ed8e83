"""What is kept is told, shown and deleted."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.state import State
from bot.texts import LANGUAGES, texts
from tests.handlers.harness import Stage


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_privacy_says_what_is_kept_and_for_how_long(stage: Stage, lang: str) -> None:
    (answer,) = await stage.person("Ana", lang).asks("/privacy")
    for named in ("30", "/mydata", "/forget"):
        assert named in answer.text


async def _document(stage: Stage) -> dict[str, object]:
    call = stage.api.called("sendDocument")[-1]
    (upload,) = call.parameters.files.values()
    assert upload.name == "mydata.json"
    return dict(json.loads(upload.content))


async def test_mydata_is_a_json_document_of_all_that_is_stored(stage: Stage) -> None:
    ana = stage.person()
    (menu,) = await ana.asks("/language")
    await ana.presses(menu, "Español")
    await ana.asks("when did the Chile dialogue start?")
    (answer,) = await ana.asks("/mydata")
    assert answer.text == texts("es").mydata_caption
    stored = await _document(stage)
    assert stored["id"] == ana.person.id
    assert "es" in json.dumps(stored)
    assert "Chile" not in json.dumps(stored)


async def test_forget_asks_once_and_deletes(stage: Stage, state: State) -> None:
    ana = stage.person()
    (menu,) = await ana.asks("/language")
    await ana.presses(menu, "Español")
    await ana.asks("when did the Chile dialogue start?")
    (question,) = await ana.asks("/forget")
    await ana.presses(question, texts("es").forget_no)
    assert question.text == texts("es").forget_kept
    assert (await state.preferences.get(ana.person.id)).lang == "es"
    (question,) = await ana.asks("/forget")
    await ana.presses(question, texts("es").forget_yes)
    assert question.text == texts("es").forgotten
    assert (await state.preferences.get(ana.person.id)).lang is None
    (answer,) = await ana.asks("and Peru?")
    assert "2013" not in answer.text


async def test_nobody_deletes_anothers_data(stage: Stage, state: State) -> None:
    ana, ben = stage.person(), stage.person("Ben")
    await state.preferences.set_language(ana.person.id, "fr")
    (question,) = await ana.asks("/forget")
    query = await ben.presses(question, texts("fr").forget_yes)
    assert query.answer
    assert query.answer["text"] == texts("fr").not_for_you
    assert (await state.preferences.get(ana.person.id)).lang == "fr"


@pytest_asyncio.fixture
async def state(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[State]:
    """The state; for tests marked `away`, one whose file cannot be opened."""
    folder = tmp_path / "folder"
    if request.node.get_closest_marker("usefixtures"):
        folder.write_text("a file where a folder should be", encoding="utf-8")
    else:
        folder.mkdir()
    opened = State(f"sqlite:///{folder / 'state.sqlite3'}")
    yield opened
    await opened.close()


@pytest.fixture
def away() -> None:
    """The database is away."""


@pytest.mark.usefixtures("away")
async def test_without_its_database_it_answers_all_the_same(stage: Stage) -> None:
    ana = stage.person()
    (answer,) = await ana.asks("when did the Chile dialogue start?")
    assert "2010" in answer.text
    (honest,) = await ana.asks("how many penguins live in the committee room")
    assert honest.text
    vote = await ana.presses(answer, texts("en").helpful)
    assert vote.answer
    assert vote.answer["text"] == texts("en").storage_away


@pytest.mark.usefixtures("away")
async def test_without_its_database_it_says_so_where_it_matters(stage: Stage) -> None:
    ana = stage.person()
    (answer,) = await ana.asks("/mydata")
    assert answer.text == texts("en").storage_away
    (question,) = await ana.asks("/forget")
    query = await ana.presses(question, texts("en").forget_yes)
    assert query.answer
    assert query.answer["text"] == texts("en").storage_away
    (menu,) = await ana.asks("/language")
    await ana.presses(menu, "Español")
    (answer,) = await ana.asks("/forget")
    assert answer.text == texts("es").forget_question
