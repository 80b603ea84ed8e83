"""INSERT … ON CONFLICT, which SQLite and PostgreSQL both know and SQLAlchemy spells for each."""

from typing import TypeAlias

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.state.models import Base

__all__ = ["Insert", "insert"]

Insert: TypeAlias = "sqlite.Insert | postgresql.Insert"


def insert(connection: AsyncConnection, table: type[Base]) -> Insert:
    """Return an INSERT into `table` that knows `on_conflict_do_update` and `on_conflict_do_nothing`."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)
