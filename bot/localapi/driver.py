"""What people do: each deed changes the world and sends the bot the update that Telegram would send."""

from dataclasses import dataclass
from typing import Any

from bot.localapi.api import LocalBotApi
from bot.localapi.content import caption_of, media_content, text_of
from bot.localapi.model import ANONYMOUS_ADMIN, LocalChat, LocalMessage, LocalPerson
from bot.localapi.parameters import Json, Upload
from bot.localapi.queries import CALLBACK_SECONDS, INLINE_SECONDS, Pending
from bot.localapi.visibility import reaches_bot

__all__ = ["Actor"]

_ANONYMOUS = LocalPerson(ANONYMOUS_ADMIN, "Group", username="GroupAnonymousBot", is_bot=True)


@dataclass(frozen=True, slots=True)
class Actor:
    """A person's hands. Where no chat is given, their private chat with the bot is meant."""

    api: LocalBotApi
    person: LocalPerson

    @property
    def private(self) -> LocalChat:
        """Their private chat with the bot."""
        return self.api.world.chats[self.person.id]

    async def says(
        self,
        text: str,
        chat: LocalChat | None = None,
        *,
        reply_to: LocalMessage | None = None,
        thread: int | None = None,
        anonymous: bool = False,
    ) -> LocalMessage:
        """Write a text; `thread` is a forum topic, `anonymous` hides an admin behind the group."""
        content = text_of(text, "", [])
        return await self._post(content, chat, reply_to, thread, anonymous)

    async def sends(
        self,
        content: Json,
        chat: LocalChat | None = None,
        *,
        reply_to: LocalMessage | None = None,
        thread: int | None = None,
    ) -> LocalMessage:
        """Send anything else, in the Bot API's own form, as `{"location": {…}}` (see `attachments`)."""
        return await self._post(content, chat, reply_to, thread, anonymous=False)

    async def sends_file(
        self, kind: str, upload: Upload, chat: LocalChat | None = None, caption: str = ""
    ) -> LocalMessage:
        """Send a photo, document, voice, audio or video with a caption."""
        content = media_content(self.api.world, kind, self.api.world.store(upload))
        return await self._post(content | caption_of(caption, "", []), chat, None, None, False)

    async def edits(self, message: LocalMessage, text: str) -> None:
        """Change the text of a message of one's own."""
        kept = {k: v for k, v in message.data.items() if k not in ("text", "entities")}
        message.data = kept | text_of(text, "", []) | {"edit_date": int(self.api.world.clock())}
        self.api.world.events.tell("edited", message.chat.id, message.data)
        kind = "edited_channel_post" if message.chat.type == "channel" else "edited_message"
        if reaches_bot(self.api, message):
            await self.api.updates.push(kind, message.data)

    def deletes(self, message: LocalMessage) -> None:
        """Delete a message; a bot hears nothing of it."""
        message.deleted = True
        self.api.world.events.tell("deleted", message.chat.id, {"message_id": message.id})

    async def presses(self, message: LocalMessage, button: str | Json) -> Pending:
        """Press a callback button, given by (a part of) its label or itself; return the query."""
        pressed = message.button(button) if isinstance(button, str) else button
        number = f"callback-{self.api.world.number()}"
        expires = self.api.world.clock() + CALLBACK_SECONDS
        pending = Pending(number, self.person.id, message.chat.id, expires)
        self.api.queries.callback[number] = pending
        query: Json = {
            "id": number,
            "from": self.person.as_json(),
            "chat_instance": str(message.chat.id),
            "data": pressed["callback_data"],
        }
        if message.inline_message_id:
            query["inline_message_id"] = message.inline_message_id
        else:
            query["message"] = message.data
        await self.api.updates.push("callback_query", query)
        return pending

    async def types_inline(
        self, query: str, chat: LocalChat | None = None, offset: str = ""
    ) -> Pending:
        """Type `@bot query` in a chat; return the query with the bot's answer, if it came."""
        place = chat or self.private
        number = f"inline-{self.api.world.number()}"
        expires = self.api.world.clock() + INLINE_SECONDS
        pending = Pending(number, self.person.id, place.id, expires)
        self.api.queries.inline[number] = pending
        content: Json = {
            "id": number,
            "from": self.person.as_json(),
            "query": query[:256],
            "offset": offset,
            "chat_type": "sender" if place.id == self.person.id else place.type,
        }
        await self.api.updates.push("inline_query", content)
        return pending

    async def _post(
        self,
        content: Json,
        chat: LocalChat | None,
        reply_to: LocalMessage | None,
        thread: int | None,
        anonymous: bool,
    ) -> LocalMessage:
        place = chat or self.private
        where: dict[str, Any] = {}
        if reply_to is not None:
            replied = {k: v for k, v in reply_to.data.items() if k != "reply_to_message"}
            where["reply_to_message"] = replied
            thread = thread or reply_to.thread
        if thread is not None:
            where |= {"message_thread_id": thread, "is_topic_message": True}
        if anonymous:
            where["sender_chat"] = place.as_json()
        if place.type == "private":
            self.person.started = True
        message = self.api.world.post(
            place, _ANONYMOUS if anonymous else self.person, content | where
        )
        kind = "channel_post" if place.type == "channel" else "message"
        if reaches_bot(self.api, message):
            await self.api.updates.push(kind, message.data)
        return message
