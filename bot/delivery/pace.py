"""How fast the bot may call Telegram: over all chats, for each chat, and not at all in a flood wait.

Answers to people go ahead of updates. Durations come from the monotonic clock alone.
"""

from collections import OrderedDict, deque
from enum import IntEnum

from bot.clock import Clock

__all__ = ["Pace", "Priority"]

OVERALL = 28.0
"""Calls a second over all chats. Telegram allows 30; with the one that may come early, 30 is never passed."""
BROADCAST_GAP = 1.0
"""Seconds between an update and any message before it in the same chat."""
ANSWERS, ANSWERS_IN = 3, 3.0
"""So many answers in so many seconds in a private chat: Telegram allows short bursts."""
GROUP, GROUP_IN = 20, 60.0
"""So many messages in so many seconds in a group or channel."""
MARGIN = 0.2
"""Seconds waited beyond a flood wait."""
REMEMBERED = 20_000
"""So many chats' last calls are remembered."""


class Priority(IntEnum):
    """Who goes first where the pace makes both wait."""

    ANSWER = 0
    BROADCAST = 1


class Pace:
    """The pace of one process, which has `1 / share` of what Telegram allows the bot."""

    def __init__(self, clock: Clock, overall: float = OVERALL, gap: float = BROADCAST_GAP) -> None:
        """`overall` is in calls a second over all chats, `gap` in seconds between messages to one chat."""
        self.share = 1
        """How many processes share the rate."""
        self._clock = clock
        self._overall = overall
        self._gap = gap
        self._due = 0.0
        self._flood_until = 0.0
        self._hold_until = 0.0
        self._answers_waiting = 0
        self._calls: OrderedDict[int | str, deque[float]] = OrderedDict()

    @property
    def interval(self) -> float:
        """Seconds between two calls of this process.

        Each process can be one call early, so that the more there are, the less they take together.
        """
        return self.share / max(1.0, self._overall + 1 - self.share)

    @property
    def flood_wait(self) -> float:
        """Seconds that the running flood wait still lasts; 0 when there is none."""
        return max(0.0, self._flood_until - self._clock.monotonic())

    def flood(self, seconds: float) -> None:
        """Call nothing for so many seconds: Telegram has said so."""
        self._flood_until = max(self._flood_until, self._clock.monotonic() + seconds + MARGIN)

    def hold(self, seconds: float) -> None:
        """Send no updates for so many seconds, while answers go on."""
        self._hold_until = max(self._hold_until, self._clock.monotonic() + seconds)

    async def out_of_flood(self) -> None:
        """Wait until no flood wait runs."""
        while (wait := self.flood_wait) > 0:
            await self._clock.sleep(wait)

    async def acquire(self, chat_id: int | str, priority: Priority) -> None:
        """Wait until one message may go to this chat, and take its place in the pace."""
        while (wait := self.chat_wait(chat_id, priority)) > 0:
            await self._clock.sleep(wait)
        self._answers_waiting += priority is Priority.ANSWER
        try:
            while (wait := self._wait(chat_id, priority)) > 0:
                await self._clock.sleep(wait)
        finally:
            self._answers_waiting -= priority is Priority.ANSWER
        now = self._clock.monotonic()
        self._due = max(self._due, now) + self.interval
        self._note(chat_id, now)

    def chat_wait(self, chat_id: int | str, priority: Priority) -> float:
        """Return how many seconds this chat alone makes a message wait; 0 or less for none."""
        calls = self._calls.get(chat_id)
        if not calls:
            return 0.0
        until = 0.0
        if _is_group(chat_id):
            until = calls[-GROUP] + GROUP_IN if len(calls) >= GROUP else 0.0
        elif priority is Priority.ANSWER:
            until = calls[-ANSWERS] + ANSWERS_IN if len(calls) >= ANSWERS else 0.0
        if priority is Priority.BROADCAST:
            until = max(until, calls[-1] + self._gap)
        return until - self._clock.monotonic()

    def _wait(self, chat_id: int | str, priority: Priority) -> float:
        now = self._clock.monotonic()
        # a call may come a little early, so that a late one loses nothing of the rate
        early = self.interval / self.share
        wait = max(self.flood_wait, self._due - early - now)
        if priority is Priority.BROADCAST:
            wait = max(wait, self._hold_until - now)
            if self._answers_waiting:
                wait = max(wait, self.interval)
        return max(wait, self.chat_wait(chat_id, priority))

    def _note(self, chat_id: int | str, now: float) -> None:
        calls = self._calls.setdefault(chat_id, deque(maxlen=GROUP))
        calls.append(now)
        self._calls.move_to_end(chat_id)
        if len(self._calls) > REMEMBERED:
            self._calls.popitem(last=False)


def _is_group(chat_id: int | str) -> bool:
    """Groups and channels have negative ids; `@name` is a channel."""
    return isinstance(chat_id, str) or chat_id < 0
