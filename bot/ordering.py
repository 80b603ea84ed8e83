"""Many chats at once, each in its order: a slow answer in one chat keeps no other waiting."""

import asyncio
from collections.abc import Awaitable
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor

__all__ = ["ByChat"]

AT_ONCE = 64
"""So many updates are handled at the same time."""


class ByChat(BaseUpdateProcessor):
    """Handles updates side by side, but those of one chat (or of one person in inline mode) in turn."""

    def __init__(self, max_concurrent_updates: int = AT_ONCE) -> None:
        super().__init__(max_concurrent_updates)
        self._turns: WeakValueDictionary[object, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Wait for this chat's earlier updates, then handle this one."""
        turn = self._turns.setdefault(_key(update), asyncio.Lock())
        async with turn:
            await coroutine

    async def initialize(self) -> None:
        """Nothing is to be opened."""

    async def shutdown(self) -> None:
        """Nothing is to be closed."""


def _key(update: object) -> object:
    """Return what an update waits for: its chat, else its person, else nothing but itself."""
    if not isinstance(update, Update):
        return id(update)
    if update.inline_query:  # each letter typed is a query: they must not wait for a slow chat
        return ("inline", update.inline_query.from_user.id)
    where = update.effective_chat or update.effective_user
    return where.id if where else ("update", update.update_id)
