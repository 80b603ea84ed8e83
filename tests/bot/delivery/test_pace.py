"""The pace: close to what Telegram allows and never beyond, flood waits are kept, answers go ahead."""

from collections.abc import Awaitable, Callable

import pytest
from telegram.error import RetryAfter

from bot.delivery.pace import MARGIN, Pace, Priority
from bot.delivery.ratelimit import RateLimiter
from bot.localapi import RateLimits
from tests.bot.delivery.virtual import VirtualClock

ANSWER, BROADCAST = Priority.ANSWER, Priority.BROADCAST


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture
def telegram(clock: VirtualClock) -> RateLimits:
    return RateLimits(clock.monotonic)


def sending(
    pace: Pace, telegram: RateLimits, chats: list[int], priority: Priority = BROADCAST
) -> Callable[[], Awaitable[None]]:
    async def send() -> None:
        while chats:
            chat = chats.pop(0)
            await pace.acquire(chat, priority)
            telegram.pass_through(chat, is_group=chat < 0)

    return send


@pytest.mark.parametrize("parallel", [1, 20])
async def test_200_sends_under_a_30_a_second_limit_meet_no_flood_wait_at_90_percent_of_the_rate(
    clock: VirtualClock, telegram: RateLimits, parallel: int
) -> None:
    pace = Pace(clock)
    send = sending(pace, telegram, list(range(1, 201)))
    begun = clock.monotonic()
    await clock.run(*[send() for _ in range(parallel)])
    assert (telegram.refusals, telegram.violations) == (0, 0)
    assert 0.9 * 30 <= 200 / (clock.monotonic() - begun) <= 30


@pytest.mark.parametrize("processes", [2, 5])
async def test_several_processes_share_one_rate(
    clock: VirtualClock, telegram: RateLimits, processes: int
) -> None:
    chats = list(range(1, 201))
    paces = [Pace(clock) for _ in range(processes)]
    for pace in paces:
        pace.share = processes
    await clock.run(*[sending(pace, telegram, chats)() for pace in paces])
    assert (telegram.refusals, telegram.violations) == (0, 0)


async def test_not_one_call_is_made_in_a_flood_wait(clock: VirtualClock) -> None:
    pace = Pace(clock)
    telegram = RateLimits(clock.monotonic, wait=7.0)
    limiter = RateLimiter(pace)
    calls: list[float] = []

    async def call() -> bool:
        calls.append(clock.monotonic())
        if len(calls) == 50:
            raise RetryAfter(7)
        if 50 < len(calls) < 60:
            assert clock.monotonic() >= calls[49] + 7 + MARGIN
        return True

    async def one(chat: int) -> object:
        return await limiter.process_request(call, (), {}, "sendMessage", {"chat_id": chat}, None)

    await clock.run(*[one(chat) for chat in range(1, 201)])
    assert len(calls) == 201
    assert not [t for t in calls[50:] if t < calls[49] + 7]
    assert telegram.violations == 0


async def test_an_answer_that_would_wait_too_long_is_given_up(clock: VirtualClock) -> None:
    limiter = RateLimiter(Pace(clock))

    async def call() -> bool:
        raise RetryAfter(600)

    with pytest.raises(RetryAfter):
        await limiter.process_request(call, (), {}, "sendMessage", {"chat_id": 1}, None)


async def test_a_broadcast_leaves_a_flood_wait_to_the_worker(clock: VirtualClock) -> None:
    pace = Pace(clock)

    async def call() -> bool:
        raise RetryAfter(3)

    with pytest.raises(RetryAfter):
        await RateLimiter(pace).process_request(
            call, (), {}, "sendMessage", {"chat_id": 1}, BROADCAST
        )
    assert pace.flood_wait == pytest.approx(3 + MARGIN)


async def test_answers_go_ahead_of_the_broadcast(clock: VirtualClock, telegram: RateLimits) -> None:
    pace = Pace(clock)
    broadcast = sending(pace, telegram, list(range(1, 301)))
    waits: list[float] = []

    async def person(chat: int) -> None:
        await clock.sleep(1.0 + chat / 1e6)
        asked = clock.monotonic()
        await pace.acquire(chat, ANSWER)
        telegram.pass_through(chat, is_group=False)
        waits.append(clock.monotonic() - asked)

    await clock.run(broadcast(), broadcast(), *[person(chat) for chat in range(1001, 1011)])
    assert telegram.refusals == 0
    assert max(waits) <= 12 / 28  # ten answers at once, and no update between them


async def test_a_group_gets_twenty_a_minute_and_a_chat_one_update_a_second(
    clock: VirtualClock, telegram: RateLimits
) -> None:
    pace = Pace(clock)
    begun = clock.monotonic()
    await clock.run(
        sending(pace, telegram, [-5] * 41)(),
        sending(pace, telegram, [7] * 10)(),
    )
    assert (telegram.refusals, telegram.violations) == (0, 0)
    assert 120 <= clock.monotonic() - begun <= 125


async def test_people_get_short_bursts(clock: VirtualClock) -> None:
    pace = Pace(clock)
    begun = clock.monotonic()
    await clock.run(*[pace.acquire(7, ANSWER) for _ in range(3)])
    assert clock.monotonic() - begun < 0.1
    await clock.run(pace.acquire(7, ANSWER))
    assert clock.monotonic() - begun >= 2.9


async def test_a_hold_stops_updates_and_not_answers(clock: VirtualClock) -> None:
    pace = Pace(clock)
    pace.hold(30)
    begun = clock.monotonic()
    await clock.run(pace.acquire(7, ANSWER))
    assert clock.monotonic() - begun < 0.1
    await clock.run(pace.acquire(8, BROADCAST))
    assert clock.monotonic() - begun >= 30


async def test_what_sends_nothing_waits_for_flood_waits_alone(clock: VirtualClock) -> None:
    limiter = RateLimiter(Pace(clock))
    begun = clock.monotonic()

    async def call() -> bool:
        return True

    data = {"callback_query_id": "1"}
    acts = [
        limiter.process_request(call, (), {}, "answerCallbackQuery", data, None) for _ in range(100)
    ]
    await clock.run(*acts)
    assert clock.monotonic() == begun
