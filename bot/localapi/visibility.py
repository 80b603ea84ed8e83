"""Which messages reach the bot: Telegram's privacy mode."""

import re

from bot.localapi.model import LocalMessage
from bot.localapi.state import LocalState

__all__ = ["mentions_bot", "reaches_bot"]

_SERVICE = frozenset(
    {
        "new_chat_members",
        "left_chat_member",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "new_chat_title",
        "forum_topic_created",
        "forum_topic_closed",
        "pinned_message",
        "group_chat_created",
    }
)


def mentions_bot(state: LocalState, message: LocalMessage) -> bool:
    """Say whether the text names the bot with an @, in any letter case."""
    name = f"@{state.me.username}".casefold()
    return name in re.findall(r"@\w+", message.text.casefold())


def reaches_bot(state: LocalState, message: LocalMessage) -> bool:
    """Say whether Telegram hands this message to the bot."""
    chat = message.chat
    if chat.person:
        return not chat.person.blocked
    standing = chat.members.get(state.me.id, "left")
    if standing in ("left", "kicked"):
        return False
    if chat.type == "channel" or not state.privacy_mode or standing == "administrator":
        return True
    data = message.data
    command = re.match(r"/\w+(?:@(\w+))?", message.text)
    if command:
        addressed = command[1]
        return not addressed or addressed.casefold() == (state.me.username or "").casefold()
    replied = data.get("reply_to_message", {}).get("from", {}).get("id")
    return (
        replied == state.me.id
        or data.get("via_bot", {}).get("id") == state.me.id
        or mentions_bot(state, message)
        or bool(_SERVICE & data.keys())
    )
