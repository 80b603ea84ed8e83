"""The migrations lead to the tables that the code declares, and back; a later schema is refused."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from bot.state import SchemaUnknown, State
from bot.state.migration import config
from bot.state.models import Base


async def test_migrations_lead_to_the_declared_tables(state: State) -> None:
    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), Base.metadata))

    async with state.database.read() as connection:
        assert await connection.run_sync(differences) == []


async def test_migrations_can_be_undone(state: State) -> None:
    def undo(connection: Connection) -> set[str]:
        command.downgrade(config(connection), "base")
        return set(inspect(connection).get_table_names())

    async with state.database.write() as connection:
        assert await connection.run_sync(undo) == {"alembic_version"}


async def test_a_schema_of_a_later_version_is_refused(state: State) -> None:
    async with state.database.write() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    later = State(state.database.url.render_as_string(hide_password=False))
    with pytest.raises(SchemaUnknown, match="later version"):
        await later.open()
    await later.close()
