"""Telegram's sending limits, as far as they are known, for those who want to be held to them."""

import math
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.localapi.errors import too_many

__all__ = ["Limit", "RateLimits"]


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` messages in any `seconds`."""

    count: int
    seconds: float


@dataclass(slots=True)
class RateLimits:
    """Refuses what is sent faster than Telegram lets through. `clock` gives seconds, never set back.

    While a refusal runs, every further call is refused too and counted in `violations`.
    """

    clock: Callable[[], float]
    overall: Limit = Limit(30, 1.0)
    chat: Limit = Limit(1, 1.0)
    group: Limit = Limit(20, 60.0)
    wait: float | None = None
    """Seconds told to wait; None for as long as the limit really needs."""
    refusals: int = 0
    violations: int = 0
    _until: float = -math.inf
    _sent: defaultdict[object, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def pass_through(self, chat_id: int, *, is_group: bool) -> None:
        """Count one message to a chat. Raises ApiError (429) where it comes too early."""
        now = self.clock()
        if now < self._until:
            self.violations += 1
            raise too_many(math.ceil(self._until - now))
        windows = [(self._sent["all"], self.overall), (self._sent[chat_id], self.chat)]
        if is_group:
            windows.append((self._sent["group", chat_id], self.group))
        free_at = max(self._free_at(sent, limit, now) for sent, limit in windows)
        if free_at > now:
            self.refusals += 1
            wait = self.wait if self.wait is not None else free_at - now
            self._until = now + wait
            raise too_many(max(1, math.ceil(wait)))
        for sent, _ in windows:
            sent.append(now)

    def _free_at(self, sent: deque[float], limit: Limit, now: float) -> float:
        while sent and sent[0] <= now - limit.seconds:
            sent.popleft()
        return now if len(sent) < limit.count else sent[-limit.count] + limit.seconds
