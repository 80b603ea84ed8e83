"""/updates: an admin looks at an update, sends it after one confirmation and sees it arrive."""

import pytest

from bot.delivery.pace import Pace
from bot.delivery.sentences import sentences
from bot.delivery.service import DeliveryService
from bot.services import Services
from bot.state import State
from handlers.subscription_menu import update_keyboard
from tests.handlers.harness import Stage

UPDATE = "santa-marta-summit-2025"
OWN = sentences("en")


@pytest.fixture
def delivery(stage: Stage, services: Services) -> DeliveryService:
    """The delivery of the stage's bot, not yet started, and quick."""
    return DeliveryService(
        stage.application.bot,
        services.state,
        lambda: services.knowledge.assistant.library,
        Pace(services.clock, overall=10_000.0, gap=0.0),
        update_keyboard,
        admins=services.admins,
    )


async def test_only_admins_can_send(stage: Stage) -> None:
    (answer,) = await stage.person("Ana").asks("/updates")
    assert answer.text == OWN.news_for_admins
    ana = stage.person("Eve")
    (menu,) = await ana.asks("/subscribe")
    query = await ana.presses(menu, {"callback_data": f"2weny{UPDATE}"})
    assert query.answer
    assert query.answer["text"] == OWN.news_for_admins


async def test_an_update_is_previewed_confirmed_sent_once_and_watched(
    stage: Stage, state: State, services: Services, delivery: DeliveryService
) -> None:
    library = services.knowledge.assistant.library
    await state.announcements.begin_history({id_: id_ for id_ in library.updates})
    readers = [
        stage.person(name, lang) for name, lang in (("Ana", "es"), ("Ben", "fr"), ("Cy", "en"))
    ]
    for reader in readers:
        await state.subscriptions.choose(
            reader.person.id, 0, ["summits"], wanted=True, lang=reader.person.language_code
        )
    admin = stage.person("Root", "en", id=99)
    (menu,) = await admin.asks("/updates")
    await admin.presses(menu, next(b for b in menu.buttons if "Fourth EU" in b["text"]))
    assert "3 would get it at once, 0 in their weekly digest" in menu.text
    await admin.presses(menu, "fr")
    assert "Santa Marta, en Colombie" in menu.text
    await admin.presses(menu, "en")
    await admin.presses(menu, OWN.news_send)
    assert OWN.news_confirm.format(count=3) in menu.text
    delivery.start()
    await admin.presses(menu, OWN.news_yes)
    await delivery.stop()
    assert OWN.news_finished in menu.text
    assert "3 sent" in menu.text
    titles = [reader.private.visible[-1].text.splitlines()[0] for reader in readers]
    assert titles == [
        library.text(library.updates[UPDATE].title, lang) for lang in ("es", "fr", "en")
    ]
    await readers[0].presses(readers[0].private.visible[-1], sentences("es").unsubscribe)
    assert not (await state.subscriptions.get(readers[0].person.id)).topics


async def test_an_update_is_not_sent_twice(stage: Stage, state: State) -> None:
    admin = stage.person("Root", "en", id=99)
    (menu,) = await admin.asks("/updates")
    await state.announcements.take_on(UPDATE, "digest")
    query = await admin.presses(menu, {"callback_data": f"2weny{UPDATE}"})
    assert query.answer
    assert query.answer["text"] == OWN.news_refused


async def test_a_stopped_update_goes_on(stage: Stage, state: State) -> None:
    admin = stage.person("Root", "en", id=99)
    await state.announcements.take_on(UPDATE, "digest")
    (menu,) = await admin.asks("/updates")
    await admin.presses(menu, next(b for b in menu.buttons if "Fourth EU" in b["text"]))
    await admin.presses(menu, OWN.news_stop)
    assert OWN.news_halted.split("{")[0] in menu.text
    assert (await state.announcements.known())[UPDATE].state == "stopped"
    assert await state.announcements.resume(UPDATE)


@pytest.mark.parametrize("argument", ["", "inothing", "ynothing", "?", "i"])
async def test_malformed_buttons_show_the_list(stage: Stage, argument: str) -> None:
    admin = stage.person("Root", "en", id=99)
    (menu,) = await admin.asks("/updates")
    await admin.presses(menu, {"callback_data": f"2wen{argument}"})
    assert menu.text == OWN.news_title
