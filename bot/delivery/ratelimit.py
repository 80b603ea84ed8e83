"""The pace, for every call that the bot makes to Telegram."""

from collections.abc import Callable, Coroutine
from typing import Any, TypeAlias

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.delivery.outcomes import flood_seconds
from bot.delivery.pace import Pace, Priority

__all__ = ["RateLimiter"]

JSON: TypeAlias = "bool | dict[str, Any] | list[dict[str, Any]]"

TRIES = 3
LONGEST = 60.0
"""An answer is not worth more seconds of waiting than this."""
_UNPACED = frozenset({"sendChatAction", "getChat", "getChatMember", "getChatAdministrators"})
"""Calls for a chat that send and edit nothing."""


class RateLimiter(BaseRateLimiter[Priority]):
    """Lets answers go ahead at the common pace. The worker waits for its turn itself, before it marks a row."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace

    async def initialize(self) -> None:
        """Nothing to do."""

    async def shutdown(self) -> None:
        """Nothing to do."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, JSON]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Priority | None,
    ) -> JSON:
        """Call when the pace allows; after a flood wait, again. Raises RetryAfter where that is too long."""
        broadcast = rate_limit_args is Priority.BROADCAST
        for attempt in range(1, TRIES + 1):
            if not broadcast:
                await self._turn(endpoint, data)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                seconds = flood_seconds(error)
                self._pace.flood(seconds)
                if broadcast or attempt == TRIES or seconds > LONGEST:
                    raise
        raise AssertionError("unreachable")

    async def _turn(self, endpoint: str, data: dict[str, Any]) -> None:
        chat_id = data.get("chat_id")
        if isinstance(chat_id, int | str) and endpoint not in _UNPACED:
            await self._pace.acquire(chat_id, Priority.ANSWER)
        else:
            await self._pace.out_of_flood()
