"""Which process handles which update: a lock at PostgreSQL that ends with the process that holds it.

All locks of a process hang on one connection. When the process dies, however suddenly, the server
notices the closed connection and frees them: no time has to pass, and no clock is compared.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.state.database import Database
from bot.state.errors import StateUnavailable

__all__ = ["Locks"]

_SPACE = 0x4345 << 48
"""Keeps the keys of updates apart from other advisory locks in the same database."""
_TAKE = text("SELECT pg_try_advisory_lock(:key)")
_FREE_ALL = text("SELECT pg_advisory_unlock_all()")
_FREE = text("SELECT pg_advisory_unlock(:key)")


class Locks:
    """The locks of this process. SQLite serves one process only, which needs none."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: AsyncConnection | None = None
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[AsyncConnection]:
        """Give the connection that the locks hang on, in autocommit. Raises StateUnavailable."""
        async with self._turn:
            try:
                if self._connection is None:
                    self._connection = await self._database.lasting()
                yield self._connection
            except (DBAPIError, PoolTimeout, OSError) as error:
                await self._lose()
                raise StateUnavailable(type(error).__name__) from error
            except asyncio.CancelledError:
                await self._lose()  # in mid-statement: it is of no more use
                raise

    async def take(self, number: int) -> bool:
        """Lock an update; False where another process has it. Raises StateUnavailable."""
        if self._database.is_sqlite:
            return True
        async with self.connection() as connection:
            return bool(await connection.scalar(_TAKE, {"key": _SPACE | number}))

    async def free(self, number: int) -> None:
        """Unlock an update. Raises StateUnavailable."""
        if not self._database.is_sqlite:
            async with self.connection() as connection:
                await connection.execute(_FREE, {"key": _SPACE | number})

    async def close(self) -> None:
        """Free all locks."""
        async with self._turn:
            connection, self._connection = self._connection, None
            if connection is not None:
                with suppress(DBAPIError, OSError):
                    await connection.execute(_FREE_ALL)
                await connection.close()

    async def _lose(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(DBAPIError, OSError):
                await connection.invalidate()
                await connection.close()
