"""The table of the design: what each error of Telegram means for a row."""

import httpx
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.delivery.outcomes import Outcome, flood_seconds, outcome_of


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (RetryAfter(5), Outcome.FLOOD),
        (TimedOut(), Outcome.RETRY),
        (NetworkError("Bad Gateway"), Outcome.RETRY),
        (TelegramError("Invalid server response"), Outcome.RETRY),
        (Conflict("terminated by other getUpdates request"), Outcome.RETRY),
        (InvalidToken("Unauthorized"), Outcome.NOT_SENT),
        (ChatMigrated(-100), Outcome.MOVED),
        (Forbidden("Forbidden: bot was blocked by the user"), Outcome.REFUSED),
        (Forbidden("Forbidden: user is deactivated"), Outcome.REFUSED),
        (BadRequest("Chat not found"), Outcome.GONE),
        (BadRequest("Not enough rights to send text messages to the chat"), Outcome.REFUSED),
        (BadRequest("Message thread not found"), Outcome.REFUSED),
        (BadRequest("TOPIC_CLOSED"), Outcome.REFUSED),
        (BadRequest("Message is not modified: specified new message content"), Outcome.DONE),
        (BadRequest("Message to edit not found"), Outcome.UNEDITABLE),
        (BadRequest("Can't parse entities: unsupported start tag"), Outcome.OURS),
        (BadRequest("Message is too long"), Outcome.OURS),
    ],
)
def test_each_error_has_its_outcome(error: TelegramError, outcome: Outcome) -> None:
    assert outcome_of(error) is outcome


@pytest.mark.parametrize(
    ("cause", "outcome"),
    [
        (httpx.ConnectError("refused"), Outcome.NOT_SENT),
        (httpx.ConnectTimeout("late"), Outcome.NOT_SENT),
        (httpx.PoolTimeout("busy"), Outcome.NOT_SENT),
        (httpx.ReadTimeout("late"), Outcome.RETRY),
        (httpx.ReadError("reset"), Outcome.RETRY),
    ],
)
def test_what_never_left_is_told_from_what_may_have_arrived(
    cause: Exception, outcome: Outcome
) -> None:
    for error in (TimedOut(), NetworkError("httpx")):
        error.__cause__ = cause
        assert outcome_of(error) is outcome


def test_a_flood_wait_is_read_in_seconds() -> None:
    assert flood_seconds(RetryAfter(35)) == 35.0
