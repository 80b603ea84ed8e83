"""Where updates go for what is said in a chat, and who may change that."""

from telegram import ChatMember, Message, Update
from telegram.constants import ChatType
from telegram.error import TelegramError

__all__ = ["may_change", "place_for_updates"]

_ADMINS = (ChatMember.OWNER, ChatMember.ADMINISTRATOR)


def place_for_updates(message: Message) -> tuple[int, int]:
    """Return where updates go for what is said here: the chat and the topic of a forum, else 0."""
    thread = message.message_thread_id if message.is_topic_message else None
    return message.chat.id, thread or 0


async def may_change(message: Message, update: Update) -> bool:
    """Say whether whoever acts may change this chat's updates."""
    if message.chat.type == ChatType.PRIVATE:
        return True
    if update.callback_query is None and message.sender_chat is not None:
        return message.sender_chat.id == message.chat.id  # an anonymous admin speaks as the group
    user = update.effective_user
    if user is None:
        return False
    try:
        member = await message.chat.get_member(user.id)
    except TelegramError:  # hidden members, or the bot has left
        return False
    return member.status in _ADMINS
