"""/subscribe and all around it: choosing by buttons and in words, how often, stopping, groups."""

import pytest

from bot.delivery.sentences import sentences
from bot.localapi import LocalMessage, block, set_standing, unblock
from bot.state import State
from tests.handlers.harness import Stage


def labels(message: LocalMessage) -> list[str]:
    return [button["text"] for button in message.buttons]


async def test_topics_toggle_in_place(stage: Stage, state: State) -> None:
    ana = stage.person("Ana", "es")
    (menu,) = await ana.asks("/subscribe")
    assert menu.text == sentences("es").menu
    await ana.presses(menu, "Chile")
    await ana.presses(menu, "Perú")
    assert "✅ Chile" in labels(menu)
    assert (await state.subscriptions.get(ana.person.id)).topics == {"chile", "peru"}
    await ana.presses(menu, "✅ Chile")
    assert "Chile" in labels(menu)
    await ana.presses(menu, sentences("es").done)
    assert "Perú" in menu.text
    assert sentences("es").summary_at_once in menu.text
    assert (await state.subscriptions.get(ana.person.id)).topics == {"peru"}


async def test_a_weekly_digest_comes_on_the_day_and_hour_chosen(stage: Stage, state: State) -> None:
    ana = stage.person("Ana", "en")
    own = sentences("en")
    (menu,) = await ana.asks("/subscribe")
    await ana.presses(menu, "Mexico")
    await ana.presses(menu, f"⏰ {own.at_once}")
    await ana.presses(menu, own.weekly)
    await ana.presses(menu, "Friday")
    await ana.presses(menu, own.zone.format(zone="Brussels"))
    await ana.presses(menu, "Mexico City")
    await ana.presses(menu, menu.buttons[2])
    await ana.presses(menu, own.done)
    subscribed = await state.subscriptions.get(ana.person.id)
    assert (subscribed.rhythm.name, subscribed.rhythm.weekday, subscribed.rhythm.hour) == (
        "weekly",
        4,
        9,
    )
    assert (await state.preferences.get(ana.person.id)).timezone == "America/Mexico_City"
    assert "Friday" in menu.text
    assert "Mexico City" in menu.text


@pytest.mark.parametrize(
    ("lang", "said", "topic"),
    [
        ("en", "tell me when something changes about Chile", "chile"),
        ("en", "Please let me know about news on the summits", "summits"),
        ("es", "avísame de novedades sobre INNOVACT", "innovact"),
        ("es", "quiero recibir novedades de méxico", "mexico"),
        ("pt", "me avise quando houver novidades sobre o Brasil", "brazil"),
        ("fr", "préviens-moi des nouveautés sur la Colombie", "colombia"),
        ("en", "/subscribe argentina", "argentina"),
        ("en", "subscribe me to everything", "*"),
    ],
)
async def test_plain_words_subscribe(
    stage: Stage, state: State, lang: str, said: str, topic: str
) -> None:
    ana = stage.person("Ana", lang)
    (answer,) = await ana.asks(said)
    assert topic in (await state.subscriptions.get(ana.person.id)).topics
    assert sentences(lang).subscribed.split("{")[0].strip() in answer.text
    await ana.presses(answer, sentences(lang).unsubscribe)
    assert not (await state.subscriptions.get(ana.person.id)).topics


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "stop sending me updates"),
        ("es", "no quiero más avisos"),
        ("es", "quiero darme de baja"),
        ("pt", "não quero mais receber novidades"),
        ("fr", "je ne veux plus de nouveautés"),
        ("en", "/unsubscribe"),
        ("en", "/stop"),
    ],
)
async def test_plain_words_stop(stage: Stage, state: State, lang: str, said: str) -> None:
    ana = stage.person("Ana", lang)
    await state.subscriptions.choose(ana.person.id, 0, ["chile", "peru"], wanted=True)
    (answer,) = await ana.asks(said)
    assert answer.text == sentences(lang).stopped_all
    assert not (await state.subscriptions.get(ana.person.id)).topics
    (answer,) = await ana.asks(said)
    assert answer.text == sentences(lang).not_subscribed


async def test_one_topic_can_be_left_out_in_words(stage: Stage, state: State) -> None:
    ana = stage.person("Ana", "en")
    await state.subscriptions.choose(ana.person.id, 0, ["chile", "peru"], wanted=True)
    await ana.asks("stop sending me updates about Chile")
    assert (await state.subscriptions.get(ana.person.id)).topics == {"peru"}


async def test_an_unknown_topic_shows_those_that_there_are(stage: Stage) -> None:
    ana = stage.person("Ana", "en")
    (answer,) = await ana.asks("tell me when there are news about fishing")
    assert answer.text == sentences("en").unknown_topic
    assert "Chile" in labels(answer)


async def test_subscriptions_are_shown(stage: Stage, state: State) -> None:
    ana = stage.person("Ana", "fr")
    (answer,) = await ana.asks("/subscriptions")
    assert answer.text == sentences("fr").summary_none
    await state.subscriptions.choose(ana.person.id, 0, ["chile", "*"], wanted=True)
    (answer,) = await ana.asks("/subscriptions")
    assert "Chili et Tout" in answer.text


async def test_in_a_group_only_admins_change_it_anonymous_ones_too(
    stage: Stage, state: State
) -> None:
    ana, ben = stage.person(), stage.person("Ben")
    group = stage.group(ana, ben)
    (refused,) = await ben.asks("/subscribe", group)
    assert refused.text == sentences("en").admins_only
    (menu,) = await ana.asks("/subscribe", group)
    assert menu.text == sentences("en").menu_group
    query = await ben.presses(menu, "Chile")
    assert query.answer
    assert query.answer["text"] == sentences("en").admins_only
    await ana.presses(menu, "Chile")
    assert (await state.subscriptions.get(group.id)).topics == {"chile"}
    (again,) = await ana.asks("/unsubscribe", group, anonymous=True)
    assert again.text == sentences("en").stopped_all
    assert not (await state.subscriptions.get(group.id)).topics


async def test_a_topic_of_a_forum_is_a_place_of_its_own(stage: Stage, state: State) -> None:
    ana = stage.person()
    forum = stage.group(ana, topics=("Chile",))
    thread = next(iter(forum.topics))
    (menu,) = await ana.asks("/subscribe", forum, thread=thread)
    await ana.presses(menu, "Chile")
    assert (await state.subscriptions.get(forum.id, thread)).topics == {"chile"}
    assert not (await state.subscriptions.get(forum.id)).topics


@pytest.mark.parametrize(
    "argument", ["", "t", "tnothing", "h9", "h99", "hx9", "w9", "z", "zx", "z099", "zz", "?"]
)
async def test_malformed_buttons_do_no_harm(stage: Stage, state: State, argument: str) -> None:
    ana = stage.person("Ana", "en")
    (menu,) = await ana.asks("/subscribe")
    await ana.presses(menu, {"callback_data": f"2sen{argument}"})
    assert (await state.subscriptions.get(ana.person.id)).topics == set()


async def test_who_blocks_is_suspended_and_comes_back(stage: Stage, state: State) -> None:
    ana = stage.person("Ana", "en")
    await state.subscriptions.choose(ana.person.id, 0, ["chile"], wanted=True)
    await block(stage.api, ana.person)
    assert (await state.subscriptions.get(ana.person.id)).suspended
    await unblock(stage.api, ana.person)
    subscribed = await state.subscriptions.get(ana.person.id)
    assert not subscribed.suspended
    assert subscribed.topics == {"chile"}


async def test_a_group_that_throws_the_bot_out_is_suspended(stage: Stage, state: State) -> None:
    ana = stage.person()
    group = stage.group(ana)
    await state.subscriptions.choose(group.id, 0, ["chile"], wanted=True)
    await set_standing(stage.api, group, ana.person, "kicked")
    assert (await state.subscriptions.get(group.id)).suspended
    await set_standing(stage.api, group, ana.person, "member")
    assert not (await state.subscriptions.get(group.id)).suspended


async def test_start_brings_back_a_chat_that_was_suspended(stage: Stage, state: State) -> None:
    ana = stage.person("Ana", "en")
    await state.subscriptions.choose(ana.person.id, 0, ["chile"], wanted=True)
    await state.subscriptions.suspend(ana.person.id)
    await ana.asks("/start")
    assert not (await state.subscriptions.get(ana.person.id)).suspended
