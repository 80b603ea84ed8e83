"""/timeline: a picture with the same in words, drawn once."""

from bot.localapi import bad_request
from tests.handlers.harness import Stage


async def test_it_is_a_picture_with_the_same_in_words(stage: Stage) -> None:
    ana = stage.person("Ana", "es")
    messages = await ana.asks("/timeline")
    assert "photo" in messages[0].data
    told = "\n".join(message.text for message in messages)
    for named in ("Chile 2010–", "Perú 2013–", "Segunda cumbre UE-CELAC 2015", "URB-AL 1994–2013"):
        assert named in told
    assert [c["action"] for c in stage.api.called("sendChatAction")] == ["upload_photo"]


async def test_it_is_drawn_once_and_sent_by_its_id_from_then_on(stage: Stage) -> None:
    ana = stage.person()
    await ana.asks("/timeline")
    await ana.asks("/timeline")
    first, second = stage.api.called("sendPhoto")
    assert first.parameters.files
    assert not second.parameters.files


async def test_a_picture_that_telegram_dropped_is_drawn_anew(stage: Stage) -> None:
    ana = stage.person()
    await ana.asks("/timeline")
    stage.api.fail_next("sendPhoto", bad_request("wrong file identifier/HTTP URL specified"))
    await ana.asks("/timeline")
    assert len(stage.api.called("sendPhoto")) == 2


async def test_in_a_topic_it_is_sent_there_as_a_reply(stage: Stage) -> None:
    ana = stage.person()
    forum = stage.group(ana, topics=("Policy",))
    (policy,) = forum.topics
    said = await ana.says("/timeline", forum, thread=policy)
    for message in ana.heard_since(said):
        assert message.thread == policy
        assert message.data["reply_to_message"]["message_id"] == said.id
