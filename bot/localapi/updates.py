"""Updates on their way to the bot: fetched by getUpdates, or handed over at once."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.localapi.errors import ApiError
from bot.localapi.parameters import Json

__all__ = ["Updates"]

DEFAULT_OFF = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that Telegram sends only where `allowed_updates` names them."""


@dataclass(slots=True)
class Updates:
    """The queue of updates. `deliver`, where set, gets each update in place of the queue."""

    deliver: Callable[[Json], Awaitable[None]] | None = None
    webhook: Json = field(default_factory=dict)
    allowed: list[str] = field(default_factory=list)
    waiting: list[Json] = field(default_factory=list)
    _next: int = 500_000
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def push(self, kind: str, content: Json) -> Json | None:
        """Send one update of `kind`; return it, or None where the bot did not ask for this kind."""
        wanted = kind in self.allowed if self.allowed else kind not in DEFAULT_OFF
        if not wanted:
            return None
        self._next += 1
        update = {"update_id": self._next, kind: content}
        if self.deliver:
            await self.deliver(update)
        else:
            self.waiting.append(update)
            self._arrived.set()
        return update

    async def fetch(self, offset: int | None, limit: int, timeout: float) -> list[Json]:
        """Return what waits from `offset` on, waiting up to `timeout` seconds. Raises ApiError (409)."""
        if self.webhook.get("url"):
            raise ApiError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        if offset is not None and offset < 0:
            self.waiting = self.waiting[offset:]
        elif offset:
            self.waiting = [u for u in self.waiting if u["update_id"] >= offset]
        if not self.waiting and timeout > 0:
            self._arrived.clear()
            try:
                await asyncio.wait_for(self._arrived.wait(), timeout)
            except TimeoutError:
                return []
        return self.waiting[:limit]
