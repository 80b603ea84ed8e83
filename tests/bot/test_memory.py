"""What the process remembers: within bounds, and nothing of a person who wants to be forgotten."""

from bot.memory import Bounded, Cooldown, Memory, Place
from knowledge.assistant import Assistant


def test_what_was_used_longest_ago_goes_first() -> None:
    kept: Bounded[int, str] = Bounded(2)
    kept.keep(1, "a")
    kept.keep(2, "b")
    assert kept.get(1) == "a"
    kept.keep(3, "c")
    assert (kept.get(1), kept.get(2), kept.get(3)) == ("a", None, "c")
    assert len(kept) == 2


def test_something_is_new_once() -> None:
    kept: Bounded[int, bool] = Bounded()
    assert kept.is_new(1, True)
    assert not kept.is_new(1, True)


def test_a_group_gets_twenty_messages_in_any_minute() -> None:
    cooldown = Cooldown()
    assert [cooldown.allows(-1, second) for second in range(20)] == [True] * 20
    assert not cooldown.allows(-1, 59.9)
    assert cooldown.allows(-2, 59.9)
    assert cooldown.allows(-1, 60.0)
    assert not cooldown.allows(-1, 60.5)
    assert cooldown.allows(-1, 61.0)


def test_a_person_is_forgotten_everywhere(assistant: Assistant) -> None:
    memory = Memory()
    _, context = assistant.turn("when did the Chile dialogue start?", "en", None)
    assert context
    memory.conversations.keep(Place(5, 0, 5), context)
    memory.conversations.keep(Place(-1, 3, 5), context)
    memory.conversations.keep(Place(-1, 3, 6), context)
    memory.votes.keep((-1, 2, 5), True)
    memory.offered.keep((5, 1), "a question")
    memory.forget(5)
    assert len(memory.conversations) == 1
    assert len(memory.votes) == len(memory.offered) == 0
