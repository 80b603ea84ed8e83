"""When something fails: whoever addressed the bot hears once; the log holds no text, name or token."""

import logging

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError

from bot.localapi import forbidden
from bot.texts import texts
from tests.handlers.harness import Stage

TOLD = "a question nobody else should see"


class _Broken(Exception):
    pass


@pytest.fixture
def broken(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The assistant fails, once the application has started."""

    def fails(*args: object, **kwargs: object) -> None:
        raise _Broken(f"about {args}")

    monkeypatch.setattr(stage.services.knowledge.assistant, "turn", fails)
    monkeypatch.setattr(stage.services.knowledge.assistant, "recall", fails)


def _seen(stage: Stage, *kinds: type[Exception]) -> None:
    """Take the failures that a test meant to see off the stage."""
    assert all(isinstance(failure, kinds) for failure in stage.failures)
    assert stage.failures
    stage.failures.clear()


@pytest.mark.usefixtures("broken")
async def test_a_person_hears_once_in_their_language_what_to_do(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    ana = stage.person("Ana María", "pt")
    with caplog.at_level(logging.DEBUG, logger="handlers"):
        (answer,) = await ana.asks(TOLD)
    assert answer.text == texts("pt").failed
    logged = "\n".join(record.getMessage() for record in caplog.records)
    assert "failed: _Broken" in logged
    for hidden in (TOLD, "Ana", str(ana.person.id), stage.api.token):
        assert hidden not in logged
    _seen(stage, _Broken)


@pytest.mark.usefixtures("broken")
async def test_in_a_group_only_whoever_addressed_the_bot_hears(stage: Stage) -> None:
    ana = stage.person()
    group = stage.group(ana)
    (answer,) = await ana.asks(f"/ask {TOLD}", group)
    assert answer.text == texts("en").failed
    stage.api.privacy_mode = False
    assert await ana.asks(TOLD, group) == []
    _seen(stage, _Broken)


@pytest.mark.usefixtures("broken")
async def test_who_pressed_a_button_hears_in_a_notice(stage: Stage) -> None:
    ana = stage.person()
    (menu,) = await ana.asks("/privacy")
    query = await ana.presses(menu, {"callback_data": "2aendialogues-list"})
    assert query.answer
    assert query.answer["text"] == texts("en").failed
    _seen(stage, _Broken)


@pytest.mark.usefixtures("broken")
async def test_the_same_update_again_is_not_told_again(stage: Stage) -> None:
    ana = stage.person()
    message = {
        "message_id": 1,
        "date": 1,
        "chat": ana.private.as_json(),
        "from": ana.person.as_json(),
        "text": "x?",
    }
    for _ in range(2):
        await stage.deliver({"update_id": 77, "message": message | {"text": TOLD}})
    assert len(stage.api.called("sendMessage")) == 1
    _seen(stage, _Broken)


async def test_where_nothing_can_be_sent_nothing_more_is_tried(stage: Stage) -> None:
    ana = stage.person()
    stage.api.fail_next("sendMessage", forbidden("bot was blocked by the user"), times=2)
    assert await ana.asks("hello") == []
    _seen(stage, Forbidden)


async def test_a_network_that_fails_once_is_told_when_it_is_back(stage: Stage) -> None:
    ana = stage.person()
    stage.api.fail_next("sendMessage", NetworkError("gone"))
    (answer,) = await ana.asks("hello")
    assert answer.text == texts("en").failed
    _seen(stage, NetworkError, BadRequest)
