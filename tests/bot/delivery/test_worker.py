"""The worker: each update once to each subscriber, whatever Telegram says."""

import asyncio
import datetime
import random
import time
from dataclasses import replace

import httpx
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.clock import Clock
from bot.delivery.lease import Timing
from bot.delivery.pace import MARGIN
from bot.delivery.worker import MOST_TRIES
from bot.state import WEEKLY, State
from bot.state.outbox import Delivery
from tests.bot.delivery.rehearsal import (
    QUICK,
    Messenger,
    make_worker,
    queue,
    settled,
    subscribe,
    working,
)

CHATS = range(1, 21)


async def broadcast(state: State, messenger: Messenger, timing: Timing = QUICK) -> None:
    """Send one update to all of CHATS and wait for the end."""
    await subscribe(state, CHATS)
    await queue(state)
    async with working(make_worker(state, messenger, timing=timing)):
        await settled(state)


def once(chats: range = CHATS) -> dict[int, int]:
    return dict.fromkeys(chats, 1)


async def test_everyone_who_chose_the_topic_gets_it_once(state: State) -> None:
    await subscribe(state, [99], topic="peru")
    messenger = Messenger()
    await broadcast(state, messenger)
    assert messenger.times_by_chat() == once()
    assert (await state.announcements.progress("news")).sent == len(CHATS)


async def test_the_same_update_and_the_same_content_are_refused(state: State) -> None:
    await queue(state)
    assert not await state.announcements.take_on("news", "another digest")
    assert not await state.announcements.take_on("more", "digest of news")


async def test_a_flood_wait_stops_everything_and_counts_no_failure(state: State) -> None:
    wait = datetime.timedelta(seconds=0.3)

    def fails(delivery: Delivery, tries: int) -> TelegramError | None:
        return RetryAfter(wait) if delivery.chat_id == 5 and tries == 1 else None

    messenger = Messenger(fails)
    await broadcast(state, messenger)
    assert messenger.times_by_chat() == once()
    gaps = [
        after[0] - before[0]
        for before, after in zip(messenger.calls, messenger.calls[1:], strict=False)
    ]
    assert max(gaps) >= wait.total_seconds() + MARGIN - 0.01
    assert messenger.calls[gaps.index(max(gaps))][1].chat_id == 5


async def test_failures_of_the_network_are_tried_again_until_all_have_arrived(state: State) -> None:
    random_ = random.Random(4)
    errors = [
        NetworkError("Bad Gateway"),
        NetworkError("httpx.ReadError: reset"),
        TimedOut(),
        RetryAfter(datetime.timedelta(milliseconds=1)),
    ]

    def fails(delivery: Delivery, tries: int) -> TelegramError | None:
        return random_.choice(errors) if random_.random() < 0.3 else None

    messenger = Messenger(fails)
    await broadcast(state, messenger)
    assert messenger.times_by_chat() == once()


async def test_an_outage_of_telegram_costs_nobody_the_update(state: State) -> None:
    calls = 0

    def fails(delivery: Delivery, tries: int) -> TelegramError | None:
        nonlocal calls
        calls += 1
        return NetworkError("Bad Gateway") if calls < 40 else None

    messenger = Messenger(fails)
    await broadcast(state, messenger)
    assert messenger.times_by_chat() == once()


async def test_one_that_always_fails_is_given_up_in_the_end(state: State) -> None:
    def fails(delivery: Delivery, tries: int) -> TelegramError | None:
        return NetworkError("Internal Server Error") if delivery.chat_id == 7 else None

    messenger = Messenger(fails)
    await broadcast(state, messenger, replace(QUICK, patience=0.0))
    assert messenger.times_by_chat() == {chat: 1 for chat in CHATS if chat != 7}
    assert (await state.announcements.progress("news")).failed == 1
    assert max(messenger.tries.values()) <= MOST_TRIES


async def test_the_blocked_are_suspended_and_nobody_else_loses_anything(state: State) -> None:
    def fails(delivery: Delivery, tries: int) -> TelegramError | None:
        blocked = delivery.chat_id % 10 == 0
        return Forbidden("Forbidden: bot was blocked by the user") if blocked else None

    messenger = Messenger(fails)
    await broadcast(state, messenger)
    assert sorted(messenger.times_by_chat()) == [chat for chat in CHATS if chat % 10]
    assert (await state.announcements.progress("news")).suspended == 2
    blocked = await state.subscriptions.get(10)
    assert blocked.suspended
    assert blocked.topics == {"chile"}
    await state.subscriptions.resume(10)
    assert not (await state.subscriptions.get(10)).suspended


async def test_a_single_refusal_suspends_nobody(state: State) -> None:
    messenger = Messenger(lambda d, tries: Forbidden("Forbidden: ?") if tries == 1 else None)
    await broadcast(state, messenger)
    assert messenger.times_by_chat() == once()
    assert (await state.subscriptions.totals()) == {"active": len(CHATS), "suspended": 0}


async def test_a_chat_that_is_no_more_is_suspended_at_once(state: State) -> None:
    def fails(delivery: Delivery, tries: int) -> TelegramError | None:
        return BadRequest("Chat not found") if delivery.chat_id == 3 else None

    messenger = Messenger(fails)
    await broadcast(state, messenger)
    assert messenger.tries.total() == len(CHATS)
    assert (await state.subscriptions.get(3)).suspended


async def test_a_group_that_migrated_gets_it_once_at_its_new_id(state: State) -> None:
    await subscribe(state, [-4])
    await state.preferences.set_language(-4, "pt")

    def fails(delivery: Delivery, tries: int) -> TelegramError | None:
        return ChatMigrated(-1004) if delivery.chat_id == -4 else None

    messenger = Messenger(fails)
    await broadcast(state, messenger)
    assert messenger.times_by_chat() == {**once(), -1004: 1}
    assert (await state.subscriptions.get(-1004)).topics == {"chile"}
    assert (await state.preferences.get(-1004)).lang == "pt"
    assert not (await state.subscriptions.get(-4)).topics


async def test_a_migrated_group_that_subscribed_anew_is_merged(state: State) -> None:
    await subscribe(state, [-4, -1004])
    await subscribe(state, [-4], topic="peru")

    def fails(delivery: Delivery, tries: int) -> TelegramError | None:
        return ChatMigrated(-1004) if delivery.chat_id == -4 else None

    messenger = Messenger(fails)
    await broadcast(state, messenger)
    assert messenger.times_by_chat() == {**once(), -1004: 1}
    assert (await state.subscriptions.get(-1004)).topics == {"chile", "peru"}


async def test_a_text_that_telegram_does_not_take_is_stopped_and_goes_on_when_resumed(
    state: State,
) -> None:
    told: list[tuple[str, str]] = []
    broken = True

    def fails(delivery: Delivery, tries: int) -> TelegramError | None:
        return BadRequest("Can't parse entities") if broken else None

    async def stopped(update: str, why: str) -> None:
        told.append((update, why))

    await subscribe(state, CHATS)
    await queue(state)
    messenger = Messenger(fails)
    async with working(make_worker(state, messenger, stopped=stopped)):
        async with asyncio.timeout(10):
            while not told:
                await asyncio.sleep(0.01)
        known = await state.announcements.known()
        assert known["news"].state == "stopped"
        assert (await state.subscriptions.totals())["active"] == len(CHATS)
        broken = False
        assert await state.announcements.resume("news")
        while await state.announcements.queue_step("news", ["chile"]):
            pass
        await settled(state)
    assert told == [("news", "Can't parse entities")]
    assert messenger.times_by_chat() == once()


async def test_who_unsubscribes_while_it_runs_gets_nothing(state: State) -> None:
    async def before(delivery: Delivery) -> None:
        await state.subscriptions.stop(20)

    messenger = Messenger(before=before)
    await broadcast(state, messenger)
    assert messenger.times_by_chat() == once(range(1, 20))
    assert (await state.announcements.progress("news")).skipped == 1


async def test_a_message_perhaps_sent_when_the_process_died_is_sent_again_once(
    state: State,
) -> None:
    await subscribe(state, [1, 2])
    await queue(state)
    for _ in range(2):
        reached = asyncio.Event()

        async def before(delivery: Delivery, reached: asyncio.Event = reached) -> None:
            if delivery.chat_id == 1:
                reached.set()
                await asyncio.sleep(60)

        dying = Messenger(before=before)
        worker = make_worker(state, dying)
        worker.start()
        await asyncio.wait_for(reached.wait(), 10)
        await worker.stop()
    progress = await state.announcements.progress("news")
    assert (progress.lost, progress.waiting) == (1, 1)
    messenger = Messenger()
    async with working(make_worker(state, messenger)):
        await settled(state)
    assert messenger.times_by_chat() == {2: 1}


async def test_two_processes_share_the_rows_and_send_none_twice(state: State) -> None:
    await subscribe(state, range(1, 101))
    await queue(state)
    other_state = State(state.database.url.render_as_string(hide_password=False))

    async def slow(delivery: Delivery) -> None:
        await asyncio.sleep(0.005)

    one, other = Messenger(before=slow), Messenger(before=slow)
    patient = replace(QUICK, dead_after=1000)  # neither is to be taken for dead on a busy machine
    first = make_worker(state, one, timing=patient)
    second = make_worker(other_state, other, timing=patient)
    async with working(first), working(second):
        await settled(state)
    await other_state.close()
    assert one.times_by_chat() + other.times_by_chat() == once(range(1, 101))
    assert one.sent
    assert other.sent


async def test_one_carries_on_when_the_other_dies(state: State) -> None:
    await subscribe(state, range(1, 61))
    await queue(state)
    other_state = State(state.database.url.render_as_string(hide_password=False))
    reached = asyncio.Event()

    async def hang(delivery: Delivery) -> None:
        if len(dying.calls) > 5:
            reached.set()
            await asyncio.sleep(60)

    dying, heir = Messenger(before=hang), Messenger()
    dead = make_worker(other_state, dying)
    dead.start()
    await asyncio.wait_for(reached.wait(), 10)
    for task in [*dead._loops, *dead._in_flight]:  # it dies without a word
        task.cancel()
    await asyncio.gather(*dead._loops, *dead._in_flight, return_exceptions=True)
    await other_state.close()
    async with working(make_worker(state, heir)):
        await settled(state)
    assert dying.times_by_chat() + heir.times_by_chat() == once(range(1, 61))


async def test_it_stops_at_once_in_mid_broadcast_and_goes_on_at_the_next_start(
    state: State,
) -> None:
    await subscribe(state, CHATS)
    await queue(state)

    async def slow(delivery: Delivery) -> None:
        await asyncio.sleep(0.02)

    first, second = Messenger(before=slow), Messenger()
    worker = make_worker(state, first)
    worker.start()
    while len(first.sent) < 5:
        await asyncio.sleep(0.005)
    begun = time.monotonic()
    await worker.stop()
    assert time.monotonic() - begun < 5
    assert (await state.announcements.progress("news")).waiting > 0
    async with working(make_worker(state, second)):
        await settled(state)
    assert first.times_by_chat() + second.times_by_chat() == once()


async def test_a_correction_edits_what_was_delivered(state: State) -> None:
    messenger = Messenger()
    await broadcast(state, messenger)
    await subscribe(state, [200])
    await queue(state, "correction", corrects="news")
    async with working(make_worker(state, messenger)):
        await settled(state, "correction")
    assert messenger.times_by_chat() == once()
    edits = {delivery.chat_id: delivery.edits for delivery in messenger.edited}
    assert edits.keys() == set(CHATS)
    assert len(set(edits.values())) == len(CHATS)
    assert {delivery.updates for delivery in messenger.edited} == {("correction",)}


async def test_a_correction_takes_the_place_of_what_still_waits(state: State) -> None:
    await subscribe(state, CHATS)
    await queue(state)
    await queue(state, "correction", corrects="news")
    messenger = Messenger()
    async with working(make_worker(state, messenger)):
        await settled(state, "correction")
    assert messenger.texts_by_chat() == {chat: [("correction",)] for chat in CHATS}


@pytest.mark.parametrize(
    ("error", "state_after"),
    [("Message is not modified", "sent"), ("Message to edit not found", "skipped")],
)
async def test_a_message_that_is_gone_or_says_it_already_is_no_failure(
    state: State, error: str, state_after: str
) -> None:
    messenger = Messenger()
    await broadcast(state, messenger)
    await queue(state, "correction", corrects="news")
    messenger.fails = lambda delivery, tries: BadRequest(error)
    async with working(make_worker(state, messenger)):
        await settled(state, "correction")
    progress = await state.announcements.progress("correction")
    assert getattr(progress, state_after) == len(CHATS)


async def test_not_reaching_telegram_never_counts(state: State) -> None:
    def fails(delivery: Delivery, tries: int) -> TelegramError | None:
        if delivery.chat_id == 7 and tries < 20:
            error = NetworkError("httpx.ConnectError")
            error.__cause__ = httpx.ConnectError("refused")
            return error
        return None

    messenger = Messenger(fails)
    await broadcast(state, messenger)
    assert messenger.times_by_chat() == once()


async def test_a_weekly_digest_brings_all_that_was_held_in_one_message(state: State) -> None:
    await subscribe(state, [1, 2])
    await state.subscriptions.set_rhythm(1, 0, WEEKLY)
    await queue(state)
    await queue(state, "more")
    messenger = Messenger()
    async with working(make_worker(state, messenger)):
        await settled(state)
        await settled(state, "more")
        assert messenger.times_by_chat() == {2: 2}
        later = State(state.database.url.render_as_string(hide_password=False), _Later())
        assert await later.digests.bundle_step()
        assert not await later.digests.bundle_step()
        await later.close()
        async with asyncio.timeout(10):
            while (await state.announcements.progress("news")).held:
                await asyncio.sleep(0.01)
    assert messenger.texts_by_chat()[1] == [("news", "more")]
    assert (await state.announcements.progress("more")).sent == 2


class _Later(Clock):
    """Eight days from now."""

    def now(self) -> datetime.datetime:
        return datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=8)
