"""What happens at the double, told to whoever watches: the preview's page, a test."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

__all__ = ["Event", "EventKind", "Events"]

EventKind: TypeAlias = Literal[
    "message",
    "edited",
    "deleted",
    "action",
    "callback_answer",
    "inline_answer",
    "profile",
    "member",
]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that people in chat `chat_id` would see (0: all); `data` in the Bot API's own forms."""

    kind: EventKind
    chat_id: int
    data: dict[str, Any]


@dataclass(slots=True)
class Events:
    """Tells every event to each watcher, in order."""

    _watchers: list[Callable[[Event], None]] = field(default_factory=list)

    def watch(self, watcher: Callable[[Event], None]) -> Callable[[], None]:
        """Add a watcher; the function returned removes it."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def tell(self, kind: EventKind, chat_id: int, data: dict[str, Any]) -> None:
        """Tell all watchers."""
        for watcher in tuple(self._watchers):
            watcher(Event(kind, chat_id, data))
