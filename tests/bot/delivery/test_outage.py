"""The database locked, full or away in mid-broadcast: delivery waits and goes on, nothing comes twice."""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Iterator

import psycopg
import pytest
import pytest_asyncio

from bot.state import State, StateUnavailable, Taken
from bot.state.outbox import Delivery
from tests.bot.delivery.rehearsal import Messenger, make_worker, queue, settled, subscribe, working

CHATS = range(1, 16)


@pytest_asyncio.fixture
async def state(database_url: str) -> AsyncIterator[State]:
    """A state that soon takes a lock for an outage."""
    opened = State(database_url, busy_timeout=0.05)
    yield opened
    await opened.close()


@contextlib.contextmanager
def away(state: State) -> Iterator[None]:
    """Take the database away: SQLite is locked, PostgreSQL cuts all connections and takes no new ones."""
    url = state.database.url
    if state.database.is_sqlite:
        with contextlib.closing(sqlite3.connect(str(url.database), isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            yield
            other.execute("ROLLBACK")
        return
    name, host = str(url.database), str(url.query["host"])
    with psycopg.connect(host=host, user="postgres", dbname="postgres", autocommit=True) as admin:
        admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'.encode())
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )
        yield
        admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'.encode())


async def test_delivery_waits_for_the_database_and_marks_what_was_sent(state: State) -> None:
    gone = asyncio.Event()

    async def before(delivery: Delivery) -> None:
        if len(messenger.calls) == 5:
            gone.set()
            await asyncio.sleep(0.2)

    messenger = Messenger(before=before)
    await subscribe(state, CHATS)
    await queue(state)
    async with working(make_worker(state, messenger)):
        await asyncio.wait_for(gone.wait(), 10)
        with away(state):
            await asyncio.sleep(1.0)
            assert len(messenger.calls) == 5
        await settled(state)
    assert messenger.times_by_chat() == dict.fromkeys(CHATS, 1)


async def test_settings_and_updates_seen_go_on_from_memory(state: State) -> None:
    await state.preferences.set_language(5, "pt")
    seen = state.updates_seen
    assert await seen.take(1) is Taken.NEW
    await seen.done(1)
    await seen.release(1)
    with away(state):
        if not state.database.is_sqlite:  # a locked SQLite can still be read
            assert (await state.preferences.get(5)).lang == "pt"
        with pytest.raises(StateUnavailable):
            await state.preferences.set_language(5, "fr")
        assert await seen.take(1) is Taken.DONE
        assert await seen.take(2) is Taken.NEW
        await seen.done(2)
        await seen.release(2)
        assert await seen.take(2) is Taken.DONE
        assert (await state.preferences.get(6)).lang is None
    await state.preferences.set_language(5, "es")
    assert (await state.preferences.get(5)).lang == "es"
    assert await seen.take(3) is Taken.NEW
    await seen.done(3)
    await seen.release(3)
    again = State(state.database.url.render_as_string(hide_password=False))
    assert await again.updates_seen.take(3) is Taken.DONE
    await again.close()


async def test_a_full_disk_is_an_outage(state: State) -> None:
    if not state.database.is_sqlite:
        pytest.skip("SQLite alone can be given a limit by the test")
    await state.open()
    async with state.database.write() as connection:
        pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar_one()
        await connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    async def fill() -> None:
        for number in range(500):
            await state.unanswered.add("a question " * 25, "en", str(number))

    with pytest.raises(StateUnavailable):
        await fill()
