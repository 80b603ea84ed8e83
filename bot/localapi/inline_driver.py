"""Inline mode and guest mode from a person's side: picking a result, calling the bot as a guest."""

from bot.localapi.content import text_of
from bot.localapi.driver import Actor
from bot.localapi.inline import message_of
from bot.localapi.model import LocalChat, LocalMessage
from bot.localapi.parameters import Json
from bot.localapi.queries import INLINE_SECONDS, Pending
from bot.localapi.visibility import reaches_bot

__all__ = ["calls_as_guest", "picks"]


async def picks(
    actor: Actor,
    pending: Pending,
    result: int | str = 0,
    *,
    query: str = "",
    thread: int | None = None,
    feedback: bool = True,
) -> LocalMessage:
    """Pick an inline result, by place or id: the person's own message `via_bot` goes to the chat.

    `feedback`: the bot gets chosen results (at BotFather: /setinlinefeedback). Raises LookupError
    where there is no such result.
    """
    results: list[Json] = (pending.answer or {}).get("results", [])
    if isinstance(result, int):
        chosen = results[result]
    else:
        chosen = next(r for r in results if r["id"] == result)
    api = actor.api
    chat = api.world.chats[pending.chat_id]
    content = message_of(api.world, chosen) | {"via_bot": api.me.as_json()}
    if thread is not None:
        content |= {"message_thread_id": thread, "is_topic_message": True}
    message = api.world.post(chat, actor.person, content, tell=False)
    feedback_content: Json = {
        "result_id": chosen["id"],
        "from": actor.person.as_json(),
        "query": query,
    }
    if "reply_markup" in content:  # Telegram gives an id to change it by only then
        message.inline_message_id = f"inline-message-{message.id}-{pending.id}"
        api.world.inline_messages[message.inline_message_id] = message
        feedback_content["inline_message_id"] = message.inline_message_id
    api.world.events.tell("message", chat.id, message.data)
    if feedback:
        await api.updates.push("chosen_inline_result", feedback_content)
    if reaches_bot(api, message):
        await api.updates.push("message", message.data)
    return message


async def calls_as_guest(
    actor: Actor,
    text: str,
    chat: LocalChat,
    *,
    thread: int | None = None,
    reply_to: LocalMessage | None = None,
) -> Pending:
    """Mention the bot in a chat that it is not in; return the query, which the bot may answer once."""
    api = actor.api
    content = text_of(text, "", [])
    if thread is not None:
        content |= {"message_thread_id": thread, "is_topic_message": True}
    if reply_to is not None:
        content["reply_to_message"] = reply_to.data
    message = api.world.post(chat, actor.person, content)
    number = f"guest-{api.world.number()}"
    pending = Pending(number, actor.person.id, chat.id, api.world.clock() + INLINE_SECONDS, thread)
    api.queries.guest[number] = pending
    about = {
        "guest_query_id": number,
        "guest_bot_caller_user": actor.person.as_json(),
        "guest_bot_caller_chat": chat.as_json(),
    }
    await api.updates.push("guest_message", message.data | about)
    return pending
