"""Methods that answer queries."""

import re
from typing import TYPE_CHECKING

from bot.localapi.errors import bad_request
from bot.localapi.inline import checked_results, message_of
from bot.localapi.methods.base import Method
from bot.localapi.parameters import Json, Parameters
from bot.localapi.queries import Queries

if TYPE_CHECKING:
    from bot.localapi.api import LocalBotApi

__all__ = ["METHODS"]

MAX_ALERT = 200
MAX_OFFSET_BYTES = 64


async def answer_callback(api: "LocalBotApi", call: Parameters) -> bool:
    """End the waiting of a pressed button, once."""
    answer: Json = {
        "text": call.text("text"),
        "show_alert": call.flag("show_alert"),
        "url": call.text("url"),
    }
    if len(answer["text"]) > MAX_ALERT:
        raise bad_request("MESSAGE_TOO_LONG")
    number = call.text("callback_query_id")
    pending = Queries.answer(api.queries.callback, number, answer, api.world.clock())
    about = {"id": number, "person_id": pending.person_id}
    api.world.events.tell("callback_answer", pending.chat_id, answer | about)
    return True


async def answer_inline(api: "LocalBotApi", call: Parameters) -> bool:
    """Give the results of an inline query, once."""
    results = checked_results(api.world, call.array("results"))
    button = call.object("button")
    if button:
        parameter = button.get("start_parameter")
        if not button.get("text") or (
            parameter is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", str(parameter))
        ):
            raise bad_request("START_PARAM_INVALID")
    if len(call.text("next_offset").encode()) > MAX_OFFSET_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    answer: Json = {
        "results": results,
        "button": button,
        "next_offset": call.text("next_offset"),
        "cache_time": 300 if call.integer("cache_time") is None else call.integer("cache_time"),
        "is_personal": call.flag("is_personal"),
    }
    number = call.text("inline_query_id")
    pending = Queries.answer(api.queries.inline, number, answer, api.world.clock())
    about = {"id": number, "person_id": pending.person_id}
    api.world.events.tell("inline_answer", pending.chat_id, answer | about)
    return True


async def answer_guest(api: "LocalBotApi", call: Parameters) -> Json:
    """Answer a guest message, once; the answer is a message in that chat."""
    result = call.object("result") or {}
    checked_results(api.world, [result])
    number = call.text("guest_query_id")
    answer = {"result": result}
    pending = Queries.answer(api.queries.guest, number, answer, api.world.clock())
    chat = api.world.chats[pending.chat_id]
    content = message_of(api.world, result)
    if pending.thread:
        content |= {"message_thread_id": pending.thread, "is_topic_message": True}
    message = api.world.post(chat, api.me, content)
    message.inline_message_id = f"guest-{message.id}-{number}"
    api.world.inline_messages[message.inline_message_id] = message
    return {"inline_message_id": message.inline_message_id}


METHODS: dict[str, Method] = {
    "answerCallbackQuery": answer_callback,
    "answerInlineQuery": answer_inline,
    "answerGuestQuery": answer_guest,
}
