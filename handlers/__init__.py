"""What a person can do on Telegram, a module for each thing (README lists them)."""

from typing import Any

from telegram.ext import Application, BaseHandler

from bot.services import Services
from handlers import (
    choice,
    compare,
    errors,
    feedback,
    forget,
    group,
    guest,
    inline,
    language,
    membership,
    mydata,
    old_button,
    privacy,
    question,
    start,
    subscription_buttons,
    subscriptions,
    timeline,
    topics,
    unknown_command,
    unreadable,
    updates,
)

__all__ = ["install"]


def install(application: Application, services: Services) -> None:  # type: ignore[type-arg]
    """Add all handlers to `application`. An update goes to the first that takes it."""
    in_order: list[BaseHandler[Any, Any, Any]] = [
        guest.handler(services),
        inline.handler(services),
        *start.handlers(services),
        *topics.handlers(services),
        timeline.handler(services),
        compare.handler(services),
        *language.handlers(services),
        privacy.handler(services),
        mydata.handler(services),
        *forget.handlers(services),
        choice.handler(services),
        feedback.handler(services),
        *membership.handlers(services),
        *subscriptions.handlers(services),
        *updates.handlers(services),
        subscription_buttons.handler(services),
        *group.handlers(services),
        question.handler(services),
        # what no other handler took
        unknown_command.handler(services),
        unreadable.handler(services),
        old_button.handler(services),
    ]
    application.add_handlers(in_order)
    application.add_error_handler(errors.handler(services))
