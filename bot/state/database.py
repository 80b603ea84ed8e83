"""The database: SQLite by default, PostgreSQL by address; opened and migrated at the first use."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import platformdirs
from sqlalchemy import Connection, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.state.errors import StateUnavailable
from bot.state.migration import migrate

__all__ = ["Database", "default_url"]

BUSY_TIMEOUT = 5.0
"""Seconds that a statement waits for another's lock before the database counts as away."""
MIGRATION_LOCK = 0x43454C4143
"""Key of the PostgreSQL lock under which one process migrates and others wait."""
_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}
_BEGIN = "begin_sqlite_with"


def default_url() -> str:
    """Return the address of a SQLite file in the user's data folder, by the customs of the system."""
    folder = Path(platformdirs.user_data_dir("eu-celac-bot", appauthor=False))
    return URL.create("sqlite", database=str(folder / "state.sqlite3")).render_as_string()


class Database:
    """One database. `read` and `write` give a connection within one transaction."""

    def __init__(self, url: str, busy_timeout: float = BUSY_TIMEOUT) -> None:
        """`url` names a SQLite or PostgreSQL database; the async driver is chosen here.

        `busy_timeout` is in seconds.
        """
        self._busy_timeout = busy_timeout
        address = make_url(url.replace("postgres://", "postgresql://", 1))
        backend = address.get_backend_name()
        self.url = address.set(drivername=_DRIVERS.get(backend, address.drivername))
        self.is_sqlite = backend == "sqlite"
        self._engine = self._make_engine()
        self._opening = asyncio.Lock()
        self._ready = False

    async def open(self) -> None:
        """Connect and migrate, once. Raises StateUnavailable, SchemaUnknown."""
        async with self._opening:
            if self._ready:
                return
            if self.is_sqlite and self.url.database:
                try:
                    Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
                except OSError as error:
                    raise StateUnavailable(type(error).__name__) from error
            async with self._transaction("IMMEDIATE") as connection:
                if not self.is_sqlite:
                    await connection.execute(
                        text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK}
                    )
                await connection.run_sync(migrate)
            self._ready = True

    async def close(self) -> None:
        """Close all connections; the next use opens them again."""
        await self._engine.dispose()
        self._ready = False

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection in a transaction that only reads. Raises StateUnavailable."""
        if not self._ready:
            await self.open()
        async with self._transaction("DEFERRED") as connection:
            yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection in a transaction that is committed at the end. Raises StateUnavailable."""
        if not self._ready:
            await self.open()
        async with self._transaction("IMMEDIATE") as connection:
            yield connection

    async def lasting(self) -> AsyncConnection:
        """Return a connection in autocommit, to keep and to close. Raises StateUnavailable, DBAPIError."""
        if not self._ready:
            await self.open()
        connection = await self._engine.connect()
        return await connection.execution_options(isolation_level="AUTOCOMMIT")

    async def ping(self) -> None:
        """Ask the database for a sign of life. Raises StateUnavailable."""
        async with self.read() as connection:
            await connection.execute(text("SELECT 1"))

    @asynccontextmanager
    async def _transaction(self, begin: str) -> AsyncIterator[AsyncConnection]:
        try:
            async with self._engine.connect() as connection:
                await connection.execution_options(**{_BEGIN: begin})
                async with connection.begin():
                    yield connection
        except (IntegrityError, ProgrammingError):
            raise  # a mistake of ours, not of the database
        except DBAPIError as error:
            raise StateUnavailable(type(error.orig).__name__) from error
        except (PoolTimeout, OSError) as error:
            raise StateUnavailable(type(error).__name__) from error

    def _make_engine(self) -> AsyncEngine:
        if not self.is_sqlite:
            return create_async_engine(
                self.url,
                pool_pre_ping=True,
                pool_timeout=self._busy_timeout,
                connect_args={"connect_timeout": 5},
            )
        memory = self.url.database in (None, "", ":memory:")
        size = {"pool_size": 1 if memory else 4, "max_overflow": 0}  # each is a thread
        engine = create_async_engine(
            self.url,
            pool_timeout=self._busy_timeout,
            connect_args={"timeout": self._busy_timeout},
            **size,
        )
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
        return engine


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, so that DDL is transactional too
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # a writer takes the lock at once: a reader that turns writer cannot wait for it
    mode = connection.get_execution_options().get(_BEGIN, "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")
