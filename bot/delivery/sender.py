"""How an update reaches a chat: the worker asks this of whoever sends."""

from typing import Protocol

from bot.state.outbox import Delivery

__all__ = ["Sender"]


class Sender(Protocol):
    """Sends what the worker tells it to."""

    async def deliver(self, delivery: Delivery) -> int | None:
        """Send the message, or edit the one named; return its id. Raises telegram.error.TelegramError."""
