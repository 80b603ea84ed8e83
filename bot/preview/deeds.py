"""What the page can ask for: each deed is something a person does in Telegram."""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from bot.localapi import (
    Actor,
    LocalBotApi,
    LocalChat,
    LocalMessage,
    calls_as_guest,
    picks,
    set_standing,
    unblock,
)
from bot.localapi import block as block_bot
from bot.localapi.attachments import LOCATION, STICKER, VOICE
from bot.localapi.model import Status
from bot.localapi.visibility import mentions_bot

__all__ = ["DEED", "Deed"]


class _Deed(BaseModel):
    """A deed of `person` in `chat`, both by id."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    person: int
    chat: int

    def place(self, api: LocalBotApi) -> tuple[Actor, LocalChat]:
        """Return who acts where. Raises LookupError where there is no such person or chat."""
        return Actor(api, api.world.people[self.person]), api.world.chats[self.chat]

    def message(self, chat: LocalChat, number: int) -> LocalMessage:
        """Return a message of the chat. Raises LookupError where it is gone."""
        message = chat.message(number)
        if message is None:
            raise LookupError("this message is gone")
        return message


class Say(_Deed):
    """Write a text; in a chat without the bot a mention calls it as a guest."""

    kind: Literal["say"]
    text: Annotated[str, Field(min_length=1, max_length=4096)]
    reply_to: int | None = None
    thread: int | None = None

    async def perform(self, api: LocalBotApi) -> dict[str, Any]:
        actor, chat = self.place(api)
        replied = self.message(chat, self.reply_to) if self.reply_to else None
        away = not chat.person and chat.members.get(api.me.id, "left") in ("left", "kicked")
        if away and f"@{api.me.username}".casefold() in self.text.casefold():
            await calls_as_guest(actor, self.text, chat, thread=self.thread, reply_to=replied)
            return {}
        message = await actor.says(self.text, chat, reply_to=replied, thread=self.thread)
        return {"message_id": message.id, "mentions_bot": mentions_bot(api, message)}


class Attach(_Deed):
    """Send something that is neither text nor file."""

    kind: Literal["attach"]
    what: Literal["location", "voice", "sticker"]
    thread: int | None = None

    async def perform(self, api: LocalBotApi) -> dict[str, Any]:
        actor, chat = self.place(api)
        content = {"location": LOCATION, "voice": VOICE, "sticker": STICKER}[self.what]
        message = await actor.sends(content, chat, thread=self.thread)
        return {"message_id": message.id}


class Edit(_Deed):
    """Change one's own message."""

    kind: Literal["edit"]
    message_id: int
    text: Annotated[str, Field(min_length=1, max_length=4096)]

    async def perform(self, api: LocalBotApi) -> dict[str, Any]:
        actor, chat = self.place(api)
        message = self.message(chat, self.message_id)
        if message.sender != self.person or "via_bot" in message.data:
            raise LookupError("one can change one's own messages only")
        await actor.edits(message, self.text)
        return {}


class Delete(_Deed):
    """Delete a message."""

    kind: Literal["delete"]
    message_id: int

    async def perform(self, api: LocalBotApi) -> dict[str, Any]:
        actor, chat = self.place(api)
        actor.deletes(self.message(chat, self.message_id))
        return {}


class Press(_Deed):
    """Press a callback button, by its row and column."""

    kind: Literal["press"]
    message_id: int
    row: Annotated[int, Field(ge=0)]
    column: Annotated[int, Field(ge=0)]

    async def perform(self, api: LocalBotApi) -> dict[str, Any]:
        actor, chat = self.place(api)
        message = self.message(chat, self.message_id)
        button = message.data["reply_markup"]["inline_keyboard"][self.row][self.column]
        return {"id": (await actor.presses(message, button)).id}


class Inline(_Deed):
    """Type `@bot query`."""

    kind: Literal["inline"]
    query: Annotated[str, Field(max_length=256)]
    offset: Annotated[str, Field(max_length=64)] = ""

    async def perform(self, api: LocalBotApi) -> dict[str, Any]:
        actor, chat = self.place(api)
        return {"id": (await actor.types_inline(self.query, chat, self.offset)).id}


class Pick(_Deed):
    """Pick an inline result: it becomes the person's own message."""

    kind: Literal["pick"]
    query_id: str
    result_id: str
    query: str = ""
    thread: int | None = None

    async def perform(self, api: LocalBotApi) -> dict[str, Any]:
        actor, _ = self.place(api)
        pending = api.queries.inline[self.query_id]
        await picks(actor, pending, self.result_id, query=self.query, thread=self.thread)
        return {}


class Language(_Deed):
    """Set the language of the person's Telegram."""

    kind: Literal["language"]
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")]

    async def perform(self, api: LocalBotApi) -> dict[str, Any]:
        actor, _ = self.place(api)
        actor.person.language_code = self.language
        return {}


class Standing(_Deed):
    """Add the bot to a group, make it an admin, remove it; in a private chat: block, unblock."""

    kind: Literal["standing"]
    standing: Literal["member", "administrator", "left", "kicked"]

    async def perform(self, api: LocalBotApi) -> dict[str, Any]:
        actor, chat = self.place(api)
        standing: Status = self.standing
        if chat.person is None:
            await set_standing(api, chat, actor.person, standing)
        elif standing == "kicked":
            await block_bot(api, actor.person)
        else:
            await unblock(api, actor.person)
        return {}


Deed: TypeAlias = Annotated[
    Say | Attach | Edit | Delete | Press | Inline | Pick | Language | Standing,
    Field(discriminator="kind"),
]
DEED: TypeAdapter[Deed] = TypeAdapter(Deed)
