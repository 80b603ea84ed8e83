"""What the modules of methods share."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from bot.localapi.errors import ApiError, bad_request, forbidden
from bot.localapi.model import LocalChat, LocalMessage
from bot.localapi.parameters import Parameters
from bot.localapi.state import LocalState

__all__ = ["Method", "message_to_change", "writable"]

Method: TypeAlias = Callable[[LocalState, Parameters], Awaitable[Any]]


def writable(state: LocalState, call: Parameters) -> LocalChat:
    """Return the chat that a call writes to. Raises ApiError where the bot may not write there."""
    chat = state.world.find(call.get("chat_id"))
    if chat.migrated_to:
        raise ApiError(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            {"migrate_to_chat_id": chat.migrated_to},
        )
    if chat.deleted:
        raise forbidden("the group chat was deleted")
    if chat.person:
        if chat.person.deactivated:
            raise forbidden("user is deactivated")
        if chat.person.blocked:
            raise forbidden("bot was blocked by the user")
        if not chat.person.started:
            raise forbidden("bot can't initiate conversation with a user")
        return chat
    standing = chat.members.get(state.me.id, "left")
    if standing == "kicked":
        raise forbidden(f"bot was kicked from the {chat.type} chat")
    if standing == "left":
        raise forbidden(f"bot is not a member of the {chat.type} chat")
    if standing == "restricted":
        raise bad_request("not enough rights to send text messages to the chat")
    if chat.type == "channel" and standing not in ("administrator", "creator"):
        raise forbidden("bot is not a member of the channel chat")
    return chat


def message_to_change(state: LocalState, call: Parameters, what: str) -> LocalMessage:
    """Return the bot's own message that a call edits. Raises ApiError (400) as Telegram does."""
    inline = call.text("inline_message_id")
    if inline:
        found = state.world.inline_messages.get(inline)
        if found is None or found.deleted:
            raise bad_request("MESSAGE_ID_INVALID")
        return found
    chat = writable(state, call)
    number = call.integer("message_id")
    message = chat.message(number) if number else None
    if message is None:
        raise bad_request(f"message to {what} not found")
    by_bot = message.sender == state.me.id
    via_bot = message.data.get("via_bot", {}).get("id") == state.me.id
    if not (by_bot or chat.type == "channel") or via_bot:
        raise bad_request(f"message can't be {what}ed")
    return message
