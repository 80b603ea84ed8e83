"""Waiting for what is late: Telegram may be away when the bot starts, and it starts all the same."""

import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram.error import BadRequest, NetworkError, RetryAfter

from bot.clock import Clock

__all__ = ["patiently"]

_log = logging.getLogger(__name__)
T = TypeVar("T")

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0


async def patiently(what: str, act: Callable[[], Awaitable[T]], clock: Clock) -> T:
    """Do something at Telegram, again and again until it can be reached. `what` names it in the log.

    What Telegram itself refuses is raised (BadRequest, InvalidToken …).
    """
    wait = FIRST_WAIT
    while True:
        try:
            return await act()
        except BadRequest:
            raise  # a NetworkError by its class, but an answer
        except RetryAfter as error:
            after = error.retry_after
            pause = after.total_seconds() if not isinstance(after, int) else float(after)
            _log.warning("%s: Telegram asks to wait %.0f s.", what, pause)
        except NetworkError as error:
            pause = wait
            wait = min(LONGEST_WAIT, wait * 2)
            _log.warning(
                "%s: Telegram cannot be reached (%s). Next try in %.0f s.",
                what,
                type(error).__name__,
                pause,
            )
        await clock.sleep(pause)
