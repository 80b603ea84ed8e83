"""Deeds with messages: writing, attaching, editing, deleting, pressing a button."""

from typing import Annotated, Any, Literal

from pydantic import Field

from bot.localapi import LocalBotApi, calls_as_guest
from bot.localapi.attachments import LOCATION, STICKER, VOICE
from bot.localapi.visibility import mentions_bot
from bot.preview.deed import BaseDeed

__all__ = ["Attach", "Delete", "Edit", "Press", "Say"]


class Say(BaseDeed):
    """Write a text; in a chat without the bot a mention calls it as a guest."""

    kind: Literal["say"]
    text: Annotated[str, Field(min_length=1, max_length=4096)]
    reply_to: int | None = None
    thread: int | None = None

    async def perform(self, api: LocalBotApi) -> dict[str, Any]:
        """Write it; return the number of the message. Raises ApiError, LookupError."""
        actor, chat = self.place(api)
        replied = self.message(chat, self.reply_to) if self.reply_to else None
        away = not chat.person and chat.members.get(api.me.id, "left") in ("left", "kicked")
        if away and f"@{api.me.username}".casefold() in self.text.casefold():
            await calls_as_guest(actor, self.text, chat, thread=self.thread, reply_to=replied)
            return {}
        message = await actor.says(self.text, chat, reply_to=replied, thread=self.thread)
        return {"message_id": message.id, "mentions_bot": mentions_bot(api, message)}


class Attach(BaseDeed):
    """Send something that is neither text nor file."""

    kind: Literal["attach"]
    what: Literal["location", "voice", "sticker"]
    thread: int | None = None

    async def perform(self, api: LocalBotApi) -> dict[str, Any]:
        """Send it; return the number of the message. Raises LookupError."""
        actor, chat = self.place(api)
        content = {"location": LOCATION, "voice": VOICE, "sticker": STICKER}[self.what]
        message = await actor.sends(content, chat, thread=self.thread)
        return {"message_id": message.id}


class Edit(BaseDeed):
    """Change one's own message."""

    kind: Literal["edit"]
    message_id: int
    text: Annotated[str, Field(min_length=1, max_length=4096)]

    async def perform(self, api: LocalBotApi) -> dict[str, Any]:
        """Change it, as Telegram lets one. Raises ApiError, LookupError."""
        actor, chat = self.place(api)
        message = self.message(chat, self.message_id)
        if message.sender != self.person or "via_bot" in message.data:
            raise LookupError("one can change one's own messages only")
        await actor.edits(message, self.text)
        return {}


class Delete(BaseDeed):
    """Delete a message."""

    kind: Literal["delete"]
    message_id: int

    async def perform(self, api: LocalBotApi) -> dict[str, Any]:
        """Delete it. Raises LookupError."""
        actor, chat = self.place(api)
        actor.deletes(self.message(chat, self.message_id))
        return {}


class Press(BaseDeed):
    """Press a callback button, by its row and column."""

    kind: Literal["press"]
    message_id: int
    row: Annotated[int, Field(ge=0)]
    column: Annotated[int, Field(ge=0)]

    async def perform(self, api: LocalBotApi) -> dict[str, Any]:
        """Press it; return the id of the query that the bot answers. Raises LookupError."""
        actor, chat = self.place(api)
        message = self.message(chat, self.message_id)
        button = message.data["reply_markup"]["inline_keyboard"][self.row][self.column]
        return {"id": (await actor.presses(message, button)).id}
