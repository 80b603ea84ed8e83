"""What the tests of handlers share: the stage."""

from collections.abc import AsyncIterator

import pytest_asyncio

from bot.services import Services
from tests.handlers.harness import Stage, open_stage


@pytest_asyncio.fixture
async def stage(services: Services) -> AsyncIterator[Stage]:
    """The whole application on the in-process Bot API."""
    async with open_stage(services) as opened:
        yield opened
