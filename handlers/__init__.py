"""What a person can do on Telegram, a module for each thing."""

from telegram.ext import Application

from handlers import choice, errors, question, start
from knowledge.assistant import Assistant

__all__ = ["install"]


def install(application: Application, assistant: Assistant) -> None:  # type: ignore[type-arg]
    """Add all handlers to `application`."""
    for module in (start, question, choice):
        application.add_handler(module.handler(assistant))
    application.add_error_handler(errors.failed)
