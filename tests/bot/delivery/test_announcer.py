"""New updates are queued, history is not; corrections, digests of content, who hears of what."""

import datetime
from typing import Any

from bot.clock import Clock
from bot.delivery.announcer import announce, queue_all
from bot.delivery.topics import choices, listeners, name_of
from bot.state import WEEKLY, State
from bot.state.rhythm import Rhythm, next_digest
from knowledge.library import Library
from knowledge.schema import Fact, Manifest, Record, Update


def news(id_: str, text: str = "", **more: Any) -> Update:
    values = {"date": "2026-11-24", "topics": ["chile"], "title": "Title", "sources": ["page"]}
    return Update.model_validate({**values, "id": id_, "text": text or f"Text of {id_}", **more})


def library(*updates: Update) -> Library:
    names = {
        topic: {"en": topic.title()}
        for topic in ("dialogues", "programmes", "action-plan", "summits", "celac", "glossary")
    }
    manifest = Manifest(name={"en": "Test"}, scope={"en": "tests"}, languages=("en",), topics=names)
    running = {"status": Fact(value="running", sources=("page",))}
    records = [
        Record(id="chile", kind="country", name={"en": "Chile"}),
        Record(id="dialogue-chile", kind="dialogue", topic="dialogues", country="chile"),
        Record(id="iurc", kind="programme", topic="programmes", name={"en": "IURC"}, facts=running),
        Record(id="old", kind="programme", topic="programmes", name={"en": "Old"}),
    ]
    return Library(
        manifest=manifest,
        records={record.id: record for record in records},
        updates={update.id: update for update in updates},
    )


async def sent_to(state: State, update: str) -> int:
    return (await state.announcements.progress(update)).waiting


async def test_on_the_first_start_what_is_there_is_history(state: State) -> None:
    await state.subscriptions.choose(1, 0, ["chile"], wanted=True)
    assert await announce(state, library(news("old-news"))) == []
    assert await announce(state, library(news("old-news"), news("new-news"))) == ["new-news"]
    assert await queue_all(state, library(news("old-news"), news("new-news")), Clock())
    assert (await sent_to(state, "old-news"), await sent_to(state, "new-news")) == (0, 1)


async def test_the_first_update_of_an_empty_base_is_news(state: State) -> None:
    assert await announce(state, library()) == []
    assert await announce(state, library(news("first"))) == ["first"]


async def test_the_same_text_under_another_id_is_refused(state: State) -> None:
    await announce(state, library())
    assert await announce(state, library(news("one", "Same  text"))) == ["one"]
    assert await announce(state, library(news("two", "Same text"))) == []


async def test_an_update_is_queued_once_however_often_it_is_looked_at(state: State) -> None:
    await state.subscriptions.choose(1, 0, ["chile", "*"], wanted=True)
    await announce(state, library())
    content = library(news("one"))
    for _ in range(3):
        await announce(state, content)
        await queue_all(state, content, Clock())
    assert await sent_to(state, "one") == 1


async def test_of_an_update_that_comes_with_its_correction_only_that_is_sent(state: State) -> None:
    await announce(state, library())
    await state.subscriptions.choose(1, 0, ["chile"], wanted=True)
    content = library(news("one"), news("two", corrects="one"))
    assert await announce(state, content) == ["two"]
    await queue_all(state, content, Clock())
    assert (await sent_to(state, "one"), await sent_to(state, "two")) == (0, 1)


def test_an_update_reaches_whoever_chose_its_record_its_country_its_topic_or_everything() -> None:
    hears = listeners(
        library(news("one", topics=["dialogue-chile"]), news("two", topics=["celac"]))
    )
    assert hears["one"] == {"*", "dialogue-chile", "chile", "dialogues"}
    assert hears["two"] == {"*", "celac", "summits"}


def test_countries_running_programmes_and_groups_are_offered() -> None:
    content = library()
    assert choices(content) == ["chile", "iurc", "summits", "glossary", "*"]
    assert name_of(content, "summits", "en", "All") == "Action-Plan, Summits, and Celac"
    assert choices(Library()) == ["*"]


async def test_a_digest_is_due_at_the_hour_of_the_place(state: State) -> None:
    monday = datetime.datetime(2026, 11, 23, 8, tzinfo=datetime.UTC)
    brussels = next_digest(WEEKLY, None, monday)  # 9:00 there is 8:00 UTC: it has begun
    assert datetime.datetime.fromtimestamp(brussels, datetime.UTC) == monday + datetime.timedelta(
        days=7
    )
    santiago = next_digest(Rhythm("weekly", 0, 9), "America/Santiago", monday)
    assert datetime.datetime.fromtimestamp(santiago, datetime.UTC).hour == 12
    assert next_digest(WEEKLY, "no such zone", monday) == brussels


async def test_a_clock_set_back_brings_no_digest_twice(state: State) -> None:
    class Turned(Clock):
        days = 0

        def now(self) -> datetime.datetime:
            return datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC) + datetime.timedelta(
                days=self.days
            )

    clock = Turned()
    state = State(state.database.url.render_as_string(hide_password=False), clock)
    await state.subscriptions.choose(1, 0, ["chile"], wanted=True)
    await state.subscriptions.set_rhythm(1, 0, WEEKLY)
    await announce(state, library())
    content = library(news("one"))
    await announce(state, content)
    await queue_all(state, content, clock)
    clock.days = 7
    assert await state.digests.bundle_step()
    clock.days = 0
    assert not await state.digests.bundle_step()
    assert (await state.announcements.progress("one")).held == 1
    await state.close()
