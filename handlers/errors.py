"""When something fails: a log line without the text, the name or the token."""

import logging

from telegram import Update
from telegram.ext import ContextTypes

__all__ = ["failed"]

_log = logging.getLogger(__name__)


async def failed(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Log which update failed, and how."""
    number = update.update_id if isinstance(update, Update) else 0
    _log.error("Update %d failed: %s", number, type(context.error).__name__)
