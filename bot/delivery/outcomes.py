"""What an error of Telegram means for the row that was being sent. A failed send is never an unsubscribe.

The order matters: BadRequest and TimedOut are kinds of NetworkError.
"""

from datetime import timedelta
from enum import Enum, auto

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

__all__ = ["Outcome", "flood_seconds", "outcome_of"]

_GONE = ("chat not found", "group chat was deleted", "group chat was deactivated", "user not found")
"""The chat is no more: suspend it at once."""
_CLOSED = (
    "not enough rights",
    "have no rights",
    "need administrator rights",
    "chat_write_forbidden",
    "chat_restricted",
    "chat_send_",
    "message thread not found",
    "topic_closed",
    "topic_deleted",
    "peer_id_invalid",
    "bot is not a member",
)
"""The chat does not let the bot write: as good as Forbidden, and no fault of the text."""
_UNCHANGED = "message is not modified"
_UNEDITABLE = ("message to edit not found", "message can't be edited", "message_id_invalid")


class Outcome(Enum):
    """What to do with a row after an error."""

    FLOOD = auto()
    """Everything waits the time told; the same chat again; no failure counted."""
    RETRY = auto()
    """Perhaps sent, perhaps not: again with back-off, bounded."""
    NOT_SENT = auto()
    """Telegram was not reached, or does not take our token: again, without counting."""
    MOVED = auto()
    """The group has a new id: send there."""
    REFUSED = auto()
    """Suspend the chat after repeated refusals."""
    GONE = auto()
    """Suspend the chat at once."""
    DONE = auto()
    """The message says this already."""
    UNEDITABLE = auto()
    """The message to correct is no more."""
    OURS = auto()
    """The text is wrong: stop the update, nobody loses a subscription."""


def outcome_of(error: TelegramError) -> Outcome:
    """Return what an error means."""
    text = error.message.lower()
    if isinstance(error, RetryAfter):
        return Outcome.FLOOD
    if isinstance(error, ChatMigrated):
        return Outcome.MOVED
    if isinstance(error, Forbidden):
        return Outcome.REFUSED
    if isinstance(error, BadRequest):
        return _of_bad_request(text)
    if isinstance(error, InvalidToken):
        return Outcome.NOT_SENT
    if isinstance(error, NetworkError) and isinstance(
        error.__cause__, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout
    ):
        return Outcome.NOT_SENT
    return Outcome.RETRY


def flood_seconds(error: RetryAfter) -> float:
    """Return how long a flood wait lasts, in seconds."""
    told = error.retry_after
    return told.total_seconds() if isinstance(told, timedelta) else float(told)


def _of_bad_request(text: str) -> Outcome:
    if _UNCHANGED in text:
        return Outcome.DONE
    for signs, outcome in (
        (_UNEDITABLE, Outcome.UNEDITABLE),
        (_GONE, Outcome.GONE),
        (_CLOSED, Outcome.REFUSED),
    ):
        if any(sign in text for sign in signs):
            return outcome
    return Outcome.OURS
