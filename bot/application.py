"""The assembly: settings, knowledge and handlers become one Telegram application."""

import logging
from collections.abc import Callable

from telegram import Update
from telegram.ext import Application, ApplicationBuilder

from bot.settings import MissingToken, Settings
from handlers import install
from knowledge.assistant import Assistant

__all__ = ["build", "run_polling"]

TRIES_AT_START = -1
"""How often the start is tried again while Telegram cannot be reached; -1 is without end."""


def build(builder: ApplicationBuilder, assistant: Assistant) -> Application:  # type: ignore[type-arg]
    """Return the application with all its handlers; `builder` brings the token or a test's request."""
    application = builder.build()
    install(application, assistant)
    return application


def run_polling(settings: Settings, open_knowledge: Callable[[], Assistant]) -> None:
    """Serve Telegram by long polling until SIGINT or SIGTERM. Raises MissingToken."""
    if settings.telegram_bot_token is None:
        raise MissingToken
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)  # at INFO it logs the token, in addresses
    builder = ApplicationBuilder().token(settings.telegram_bot_token.get_secret_value())
    if settings.telegram_api_url:
        builder = builder.base_url(f"{settings.telegram_api_url.rstrip('/')}/bot")
    application = build(builder, open_knowledge())
    application.run_polling(
        allowed_updates=[Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY],
        bootstrap_retries=TRIES_AT_START,
    )
