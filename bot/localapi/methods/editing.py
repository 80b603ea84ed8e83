"""Methods that change or delete messages."""

from bot.localapi.content import caption_of, file_of, media_content, text_of
from bot.localapi.errors import bad_request
from bot.localapi.keyboards import checked_markup
from bot.localapi.methods.base import Method, message_to_change, writable
from bot.localapi.model import LocalMessage
from bot.localapi.parameters import Json, Parameters
from bot.localapi.state import LocalState

__all__ = ["METHODS"]

UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the "
    "same as a current content and reply markup of the message"
)
MEDIA = frozenset({"photo", "document", "video", "audio", "animation"})
DELETABLE_SECONDS = 48 * 3600


async def edit_text(state: LocalState, call: Parameters) -> object:
    """Change the text; a call without `reply_markup` takes the keyboard away."""
    message = message_to_change(state, call, "edit")
    content = text_of(call.text("text"), call.text("parse_mode"), call.array("entities"))
    if "text" not in message.data:
        raise bad_request("there is no text in the message to edit")
    return _changed(state, call, message, {"text", "entities"}, content)


async def edit_caption(state: LocalState, call: Parameters) -> object:
    """Change the caption of a picture or document."""
    message = message_to_change(state, call, "edit")
    if not MEDIA & message.data.keys():
        raise bad_request("there is no caption in the message to edit")
    content = caption_of(
        call.text("caption"), call.text("parse_mode"), call.array("caption_entities")
    )
    return _changed(state, call, message, {"caption", "caption_entities"}, content)


async def edit_media(state: LocalState, call: Parameters) -> object:
    """Put another picture or document in place; also makes a text a picture."""
    message = message_to_change(state, call, "edit")
    media = call.object("media") or {}
    kind = str(media.get("type"))
    if kind not in ("photo", "document"):
        raise bad_request("can't parse InputMedia: type must be photo or document")
    content = media_content(
        state.world, kind, file_of(state.world, call, "media", media.get("media"))
    )
    content |= caption_of(
        str(media.get("caption") or ""),
        str(media.get("parse_mode") or ""),
        media.get("caption_entities") or [],
    )
    old = set(MEDIA) | {"text", "entities", "caption", "caption_entities", "link_preview_options"}
    return _changed(state, call, message, old, content)


async def edit_markup(state: LocalState, call: Parameters) -> object:
    """Change or take away the keyboard alone."""
    return _changed(state, call, message_to_change(state, call, "edit"), set(), {})


async def delete_message(state: LocalState, call: Parameters) -> bool:
    """Delete the bot's own message, or as an admin any."""
    chat = writable(state, call)
    message = chat.message(call.integer("message_id") or 0)
    if message is None:
        raise bad_request("message to delete not found")
    old = state.world.clock() - message.data["date"] > DELETABLE_SECONDS
    admin = chat.members.get(state.me.id) in ("administrator", "creator")
    if old or not (message.sender == state.me.id or admin or chat.type == "private"):
        raise bad_request("message can't be deleted")
    message.deleted = True
    state.world.events.tell("deleted", chat.id, {"message_id": message.id})
    return True


def _changed(
    state: LocalState, call: Parameters, message: LocalMessage, old: set[str], content: Json
) -> object:
    inline = message.inline_message_id is not None
    markup = checked_markup(call.object("reply_markup"), None if inline else message.chat)
    now = {k: v for k, v in message.data.items() if k not in old and k != "reply_markup"}
    now |= content | ({"reply_markup": markup} if markup else {})
    if all(now.get(k) == message.data.get(k) for k in {*now, *message.data} - {"edit_date"}):
        raise bad_request(UNCHANGED)
    message.data = now | ({"edit_date": int(state.world.clock())} if old else {})
    state.world.events.tell("edited", message.chat.id, message.data)
    return True if call.text("inline_message_id") else message.data


METHODS: dict[str, Method] = {
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageMedia": edit_media,
    "editMessageReplyMarkup": edit_markup,
    "deleteMessage": delete_message,
}
