"""A double, and a python-telegram-bot bot that talks to it."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from telegram import Bot

from bot.localapi import Actor, LocalBotApi, LocalRequest


@pytest.fixture
def api() -> LocalBotApi:
    return LocalBotApi()


@pytest.fixture
def ana(api: LocalBotApi) -> Actor:
    return Actor(api, api.world.add_person("Ana", "es"))


@pytest_asyncio.fixture
async def bot(api: LocalBotApi) -> AsyncIterator[Bot]:
    async with Bot(
        api.token, request=LocalRequest(api), get_updates_request=LocalRequest(api)
    ) as b:
        yield b
