"""Methods that answer queries."""

import re

from bot.localapi.errors import bad_request
from bot.localapi.inline import checked_results, message_of
from bot.localapi.methods.base import Method
from bot.localapi.parameters import Json, Parameters
from bot.localapi.queries import Queries
from bot.localapi.state import LocalState

__all__ = ["METHODS"]

MAX_ALERT = 200
MAX_OFFSET_BYTES = 64


async def answer_callback(state: LocalState, call: Parameters) -> bool:
    """End the waiting of a pressed button, once."""
    answer: Json = {
        "text": call.text("text"),
        "show_alert": call.flag("show_alert"),
        "url": call.text("url"),
    }
    if len(answer["text"]) > MAX_ALERT:
        raise bad_request("MESSAGE_TOO_LONG")
    number = call.text("callback_query_id")
    pending = Queries.answer(state.queries.callback, number, answer, state.world.clock())
    about = {"id": number, "person_id": pending.person_id}
    state.world.events.tell("callback_answer", pending.chat_id, answer | about)
    return True


async def answer_inline(state: LocalState, call: Parameters) -> bool:
    """Give the results of an inline query, once."""
    results = checked_results(state.world, call.array("results"))
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
    pending = Queries.answer(state.queries.inline, number, answer, state.world.clock())
    about = {"id": number, "person_id": pending.person_id}
    state.world.events.tell("inline_answer", pending.chat_id, answer | about)
    return True


async def answer_guest(state: LocalState, call: Parameters) -> Json:
    """Answer a guest message, once; the answer is a message in that chat."""
    result = call.object("result") or {}
    checked_results(state.world, [result])
    number = call.text("guest_query_id")
    answer = {"result": result}
    pending = Queries.answer(state.queries.guest, number, answer, state.world.clock())
    chat = state.world.chats[pending.chat_id]
    content = message_of(state.world, result)
    if pending.thread:
        content |= {"message_thread_id": pending.thread, "is_topic_message": True}
    message = state.world.post(chat, state.me, content)
    message.inline_message_id = f"guest-{message.id}-{number}"
    state.world.inline_messages[message.inline_message_id] = message
    return {"inline_message_id": message.inline_message_id}


METHODS: dict[str, Method] = {
    "answerCallbackQuery": answer_callback,
    "answerInlineQuery": answer_inline,
    "answerGuestQuery": answer_guest,
}
