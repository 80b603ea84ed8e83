"""Methods that send."""

from bot.localapi.content import caption_of, file_of, media_content, text_of
from bot.localapi.errors import bad_request
from bot.localapi.keyboards import checked_markup
from bot.localapi.methods.base import Method, writable
from bot.localapi.model import LocalChat
from bot.localapi.parameters import Json, Parameters
from bot.localapi.state import LocalState

__all__ = ["METHODS"]

GENERAL_TOPIC = 1
ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)


async def send_message(state: LocalState, call: Parameters) -> Json:
    """Send a text."""
    chat = writable(state, call)
    content = text_of(call.text("text"), call.text("parse_mode"), call.array("entities"))
    options = call.object("link_preview_options")
    if options:
        content["link_preview_options"] = options
    return _sent(state, call, chat, content)


def _sender(kind: str) -> Method:
    async def send(state: LocalState, call: Parameters) -> Json:
        chat = writable(state, call)
        if kind not in call.files and not call.get(kind):
            raise bad_request(f"there is no {kind} in the request")
        file = file_of(state.world, call, kind, call.get(kind))
        content = media_content(state.world, kind, file)
        content |= caption_of(
            call.text("caption"), call.text("parse_mode"), call.array("caption_entities")
        )
        return _sent(state, call, chat, content)

    return send


async def send_chat_action(state: LocalState, call: Parameters) -> bool:
    """Show that the bot is typing or preparing a file."""
    chat = writable(state, call)
    action = call.text("action")
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    thread = call.integer("message_thread_id")
    state.world.events.tell("action", chat.id, {"action": action, "message_thread_id": thread})
    return True


def _sent(state: LocalState, call: Parameters, chat: LocalChat, content: Json) -> Json:
    markup = checked_markup(call.object("reply_markup"), chat)
    if markup and "inline_keyboard" in markup:
        content["reply_markup"] = markup
    content |= _place(call, chat)
    message = state.world.post(chat, state.me, content)
    return message.data


def _place(call: Parameters, chat: LocalChat) -> Json:
    """Return what says where in the chat a message goes: its topic, what it replies to."""
    place: Json = {}
    thread = call.integer("message_thread_id")
    if thread is not None:
        if thread not in chat.topics:  # the general topic's own number is refused as well
            raise bad_request("message thread not found")
        place |= {"message_thread_id": thread, "is_topic_message": True}
    reply = call.object("reply_parameters") or {}
    number = reply.get("message_id") or call.integer("reply_to_message_id")
    if number:
        replied = chat.message(int(number))
        lenient = reply.get("allow_sending_without_reply") or call.flag(
            "allow_sending_without_reply"
        )
        if replied is None and not lenient:
            raise bad_request("message to be replied not found")
        if replied is not None:
            place["reply_to_message"] = {
                k: v for k, v in replied.data.items() if k != "reply_to_message"
            }
            if replied.thread and thread is None:
                place |= {"message_thread_id": replied.thread, "is_topic_message": True}
    return place


METHODS: dict[str, Method] = {
    "sendMessage": send_message,
    "sendPhoto": _sender("photo"),
    "sendDocument": _sender("document"),
    "sendChatAction": send_chat_action,
}
