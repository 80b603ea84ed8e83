"""How updates come in: fetched by long polling, or brought by Telegram to the webhook."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from telegram.error import Conflict, TelegramError
from telegram.ext import Application

from bot.application import ALLOWED_UPDATES
from bot.clock import Clock
from bot.metrics import Metrics
from bot.patience import patiently
from bot.state import State
from bot.web.intake import Intake

__all__ = ["brought", "fetched"]

_log = logging.getLogger(__name__)
AnyApplication = Application[Any, Any, Any, Any, Any, Any]

CONNECTIONS = 40
"""How many updates Telegram may bring at the same time."""
WITHOUT_END = -1
SAY_AGAIN = 60.0
"""A trouble that lasts is logged once in so many seconds."""
CONFLICT = (
    "Telegram says that another process fetches updates with this token (409). Each update reaches "
    "only one of them: stop the other, or run several behind a webhook (WEBHOOK_URL)."
)


@asynccontextmanager
async def fetched(
    application: AnyApplication, metrics: Metrics, clock: Clock
) -> AsyncIterator[None]:
    """Fetch updates by long polling; at the end, what has been fetched is handled."""
    if application.updater is None:
        raise RuntimeError("the application was built without an updater")
    await application.updater.start_polling(
        allowed_updates=ALLOWED_UPDATES,
        bootstrap_retries=WITHOUT_END,
        error_callback=_complaint(metrics, clock),
    )
    try:
        yield
    finally:
        await application.updater.stop()


@asynccontextmanager
async def brought(
    application: AnyApplication, state: State, intake: Intake, url: str, secret: str, clock: Clock
) -> AsyncIterator[None]:
    """Take the updates that Telegram brings to `url`. The webhook stays set: others may serve it."""
    intake.open(application, state.updates_seen)

    async def register() -> None:
        await application.bot.set_webhook(
            url,
            secret_token=secret,
            allowed_updates=ALLOWED_UPDATES,
            max_connections=CONNECTIONS,
        )

    try:
        await patiently("Setting the webhook", register, clock)
        yield
    finally:
        intake.close()


def _complaint(metrics: Metrics, clock: Clock) -> Callable[[TelegramError], None]:
    """Return what is called when fetching fails: it says so, but not every second."""
    said: dict[str, float] = {}

    def complain(error: TelegramError) -> None:
        kind, now = type(error).__name__, clock.monotonic()
        metrics.error(kind)
        if now - said.get(kind, -SAY_AGAIN) < SAY_AGAIN:
            return
        said[kind] = now
        if isinstance(error, Conflict):
            _log.error(CONFLICT)
        else:
            _log.warning("Updates cannot be fetched (%s); it is tried again.", kind)

    return complain
