"""/topics: everything is reached by buttons, in place, with a way back."""

import pytest

from bot.texts import texts
from handlers.callbacks import Verb, pack, unpack
from handlers.pages import PAGE, Walk
from knowledge.assistant import Assistant
from knowledge.guide import guide
from tests.handlers.harness import Stage


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_answer_is_reached_by_browsing(assistant: Assistant, lang: str) -> None:
    walk = Walk(assistant, lang)
    reached, seen, waiting = set(), set(), [""]
    while waiting:
        argument = waiting.pop()
        if argument in seen:
            continue
        seen.add(argument)
        page = walk.page(argument)
        assert page, argument
        assert len(page.html) <= 4096
        for row in page.keyboard.inline_keyboard:
            for button in row:
                press = unpack(button.callback_data)
                assert press
                if press.verb is Verb.TOPICS:
                    waiting.append(press.argument)
                else:
                    reached.add(guide(assistant).links.long(press.argument))
    assert reached == set(guide(assistant).catalogue.links())


def test_the_way_back_from_an_answer_leads_to_the_page_it_stands_on(assistant: Assistant) -> None:
    walk = Walk(assistant, "en")
    links = guide(assistant).links
    for link in guide(assistant).catalogue.links()[::25]:
        page = walk.page(walk.back_from(link))
        assert page
        shown = [unpack(b.callback_data) for row in page.keyboard.inline_keyboard for b in row]
        assert link in [links.long(p.argument) for p in shown if p and p.verb is Verb.BROWSE]


async def test_one_walks_in_place_to_an_answer_and_back(stage: Stage) -> None:
    ana = stage.person("Ana", "es")
    (menu,) = await ana.asks("/topics")
    for label in ("Diálogos", "Chile", "2"):
        await ana.presses(menu, label)
    assert menu.links
    await ana.presses(menu, texts("es").back)
    assert menu.text.startswith("Chile")
    await ana.presses(menu, texts("es").back)
    await ana.presses(menu, texts("es").topics_all)
    assert menu.text == texts("es").topics_title
    assert len(ana.private.visible) == 2


async def test_a_long_topic_has_pages(stage: Stage) -> None:
    ana = stage.person()
    (menu,) = await ana.asks("/topics")
    await ana.presses(menu, "Programmes")
    assert len([b for b in menu.buttons if b["text"] not in "‹›"]) <= PAGE + 2
    first = menu.text
    await ana.presses(menu, "›")
    assert menu.text != first
    assert "Page 2" in menu.text
    await ana.presses(menu, "‹")
    assert menu.text == first


@pytest.mark.parametrize(
    "argument",
    [
        "gone.1",
        "@gone.1",
        "dialogues.999",
        "dialogues.x",
        "@s_zzzzzz.1",
        ".",
        "@.1",
        "dialogues.-1",
        "dialogues.²",
    ],
)
async def test_a_page_that_is_gone_is_declined_kindly(stage: Stage, argument: str) -> None:
    ana = stage.person()
    (menu,) = await ana.asks("/topics")
    query = await ana.presses(menu, {"callback_data": pack(Verb.TOPICS, "en", argument)})
    assert query.answer is not None
    assert menu.buttons
