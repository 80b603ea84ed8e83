"""The container's health check."""

import asyncio

import pytest

from bot.clock import Clock
from bot.metrics import Metrics
from bot.probe import main
from bot.web.app import web_application
from bot.web.readiness import Readiness
from bot.web.server import listening, serving


async def test_the_probe_tells_alive_from_ready_from_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    async def refresh() -> None:
        """Nothing lies in a database."""

    monkeypatch.setenv("LISTEN_HOST", "0.0.0.0")
    with listening("127.0.0.1", 0) as listener:
        monkeypatch.setenv("LISTEN_PORT", str(listener.getsockname()[1]))
        async with serving(web_application(Readiness(Clock()), Metrics(), refresh), listener):
            assert await asyncio.to_thread(main, []) == 0
            assert await asyncio.to_thread(main, ["readyz"]) == 1
    assert await asyncio.to_thread(main, []) == 1
