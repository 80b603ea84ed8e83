"""Telegram may bring an update twice: the second time is known by its id."""

from collections import OrderedDict
from datetime import timedelta

from sqlalchemy import delete

from bot.clock import Clock
from bot.state.database import Database
from bot.state.errors import StateUnavailable
from bot.state.models import SeenUpdate
from bot.state.upsert import insert

__all__ = ["UpdatesSeen"]

KEPT = timedelta(days=2)
"""Telegram keeps an undelivered update for one day."""
REMEMBERED = 10_000
PURGE_EVERY = 500
"""Old ids are dropped once in so many updates."""


class UpdatesSeen:
    """The ids of updates taken on, shared by all processes on one database; in memory while it is away."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._remembered: OrderedDict[int, None] = OrderedDict()

    async def is_first(self, update_id: int) -> bool:
        """Take on an update: True the first time, False when it has come before. Raises nothing."""
        if update_id in self._remembered:
            return False
        self._remembered[update_id] = None
        if len(self._remembered) > REMEMBERED:
            self._remembered.popitem(last=False)
        now = int(self._clock.now().timestamp())
        try:
            async with self._database.write() as connection:
                statement = insert(connection, SeenUpdate).values(id=update_id, seen_at=now)
                added = await connection.scalar(
                    statement.on_conflict_do_nothing().returning(SeenUpdate.id)
                )
                if update_id % PURGE_EVERY == 0:
                    old = now - int(KEPT.total_seconds())
                    await connection.execute(delete(SeenUpdate).where(SeenUpdate.seen_at < old))
                return added is not None
        except StateUnavailable:
            return True
