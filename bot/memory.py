"""What the process remembers for a while and no file holds: bounded, and gone with the process."""

from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from knowledge.conversation import Context

__all__ = ["Bounded", "Cooldown", "Memory", "Place"]

KeyT = TypeVar("KeyT")
ValueT = TypeVar("ValueT")

REMEMBERED = 10_000
"""So many conversations, and so many answers to edited questions, are remembered."""
GROUP_MESSAGES, GROUP_SECONDS = 20, 60.0
"""Telegram's limit for one group: so many messages in so many seconds."""


class Bounded(Generic[KeyT, ValueT]):
    """A mapping of limited size: what was used longest ago goes first."""

    def __init__(self, size: int = REMEMBERED) -> None:
        self._size = size
        self._kept: OrderedDict[KeyT, ValueT] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: KeyT) -> ValueT | None:
        """Return what is kept under `key`, or None."""
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def keep(self, key: KeyT, value: ValueT) -> None:
        """Keep `value` under `key`."""
        self._kept[key] = value
        self._kept.move_to_end(key)
        if len(self._kept) > self._size:
            self._kept.popitem(last=False)

    def drop(self, key: KeyT) -> ValueT | None:
        """Forget one key; return what was kept under it."""
        return self._kept.pop(key, None)

    def drop_where(self, told: Callable[[KeyT], bool]) -> None:
        """Forget every key of which `told` says so."""
        for key in [key for key in self._kept if told(key)]:
            del self._kept[key]

    def is_new(self, key: KeyT, value: ValueT) -> bool:
        """Say whether `key` was not kept yet, and keep it."""
        fresh = key not in self._kept
        self.keep(key, value)
        return fresh


class Cooldown:
    """Keeps the bot below Telegram's limit of messages in one group."""

    def __init__(self) -> None:
        self._sent: Bounded[int, deque[float]] = Bounded()

    def allows(self, chat_id: int, now: float) -> bool:
        """Say whether one more message may go to this group now, and count it. `now` in seconds."""
        sent = self._sent.get(chat_id) or deque(maxlen=GROUP_MESSAGES)
        if len(sent) == GROUP_MESSAGES and now - sent[0] < GROUP_SECONDS:
            return False
        sent.append(now)
        self._sent.keep(chat_id, sent)
        return True


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody talks with the bot: the chat, the thread in it (0 for none) and who it is."""

    chat: int
    thread: int
    person: int


@dataclass(frozen=True, slots=True)
class Memory:
    """All that one process remembers."""

    conversations: Bounded[Place, Context] = field(default_factory=Bounded)
    """The last question of each person in each place, for the next to lean on."""
    answers: Bounded[tuple[int, int], int] = field(default_factory=Bounded)
    """The id of the answer by chat and message id of its question, for when that is edited."""
    offered: Bounded[tuple[int, int], str] = field(default_factory=Bounded)
    """The question by chat and message id of a "did you mean", for when none of these is meant."""
    votes: Bounded[tuple[int, int, int], bool] = field(default_factory=Bounded)
    """Who voted under which message: chat, message, person."""
    albums: Bounded[str, bool] = field(default_factory=Bounded)
    """Groups of pictures that were answered once."""
    failures: Bounded[int, bool] = field(default_factory=Bounded)
    """Updates that failed and whose sender heard so."""
    pictures: Bounded[str, str] = field(default_factory=Bounded)
    """Telegram's file id of a picture, by a digest of what it shows."""
    cooldown: Cooldown = field(default_factory=Cooldown)

    def forget(self, person: int) -> None:
        """Drop what is remembered of a person."""
        self.conversations.drop_where(lambda place: place.person == person)
        self.votes.drop_where(lambda vote: vote[2] == person)
        for by_chat in (self.answers, self.offered):
            by_chat.drop_where(lambda key: key[0] == person)
