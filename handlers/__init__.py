"""What a person can do on Telegram, a module for each thing."""

from telegram.ext import Application

from bot.services import Services
from handlers import choice, errors, question, start

__all__ = ["install"]


def install(application: Application, services: Services) -> None:  # type: ignore[type-arg]
    """Add all handlers to `application`."""
    for module in (start, question, choice):
        application.add_handler(module.handler(services))
    application.add_error_handler(errors.failed)
