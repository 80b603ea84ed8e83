"""Who hears about what: counted, exported, forgotten; queueing stays quick however many there are."""

from sqlalchemy import text

from bot.state import WEEKLY, State
from bot.state.subscriptions import Subscribed


async def test_a_place_not_known_hears_nothing(state: State) -> None:
    assert await state.subscriptions.get(1) == Subscribed(1)
    assert not await state.subscriptions.stop(1)


async def test_who_would_get_an_update_is_counted_by_rhythm(state: State) -> None:
    for chat in (1, 2, 3, 4):
        await state.subscriptions.choose(chat, 0, ["chile", "peru"], wanted=True)
    await state.subscriptions.choose(5, 0, ["mexico"], wanted=True)
    await state.subscriptions.set_rhythm(2, 0, WEEKLY)
    await state.subscriptions.suspend(3)
    assert await state.subscriptions.count(["chile", "peru"]) == {"now": 2, "weekly": 1}
    assert await state.subscriptions.totals() == {"active": 4, "suspended": 1}


async def test_each_topic_of_a_forum_is_a_place(state: State) -> None:
    await state.subscriptions.choose(-5, 7, ["chile"], wanted=True)
    await state.subscriptions.choose(-5, 0, ["peru"], wanted=True)
    places = await state.subscriptions.of_chat(-5)
    assert {p.thread_id: set(p.topics) for p in places} == {0: {"peru"}, 7: {"chile"}}


async def test_a_person_sees_and_deletes_subscriptions_and_deliveries(state: State) -> None:
    for chat in (1, 2):
        await state.subscriptions.choose(chat, 0, ["chile"], wanted=True, lang="es")
    await state.announcements.take_on("news", "digest")
    while await state.announcements.queue_step("news", ["chile"]):
        pass
    stored = await state.personal.export(1)
    assert stored["subscriptions"][0]["topics"] == ["chile"]
    assert stored["subscriptions"][0]["language"] == "es"
    assert stored["updates"] == [{"update": "news", "state": "waiting", "sent": None}]
    await state.personal.forget(1)
    stored = await state.personal.export(1)
    assert (stored["subscriptions"], stored["updates"]) == ([], [])
    assert (await state.announcements.progress("news")).waiting == 1
    assert (await state.subscriptions.get(2)).topics == {"chile"}


async def test_rows_are_claimed_in_the_order_of_an_index(state: State) -> None:
    claim = (
        "SELECT id FROM outbox WHERE announcement_id = 'news' "
        "AND state = 'waiting' ORDER BY id LIMIT 30"
    )
    if not state.database.is_sqlite:  # an empty table is never worth an index to PostgreSQL
        async with state.database.write() as connection:
            await connection.execute(text("SET LOCAL enable_seqscan = off"))
            plan = [row[0] for row in await connection.execute(text(f"EXPLAIN {claim}"))]
        assert "ix_outbox_progress" in " ".join(plan)
        assert "Sort" not in " ".join(plan)
        return
    async with state.database.read() as connection:
        plan = [row[3] for row in await connection.execute(text(f"EXPLAIN QUERY PLAN {claim}"))]
    assert "ix_outbox_progress" in plan[0]
    assert not [step for step in plan if "TEMP B-TREE" in step]
