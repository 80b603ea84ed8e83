"""Telegram may bring an update twice: who handles it, and whether it has been answered, by its id.

take ──> NEW ── done ──> (its id is kept for two days)      take again ──> DONE
          └──── release, or the process dies ──> free       take again ──> NEW
take while a process handles it ──────────────────────────> BUSY
"""

from collections import OrderedDict
from contextlib import suppress
from datetime import timedelta
from enum import Enum

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.state.database import Database
from bot.state.errors import StateUnavailable
from bot.state.locks import Locks
from bot.state.models import SeenUpdate
from bot.state.together import Together
from bot.state.upsert import insert

__all__ = ["Taken", "UpdatesSeen"]

KEPT = timedelta(days=2)
"""Telegram keeps an undelivered update for one day."""
REMEMBERED = 10_000
PURGE_EVERY = 500
"""Old ids are dropped once in so many updates."""


class Taken(Enum):
    """What becomes of an update that has arrived."""

    NEW = "new"
    """It is ours to handle."""
    BUSY = "busy"
    """It is being handled, here or by another process."""
    DONE = "done"
    """It has been handled."""


class UpdatesSeen:
    """The updates taken on, shared by all processes on one database; in memory while that is away.

    No method raises StateUnavailable: people get their answers without a database too.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._locks = Locks(database)
        self._handling: set[int] = set()
        self._done: OrderedDict[int, None] = OrderedDict()
        self._recalled = False
        self._written = Together(self._write)

    async def take(self, update_id: int) -> Taken:
        """Take on an update, if nobody has."""
        if update_id in self._done:
            return Taken.DONE
        if update_id in self._handling:
            return Taken.BUSY
        self._handling.add(update_id)
        try:
            taken = await self._take(update_id)
        except BaseException:
            self._handling.discard(update_id)
            raise
        if taken is not Taken.NEW:
            self._handling.discard(update_id)
        return taken

    async def _take(self, update_id: int) -> Taken:
        try:
            if self._database.is_sqlite:
                await self._recall()
                return Taken.DONE if update_id in self._done else Taken.NEW
            if not await self._locks.take(update_id):
                return Taken.BUSY
            # the row is looked for after the lock is held: who held it before may have written it
            async with self._database.read() as connection:
                known = select(SeenUpdate.id).where(SeenUpdate.id == update_id)
                if await connection.scalar(known) is None:
                    return Taken.NEW
            await self._locks.free(update_id)
        except StateUnavailable:
            return Taken.NEW
        return Taken.DONE

    async def done(self, update_id: int) -> None:
        """Keep that an update has been handled: from now on nobody handles it again."""
        if update_id in self._done:
            return
        self._remember(update_id)
        with suppress(StateUnavailable):
            if self._database.is_sqlite:
                await self._written.add(update_id)
            else:  # on the connection of the locks, whose statements are sent without delay
                async with self._locks.connection() as connection:
                    await self._keep(connection, [update_id])

    async def release(self, update_id: int) -> None:
        """Let go of an update; if it is not done, whoever gets it next handles it."""
        self._handling.discard(update_id)
        with suppress(StateUnavailable):
            await self._locks.free(update_id)

    async def close(self) -> None:
        """Let go of all updates."""
        self._handling.clear()
        await self._locks.close()

    def _remember(self, update_id: int) -> None:
        self._done[update_id] = None
        if len(self._done) > REMEMBERED:
            self._done.popitem(last=False)

    async def _recall(self) -> None:
        """Remember what an earlier process has done: SQLite serves one at a time, so once is enough."""
        if self._recalled:
            return
        latest = select(SeenUpdate.id).order_by(SeenUpdate.seen_at.desc()).limit(REMEMBERED)
        async with self._database.read() as connection:
            found = [row.id for row in await connection.execute(latest)]
        if not self._recalled:
            self._recalled = True
            for update_id in reversed(found):
                self._remember(update_id)

    async def _write(self, ids: list[int]) -> None:
        async with self._database.write() as connection:
            await self._keep(connection, ids)

    async def _keep(self, connection: AsyncConnection, ids: list[int]) -> None:
        now = int(self._clock.now().timestamp())
        rows = [{"id": update_id, "seen_at": now} for update_id in ids]
        await connection.execute(
            insert(connection, SeenUpdate).values(rows).on_conflict_do_nothing()
        )
        if any(update_id % PURGE_EVERY == 0 for update_id in ids):
            old = now - int(KEPT.total_seconds())
            await connection.execute(delete(SeenUpdate).where(SeenUpdate.seen_at < old))
