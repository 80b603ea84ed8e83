"""The assembly: settings, knowledge and handlers become one Telegram application."""

import asyncio
import logging
from functools import partial

from telegram import Update
from telegram.ext import Application, ApplicationBuilder

from bot.delivery.pace import Pace
from bot.delivery.ratelimit import RateLimiter
from bot.delivery.service import DeliveryService
from bot.menu import register
from bot.ordering import ByChat
from bot.services import Services
from bot.state import StateUnavailable
from handlers import install
from handlers.subscription_menu import update_keyboard
from knowledge.guide import guide

__all__ = ["ALLOWED_UPDATES", "build"]

_log = logging.getLogger(__name__)

ALLOWED_UPDATES = [
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.GUEST_MESSAGE,
    Update.MY_CHAT_MEMBER,
]
"""What the bot asks Telegram for. The list sticks at Telegram's side, so it is always sent."""


def build(
    builder: ApplicationBuilder,  # type: ignore[type-arg]
    services: Services,
    *,
    pace: Pace | None = None,
    parallel: int = 1,
) -> Application:  # type: ignore[type-arg]
    """Return the application with all its handlers; `builder` brings the token or a test's request.

    With a `pace` all its calls keep to that, and it delivers updates while it runs, `parallel` at a time.
    """
    builder = builder.concurrent_updates(ByChat()).post_shutdown(partial(_close, services))
    if pace is not None:
        builder = builder.rate_limiter(RateLimiter(pace))
    running: list[DeliveryService] = []

    async def start(application: Application) -> None:  # type: ignore[type-arg]
        await _open(services, application)
        if pace is not None:
            delivery = DeliveryService(
                application.bot,
                services.state,
                lambda: services.knowledge.assistant.library,
                pace,
                update_keyboard,
                admins=services.admins,
                clock=services.clock,
                parallel=parallel,
            )
            delivery.start()
            running.append(delivery)

    async def stop(_: Application) -> None:  # type: ignore[type-arg]
        while running:
            await running.pop().stop()

    application = builder.post_init(start).post_stop(stop).build()
    install(application, services)
    return application


async def _open(services: Services, application: Application) -> None:  # type: ignore[type-arg]
    """Open the state (without it the bot answers all the same), make ready what answers need, set the menu."""
    try:
        await services.state.open()
    except StateUnavailable as error:
        _log.warning("%s The bot starts without and tries again.", error)
    await asyncio.to_thread(guide(services.knowledge.assistant).warm)
    await register(application.bot, services.knowledge.assistant.library)


async def _close(services: Services, _: Application) -> None:  # type: ignore[type-arg]
    await services.state.close()
