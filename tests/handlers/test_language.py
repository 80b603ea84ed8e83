"""/language: the person's choice outlives Telegram's setting; in a group an admin chooses."""

import pytest

from bot.state import State
from bot.texts import texts
from tests.handlers.harness import Stage


@pytest.mark.parametrize(
    ("code", "spoken"),
    [
        ("es", "es"),
        ("es-419", "es"),
        ("PT-BR", "pt"),
        ("fr", "fr"),
        ("de", "en"),
        (None, "en"),
        ("zh-hans", "en"),
    ],
)
async def test_the_language_of_telegram_is_the_default(
    stage: Stage, code: str | None, spoken: str
) -> None:
    (answer,) = await stage.person("Ana", code).asks("/privacy")
    assert answer.text == texts(spoken).privacy


async def test_a_chosen_language_is_spoken_from_then_on(stage: Stage, state: State) -> None:
    ana = stage.person("Ana", "en")
    (menu,) = await ana.asks("/language")
    await ana.presses(menu, "Français")
    assert menu.text == texts("fr").language_set
    (answer,) = await ana.asks("/privacy")
    assert answer.text == texts("fr").privacy
    assert (await state.preferences.get(ana.person.id)).lang == "fr"


async def test_one_may_go_back_to_telegrams_language(stage: Stage) -> None:
    ana = stage.person("Ana", "en")
    for label in ("Português", texts("en").language_telegram):
        (menu,) = await ana.asks("/language")
        await ana.presses(
            menu, menu.buttons[-1] if label == texts("en").language_telegram else label
        )
    assert menu.text == texts("en").language_follows
    (answer,) = await ana.asks("/privacy")
    assert answer.text == texts("en").privacy


async def test_the_language_of_a_question_outweighs_the_setting(stage: Stage) -> None:
    ana = stage.person("Ana", "en")
    (answer,) = await ana.asks("¿Cuándo empezó el diálogo sobre política regional con Chile?")
    assert texts("es").share in [button["text"] for button in answer.buttons]
    await ana.presses(answer, answer.buttons[0])
    below = ana.private.visible[-1]
    assert texts("es").share in [button["text"] for button in below.buttons]


async def test_in_a_group_only_an_admin_chooses(stage: Stage) -> None:
    ana, ben = stage.person(), stage.person("Ben")
    group = stage.group(ana, ben)
    (menu,) = await ben.asks("/language", group)
    refused = await ben.presses(menu, "Español")
    assert refused.answer
    assert refused.answer["text"] == texts("en").language_admins
    await ana.presses(menu, "Español")
    assert menu.text == texts("es").language_set
    (answer,) = await ben.asks("/privacy", group)
    assert answer.text == texts("es").privacy
    (private,) = await ben.asks("/privacy")
    assert private.text == texts("en").privacy


async def test_a_language_that_is_not_served_is_declined(stage: Stage) -> None:
    ana = stage.person()
    (menu,) = await ana.asks("/language")
    query = await ana.presses(menu, {"callback_data": "2lende"})
    assert query.answer
    assert query.answer["text"] == texts("en").old_button
