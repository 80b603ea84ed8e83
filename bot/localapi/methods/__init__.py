"""The Bot API's methods that the double imitates, by name; a module for each part of the API."""

from bot.localapi.methods import answering, chats, editing, profile, sending, updates
from bot.localapi.methods.base import Method

__all__ = ["METHODS", "NEEDS_CHAT"]

NEEDS_CHAT = frozenset(sending.METHODS) - {"sendChatAction"} | frozenset(
    name for name in editing.METHODS if name.startswith("edit")
)
"""The methods that Telegram's sending limits count."""

METHODS: dict[str, Method] = {
    **sending.METHODS,
    **editing.METHODS,
    **answering.METHODS,
    **chats.METHODS,
    **profile.METHODS,
    **updates.METHODS,
}
