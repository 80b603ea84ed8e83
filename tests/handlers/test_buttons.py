"""Buttons of every kind that no longer mean anything: each is answered once, kindly."""

import pytest

from bot.texts import texts
from handlers.callbacks import Verb, pack
from tests.handlers.harness import Stage

OLD = [
    "a1:iurc",
    "1aeniurc",
    "2",
    "x",
    "2zen",
    "💥" * 16,
    "{}",
    "2aENiurc",
    "null",
    "\u0000",
    "2q??",
]
GONE = [
    pack(verb, "es", "gone")
    for verb in (Verb.PICK, Verb.NEXT, Verb.BROWSE, Verb.HELPFUL, Verb.UNHELPFUL)
]


@pytest.mark.parametrize("data", OLD)
async def test_a_button_of_an_earlier_version_is_declined_kindly(stage: Stage, data: str) -> None:
    ana = stage.person("Ana", "pt")
    (answer,) = await ana.asks("/privacy")
    query = await ana.presses(answer, {"callback_data": data})
    assert query.answer is not None
    assert query.answer["text"] == texts("pt").old_button


@pytest.mark.parametrize("data", GONE)
async def test_a_button_whose_answer_is_gone_is_declined_kindly(stage: Stage, data: str) -> None:
    ana = stage.person()
    (answer,) = await ana.asks("/privacy")
    query = await ana.presses(answer, {"callback_data": data})
    assert query.answer is not None
    assert query.answer["text"] == texts("es").gone


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize(
    "argument", ["", "x", "dialogue-start--dialogue-chile", "s_", "@", ".1", "yes"]
)
async def test_any_argument_is_answered_once(stage: Stage, verb: Verb, argument: str) -> None:
    ana = stage.person()
    (answer,) = await ana.asks("/privacy")
    query = await ana.presses(answer, {"callback_data": pack(verb, "en", argument)})
    assert query.answer is not None


@pytest.mark.parametrize("verb", Verb)
async def test_a_button_under_an_inline_message_or_an_old_one_does_no_harm(
    stage: Stage, verb: Verb
) -> None:
    ana = stage.person()
    who = ana.person.as_json()
    data = pack(verb, "en", "dialogue-start--dialogue-chile")
    base = {"from": who, "chat_instance": "1", "data": data}
    await stage.deliver(
        {"update_id": 900, "callback_query": base | {"id": "1", "inline_message_id": "x"}}
    )
    old = {"chat": ana.private.as_json(), "message_id": 1, "date": 0}
    await stage.deliver({"update_id": 901, "callback_query": base | {"id": "2", "message": old}})
