"""The moment in which an answer leaves: from then on its update must not be handled again.

httpx tells by its trace when the last byte of a request has been handed to the network. The update
is marked as done right then, before anything else happens in the process: should it be killed a
moment later, Telegram's retry finds the mark. Not marked earlier, so that a process killed before
it has said anything loses no update.
"""

from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import httpx

__all__ = ["Attempt", "attempt", "hooks"]

_SPEAKING = ("send", "copyMessage", "forwardMessage", "answerInlineQuery", "answerGuestQuery")
_SILENT = "sendChatAction"
_SENT = ".send_request_body.complete"
_UNREACHED = "connection.connect_tcp.failed"


@dataclass(slots=True)
class Attempt:
    """One update being handled. `spoken` is called when the first answer to it leaves."""

    spoken: Callable[[], Awaitable[None]]
    spoke: bool = False
    unreached: bool = False
    """Telegram could not be reached."""


attempt: ContextVar[Attempt | None] = ContextVar("attempt", default=None)
"""The update that the current task handles, where it came by the webhook."""


def hooks() -> dict[str, list[Callable[[httpx.Request], Awaitable[None]]]]:
    """Return the event hooks for the httpx client that talks to Telegram."""
    return {"request": [_watch]}


async def _watch(request: httpx.Request) -> None:
    current = attempt.get()
    method = request.url.path.rsplit("/", 1)[-1]
    if current is None or not method.startswith(_SPEAKING) or method == _SILENT:
        return

    async def trace(event: str, info: dict[str, Any]) -> None:
        if event == _UNREACHED:
            current.unreached = True
        elif event.endswith(_SENT) and not current.spoke:
            current.spoke = True
            await current.spoken()

    request.extensions["trace"] = trace
