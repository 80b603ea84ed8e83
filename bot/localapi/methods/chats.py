"""Methods that look at chats, people and files."""

from bot.localapi.errors import bad_request
from bot.localapi.methods.base import Method
from bot.localapi.model import LocalChat
from bot.localapi.parameters import Json, Parameters
from bot.localapi.state import LocalState

__all__ = ["METHODS"]


async def get_me(state: LocalState, call: Parameters) -> Json:
    """Return the bot's own user."""
    return state.me.as_json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": not state.privacy_mode,
        "supports_inline_queries": True,
        "supports_guest_queries": True,
    }


async def get_chat(state: LocalState, call: Parameters) -> Json:
    """Return a chat."""
    chat = state.world.find(call.get("chat_id"))
    full = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _NO_GIFTS}
    return chat.as_json() | full


async def get_member(state: LocalState, call: Parameters) -> Json:
    """Return a person's standing in a chat."""
    chat = state.world.find(call.get("chat_id"))
    number = call.integer("user_id") or 0
    if number not in state.world.people and number != state.me.id:
        raise bad_request("user not found")
    return member(state, chat, number)


async def get_administrators(state: LocalState, call: Parameters) -> list[Json]:
    """Return the admins of a group or channel, without other bots."""
    chat = state.world.find(call.get("chat_id"))
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    return [
        member(state, chat, number)
        for number, standing in chat.members.items()
        if standing in ("creator", "administrator")
    ]


async def leave(state: LocalState, call: Parameters) -> bool:
    """Leave a group or channel."""
    chat = state.world.find(call.get("chat_id"))
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.members[state.me.id] = "left"
    return True


async def get_file(state: LocalState, call: Parameters) -> Json:
    """Return a file with the path to load it from."""
    stored = state.world.files.get(call.text("file_id"))
    if stored is None:
        raise bad_request("invalid file_id")
    return stored.as_json()


_RIGHTS = [
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
]
_NO_GIFTS = dict.fromkeys(
    (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    ),
    False,
)


def member(state: LocalState, chat: LocalChat, number: int) -> Json:
    """Return the Bot API's ChatMember."""
    person = state.me if number == state.me.id else state.world.people[number]
    standing = chat.members.get(number, "member" if number == chat.id else "left")
    details: Json = {"user": person.as_json(), "status": standing}
    match standing:
        case "creator":
            details["is_anonymous"] = False
        case "administrator":
            details |= dict.fromkeys(_RIGHTS, True) | {"is_anonymous": False}
        case "kicked":
            details["until_date"] = 0
        case "restricted":
            details |= dict.fromkeys(_PERMISSIONS, False) | {"is_member": True, "until_date": 0}
    return details


_PERMISSIONS = [
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
    "can_edit_tag",
    "can_react_to_messages",
]

METHODS: dict[str, Method] = {
    "getMe": get_me,
    "getChat": get_chat,
    "getChatMember": get_member,
    "getChatAdministrators": get_administrators,
    "leaveChat": leave,
    "getFile": get_file,
}
