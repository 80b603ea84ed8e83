"""These tests run on both databases, SQLite and PostgreSQL."""

from pathlib import Path
from uuid import uuid4

import pytest

from tests.postgres import new_database


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'state.sqlite3'}"
    return new_database(request.getfixturevalue("postgres"), uuid4().hex)
