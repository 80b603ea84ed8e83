"""When something fails: whoever addressed the bot hears so once; the log gets the update's number only."""

import contextlib
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.services import Services
from bot.texts import texts
from handlers.rendering import plain
from handlers.saying import acknowledge, say
from handlers.speaking import meant_for, spoken_by

__all__ = ["handler"]

_log = logging.getLogger(__name__)


def handler(
    services: Services,
) -> Callable[[object, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]:
    """Return the error handler."""

    async def failed(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        number = update.update_id if isinstance(update, Update) else 0
        _log.error("Update %d failed: %s", number, _kind(context.error))
        services.metrics.error(type(context.error).__name__)
        if not isinstance(update, Update) or not services.memory.failures.is_new(number, True):
            return
        languages = services.knowledge.assistant.library.languages
        said = texts(spoken_by(update, languages)).failed
        with contextlib.suppress(TelegramError):  # Telegram itself is what fails
            if update.callback_query:
                await acknowledge(update.callback_query, said, alert=True)
            elif _is_addressed(update, context):
                await say(update, services, plain(said))

    return failed


def _kind(error: BaseException | None) -> str:
    """Return where an error arose and what it is, without its message: that may hold what a person wrote."""
    trace = error.__traceback__ if error else None
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f" at {trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}" if trace else ""
    return f"{type(error).__name__}{place}"


def _is_addressed(update: Update, context: ContextTypes.DEFAULT_TYPE) -> bool:
    """Say whether a message was meant for the bot: in private all are, in a group commands and mentions."""
    message = update.message or update.edited_message
    if not isinstance(message, Message) or message.via_bot:
        return False
    if message.chat.type == ChatType.PRIVATE:
        return True
    command = (message.text or "").startswith("/")
    return command or meant_for(message, context.bot.username, context.bot.id) is not None
