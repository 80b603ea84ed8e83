"""Bringing the schema up to date: Alembic, run from within and from wherever the package lies."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection

from bot.state.errors import SchemaUnknown

__all__ = ["config", "migrate"]

SCRIPTS = Path(__file__).parent / "migrations"


def config(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration, over an open connection."""
    made = Config()
    made.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    made.attributes["connection"] = connection
    return made


def migrate(connection: Connection) -> None:
    """Bring the schema to the latest revision, within the caller's transaction. Raises SchemaUnknown."""
    try:
        command.upgrade(config(connection), "head")
    except CommandError as error:
        raise SchemaUnknown from error
