"""How many questions one person may ask."""

from bot.allowance import AT_ONCE, SECONDS_EACH, Allowance, May


def test_who_asks_too_many_is_told_once_and_may_go_on_later() -> None:
    allowance = Allowance()
    now = 1000.0
    assert [allowance.take(5, now) for _ in range(AT_ONCE)] == [May.ASK] * AT_ONCE
    assert allowance.take(5, now) is May.WAIT
    assert allowance.take(5, now) is May.WAIT_SILENTLY
    assert allowance.take(6, now) is May.ASK
    assert allowance.take(5, now + SECONDS_EACH) is May.ASK
    assert allowance.take(5, now + SECONDS_EACH) is May.WAIT
    much_later = now + 2 * AT_ONCE * SECONDS_EACH
    assert [allowance.take(5, much_later) for _ in range(AT_ONCE)] == [May.ASK] * AT_ONCE
    assert allowance.take(5, much_later) is May.WAIT


def test_forgetting_a_person_forgets_the_count() -> None:
    allowance = Allowance()
    for _ in range(AT_ONCE + 1):
        allowance.take(5, 0.0)
    allowance.forget(5)
    assert allowance.take(5, 0.0) is May.ASK
