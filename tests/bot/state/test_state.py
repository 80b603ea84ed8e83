"""What the bot keeps about chats, answers and questions, and that it can be seen and forgotten."""

import datetime

import pytest

from bot.clock import Clock
from bot.state import State, StateUnavailable, Taken
from bot.state.preferences import Preference
from bot.state.unanswered import KEPT
from tests.postgres import new_database


class Days(Clock):
    """A clock turned by hand."""

    day = datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC)

    def now(self) -> datetime.datetime:
        return self.day


async def test_a_chat_keeps_what_it_chose(state: State) -> None:
    assert await state.preferences.get(5) == Preference()
    await state.preferences.set_language(5, "pt")
    await state.preferences.set_timezone(5, "America/Santiago")
    await state.preferences.set_language(6, "fr")
    assert await state.preferences.get(5) == Preference("pt", "America/Santiago")
    await state.preferences.set_language(5, None)
    assert await state.preferences.get(5) == Preference(None, "America/Santiago")


async def test_all_is_there_after_a_restart(state: State) -> None:
    await state.preferences.set_language(5, "pt")
    again = State(state.database.url.render_as_string(hide_password=False))
    assert await again.preferences.get(5) == Preference("pt")
    await again.close()


async def test_settings_come_from_memory_while_the_database_is_away() -> None:
    state = State("sqlite:////proc/nowhere/state.sqlite3")
    with pytest.raises(StateUnavailable):
        await state.preferences.set_language(5, "pt")
    assert await state.preferences.get(5) == Preference("pt")
    assert await state.updates_seen.take(1) is Taken.NEW
    assert await state.updates_seen.take(1) is Taken.BUSY
    await state.updates_seen.done(1)
    await state.updates_seen.release(1)
    assert await state.updates_seen.take(1) is Taken.DONE
    await state.close()


async def test_feedback_is_counted_by_answer_the_least_helpful_first(state: State) -> None:
    for helpful in (True, True, False):
        await state.feedback.add("iurc-what", helpful=helpful)
    await state.feedback.add("celac-what", helpful=False)
    verdicts = [(v.link, v.helpful, v.unhelpful) for v in await state.feedback.all()]
    assert verdicts == [("celac-what", 0, 1), ("iurc-what", 2, 1)]


async def test_unanswered_questions_are_counted_and_go_after_thirty_days(state: State) -> None:
    clock = Days()
    state = State(state.database.url.render_as_string(hide_password=False), clock)
    for _ in range(2):
        await state.unanswered.add("¿y la luna?", "es", "unknown")
    (asked,) = await state.unanswered.all()
    assert (asked.question, asked.lang, asked.times) == ("¿y la luna?", "es", 2)
    clock.day += KEPT
    assert await state.unanswered.all()
    clock.day += datetime.timedelta(days=1)
    assert not await state.unanswered.all()
    await state.unanswered.purge()
    clock.day -= datetime.timedelta(days=1)
    assert not await state.unanswered.all()
    await state.close()


async def test_an_update_is_handled_once_also_after_a_restart(state: State) -> None:
    seen = state.updates_seen
    assert await seen.take(7) is Taken.NEW
    assert await seen.take(7) is Taken.BUSY
    await seen.release(7)
    assert await seen.take(7) is Taken.NEW
    await seen.done(7)
    await seen.release(7)
    assert await seen.take(7) is Taken.DONE
    again = State(state.database.url.render_as_string(hide_password=False))
    assert await again.updates_seen.take(7) is Taken.DONE
    assert await again.updates_seen.take(8) is Taken.NEW
    await again.close()


async def test_an_update_is_handled_by_one_of_several_processes(postgres: str) -> None:
    url = new_database(postgres, "updates_seen")
    one, two = State(url), State(url)
    assert await one.updates_seen.take(7) is Taken.NEW
    assert await two.updates_seen.take(7) is Taken.BUSY
    await one.close()  # as when it dies: whoever gets the update next handles it
    assert await two.updates_seen.take(7) is Taken.NEW
    await two.updates_seen.done(7)
    await two.updates_seen.release(7)
    three = State(url)
    assert await three.updates_seen.take(7) is Taken.DONE
    assert await three.updates_seen.take(8) is Taken.NEW
    await two.close()
    await three.close()


async def test_a_person_sees_and_deletes_what_is_stored(state: State) -> None:
    await state.preferences.set_language(5, "pt")
    await state.preferences.set_language(6, "fr")
    assert (await state.personal.export(5))["settings"] == {"language": "pt", "timezone": None}
    await state.personal.forget(5)
    assert (await state.personal.export(5))["settings"] is None
    assert await state.preferences.get(5) == Preference()
    assert await state.preferences.get(6) == Preference("fr")
