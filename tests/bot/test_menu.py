"""What Telegram shows of the bot: set once, compared from then on, and never in the way of the start."""

import pytest
from telegram.error import NetworkError

from bot.localapi import LocalBotApi, too_many
from bot.menu import GROUP_COMMANDS
from bot.services import Services
from bot.texts import texts
from tests.handlers.harness import open_stage

SETTERS = ("setMyCommands", "setMyDescription", "setMyShortDescription")


async def test_commands_are_registered_by_language_and_scope(services: Services) -> None:
    async with open_stage(services) as stage:
        found = {
            (call["scope"]["type"], call["language_code"] or ""): [
                c["command"] for c in call["commands"]
            ]
            for call in stage.api.called("setMyCommands")
        }
    languages = ("", *services.knowledge.assistant.library.languages)
    assert set(found) == {
        (scope, lang) for scope in ("all_private_chats", "all_group_chats") for lang in languages
    }
    assert found["all_private_chats", "fr"] == list(texts("fr").commands)
    assert found["all_group_chats", ""] == list(GROUP_COMMANDS)


async def test_what_is_up_to_date_is_not_set_again(services: Services) -> None:
    api = LocalBotApi()
    async with open_stage(services, api):
        set_first = sum(len(api.called(name)) for name in SETTERS)
    assert set_first > 0
    async with open_stage(services, api):
        assert sum(len(api.called(name)) for name in SETTERS) == set_first


@pytest.mark.parametrize("error", [too_many(3600), NetworkError("gone"), TimeoutError()])
async def test_the_start_does_not_fail_with_it(services: Services, error: Exception) -> None:
    api = LocalBotApi()
    api.fail_next("getMyCommands", error)
    async with open_stage(services, api) as stage:
        (answer,) = await stage.person().asks("/privacy")
        assert answer.text
