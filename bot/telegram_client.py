"""The way to Telegram: the builder of an application from the settings."""

from typing import Any

from telegram.ext import ApplicationBuilder
from telegram.request import HTTPXRequest

from bot.settings import MissingToken, Settings
from bot.web.outgoing import hooks

__all__ = ["telegram_builder"]

CONNECTIONS = 64
"""Calls to Telegram at the same time; more wait for `PATIENCE` seconds."""
PATIENCE = 30.0


def telegram_builder(settings: Settings) -> "ApplicationBuilder[Any, Any, Any, Any, Any, Any]":
    """Return a builder with token, address and connections. Raises MissingToken."""
    if settings.telegram_bot_token is None:
        raise MissingToken
    request = HTTPXRequest(
        connection_pool_size=CONNECTIONS,
        pool_timeout=PATIENCE,
        httpx_kwargs={"event_hooks": hooks()},
    )
    builder = ApplicationBuilder().token(settings.telegram_bot_token.get_secret_value())
    builder = builder.request(request)
    if settings.telegram_api_url:
        builder = builder.base_url(f"{settings.telegram_api_url.rstrip('/')}/bot")
    return builder
