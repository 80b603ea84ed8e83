"""What all tests share: one assistant for the shipped content, and no network."""

import contextlib
import datetime
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.services import Knowledge, Services
from bot.state import State
from knowledge.assistant import Assistant
from knowledge.store import open_assistant
from tests.postgres import server
from tests.running import write_knowledge


def _today() -> datetime.date:
    return datetime.date(2026, 11, 24)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the tests in a browser come last: it keeps an event loop running, which no other test may find."""
    items.sort(key=lambda item: "e2e" in item.path.parts)


@pytest.fixture(scope="session")
def assistant() -> Assistant:
    """The assistant for the shipped knowledge base, on a fixed day."""
    return open_assistant(today=_today)


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """The address of an empty SQLite database; where it matters, tests run on PostgreSQL too."""
    return f"sqlite:///{tmp_path / 'state.sqlite3'}"


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL server: the folder of its socket."""
    with contextlib.ExitStack() as stack:
        try:
            socket_folder = stack.enter_context(server())
        except FileNotFoundError as error:
            pytest.skip(str(error))
        yield socket_folder


@pytest_asyncio.fixture
async def state(database_url: str) -> AsyncIterator[State]:
    """An empty state in a database of its own."""
    opened = State(database_url)
    yield opened
    await opened.close()


@pytest.fixture
def services(assistant: Assistant, state: State) -> Services:
    """The services over the shipped knowledge base and an empty state; the admin is 99."""
    return Services(Knowledge(assistant), state, frozenset({99}))


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant that knows two answers: what X is, and who made Y."""
    folder = write_knowledge(tmp_path_factory.mktemp("small"))
    return open_assistant(folder, tmp_path_factory.mktemp("cache"))


@pytest.fixture
def small_services(small: Assistant, state: State) -> Services:
    """The services over the small knowledge base and an empty state."""
    return Services(Knowledge(small), state, frozenset({99}))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder for a knowledge base."""
    path = tmp_path / "knowledge"
    path.mkdir()
    return path


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.socket.connect

    def connect(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"A test tried to reach {address[0]}: tests run without network.")
        real(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", connect)
