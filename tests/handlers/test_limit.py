"""Who asks too many questions gets one kind notice, in their language, and then silence for a while."""

import pytest

from bot.allowance import AT_ONCE
from bot.services import Services
from bot.texts import LANGUAGES, texts
from tests.handlers.harness import open_stage


@pytest.mark.parametrize("group", [False, True])
async def test_one_notice_then_silence(small_services: Services, group: bool) -> None:
    async with open_stage(small_services) as stage:
        ana = stage.person("Ana", "en")
        chat = stage.group(ana) if group else None
        ask = "/ask What is X?" if group else "What is X?"
        heard = [await ana.asks(ask, chat) for _ in range(AT_ONCE + 3)]
        notice = texts("en").slow_down
        answered = [said for said in heard if said and notice not in said[0].text]
        # the first messages of a group stay below Telegram's own limit, too
        assert len(answered) == AT_ONCE
        assert sum(notice in message.text for said in heard for message in said) == (not group)
        assert heard[-1] == []
        bob = stage.person("Bob", "en")
        assert "X is a letter." in (await bob.asks("What is X?"))[0].text


def test_the_notice_is_there_in_every_language() -> None:
    assert len({texts(lang).slow_down for lang in LANGUAGES}) == len(LANGUAGES)
