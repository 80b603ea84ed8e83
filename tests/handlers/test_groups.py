"""Groups and forum topics: answered where addressed, silent otherwise."""

import pytest

from bot.clock import Clock
from bot.localapi import migrate, picks, set_standing
from bot.localapi.attachments import VOICE
from bot.services import Services
from bot.state import State
from bot.texts import texts
from tests.handlers.harness import Stage, open_stage

CHILE = "when did the Chile dialogue start?"


@pytest.mark.parametrize(
    "text",
    [
        f"/ask {CHILE}",
        f"/ask@local_bot {CHILE}",
        f"@local_bot {CHILE}",
        f"@LOCAL_Bot, {CHILE}",
        f"{CHILE} @Local_Bot",
    ],
)
async def test_it_answers_as_a_reply_where_it_is_addressed(stage: Stage, text: str) -> None:
    ana = stage.person()
    group = stage.group(ana)
    said = await ana.says(text, group)
    (answer,) = ana.heard_since(said)
    assert "2010" in answer.text
    assert answer.data["reply_to_message"]["message_id"] == said.id


async def test_it_answers_a_reply_to_its_own_message(stage: Stage) -> None:
    ana, ben = stage.person(), stage.person("Ben")
    group = stage.group(ana, ben)
    (answer,) = await ana.asks(f"/ask {CHILE}", group)
    (second,) = await ben.asks("when did the Peru dialogue start?", group, reply_to=answer)
    assert "2013" in second.text


async def test_it_is_silent_where_it_is_not_addressed(stage: Stage) -> None:
    ana, ben = stage.person(), stage.person("Ben")
    group = stage.group(ana, ben)
    stage.api.privacy_mode = False
    said = await ana.says(CHILE, group)
    await ben.says("no idea", group, reply_to=said)
    await ben.says("@somebody_else when?", group)
    await ben.says("/other command", group)
    await ben.says("/ask@other_bot what?", group)
    await ben.sends(VOICE, group)
    assert ana.heard_since(said) == []


async def test_a_bare_ask_answers_the_message_that_it_replies_to(stage: Stage) -> None:
    ana, ben = stage.person(), stage.person("Ben")
    group = stage.group(ana, ben)
    said = await ana.says(CHILE, group)
    (answer,) = await ben.asks("/ask", group, reply_to=said)
    assert "2010" in answer.text


async def test_a_bare_ask_explains_itself(stage: Stage) -> None:
    ana = stage.person()
    (answer,) = await ana.asks("/ask", stage.group(ana))
    assert answer.text.startswith("Write your question after the command")


async def test_it_answers_in_the_forum_topic_where_it_was_asked(stage: Stage) -> None:
    ana = stage.person()
    forum = stage.group(ana, topics=("Policy", "Lunch"))
    policy, _ = forum.topics
    (answer,) = await ana.asks(f"/ask {CHILE}", forum, thread=policy)
    assert answer.thread == policy


async def test_follow_ups_are_kept_by_thread_and_person(stage: Stage) -> None:
    ana, ben = stage.person(), stage.person("Ben")
    forum = stage.group(ana, ben, topics=("Policy", "Lunch"))
    policy, lunch = forum.topics
    await ana.asks(f"/ask {CHILE}", forum, thread=policy)
    (elsewhere,) = await ana.asks("/ask and Peru?", forum, thread=lunch)
    (another,) = await ben.asks("/ask and Peru?", forum, thread=policy)
    (same,) = await ana.asks("/ask and Peru?", forum, thread=policy)
    assert "2013" in same.text
    assert "2013" not in elsewhere.text
    assert "2013" not in another.text


async def test_an_edited_question_gets_its_answer_edited(stage: Stage) -> None:
    ana = stage.person()
    said = await ana.says(f"/ask {CHILE}", stage.group(ana))
    (answer,) = ana.heard_since(said)
    await ana.edits(said, "/ask when did the Peru dialogue start?")
    assert ana.heard_since(said) == [answer]
    assert "2013" in answer.text


async def test_an_anonymous_admin_is_answered_and_does_not_share_talk_with_others(
    stage: Stage,
) -> None:
    ana = stage.person()
    one, other = stage.group(ana), stage.group(ana)
    await ana.asks(f"/ask {CHILE}", one, anonymous=True)
    (answer,) = await ana.asks("/ask and Peru?", other, anonymous=True)
    assert "2013" not in answer.text
    (answer,) = await ana.asks("/ask and Peru?", one, anonymous=True)
    assert "2013" in answer.text


async def test_channel_posts_get_no_reply(stage: Stage) -> None:
    ana = stage.person()
    channel = stage.api.world.add_chat("channel", "News", ana.person, bot="administrator")
    for text in (CHILE, f"/ask {CHILE}", f"@local_bot {CHILE}"):
        said = await ana.says(text, channel)
        await ana.edits(said, text + "!")
    assert len(channel.messages) == 3


async def test_its_own_inline_results_are_not_answered(stage: Stage) -> None:
    ana = stage.person()
    group = stage.group(ana)
    sent = await picks(ana, await ana.types_inline("chile dialogue", group))
    assert sent.text
    assert ana.heard_since(sent) == []
    private = await picks(ana, await ana.types_inline("chile dialogue"))
    assert ana.heard_since(private) == []


async def test_posts_of_the_linked_channel_are_not_answered(stage: Stage) -> None:
    ana = stage.person()
    group = stage.group(ana)
    content = {"text": f"@local_bot {CHILE}", "is_automatic_forward": True}
    content["entities"] = [{"type": "mention", "offset": 0, "length": 10}]
    assert ana.heard_since(await ana.sends(content, group)) == []


class _Hand(Clock):
    """A clock turned by hand."""

    def __init__(self) -> None:
        self.time = 1000.0

    def monotonic(self) -> float:
        return self.time


async def test_a_group_is_not_flooded(services: Services, state: State) -> None:
    clock = _Hand()
    slow = Services(services.knowledge, state, clock=clock)
    async with open_stage(slow) as stage:
        ana, bob = stage.person(), stage.person("Bob")
        group, other = stage.group(ana, bob), stage.group(ana, bob)
        for number in range(26):  # by turns: it is the group's limit that counts, not a person's
            await (ana, bob)[number % 2].says(f"/ask {CHILE}", group)
        assert len(stage.api.called("sendMessage")) == 20
        assert len(await ana.asks(f"/ask {CHILE}", other)) == 1
        assert len(await ana.asks(CHILE)) == 1
        clock.time += 61
        assert len(await ana.asks(f"/ask {CHILE}", group)) == 1


async def test_added_to_a_group_it_says_once_how_to_ask(stage: Stage) -> None:
    ana = stage.person("Ana", "es")
    group = stage.group(ana, bot="left")
    await set_standing(stage.api, group, ana.person, "member")
    (call,) = stage.api.called("sendMessage")
    assert "/ask" in call["text"]
    assert "¡Hola" in call["text"]
    for standing in ("administrator", "restricted", "member", "kicked"):
        await set_standing(stage.api, group, ana.person, standing)
    assert len(stage.api.called("sendMessage")) == 1


async def test_a_migrated_group_keeps_its_language(stage: Stage, state: State) -> None:
    ana = stage.person()
    group = stage.api.world.add_chat("group", "Old", ana.person)
    await state.preferences.set_language(group.id, "pt")
    new = await migrate(stage.api, group)
    (answer,) = await ana.asks("/ask", new)
    assert answer.text.startswith(texts("pt").ask_usage[:20])


async def test_the_menu_of_a_group_works_there(stage: Stage) -> None:
    ana = stage.person()
    group = stage.group(ana)
    for command in ("/topics", "/help", "/privacy", "/language", "/compare", "/start"):
        assert len(await ana.asks(command, group)) == 1, command
    for command in ("/mydata", "/forget"):
        (answer,) = await ana.asks(command, group)
        assert answer.text == texts("en").in_private_only
