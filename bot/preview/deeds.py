"""What the page can ask for: each deed is something a person does in Telegram."""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, TypeAdapter

from bot.localapi import LocalBotApi, picks, set_standing, unblock
from bot.localapi import block as block_bot
from bot.localapi.model import Status
from bot.preview.deed import BaseDeed
from bot.preview.message_deeds import Attach, Delete, Edit, Press, Say

__all__ = ["DEED", "Deed"]


class Inline(BaseDeed):
    """Type `@bot query`."""

    kind: Literal["inline"]
    query: Annotated[str, Field(max_length=256)]
    offset: Annotated[str, Field(max_length=64)] = ""

    async def perform(self, api: LocalBotApi) -> dict[str, Any]:
        actor, chat = self.place(api)
        return {"id": (await actor.types_inline(self.query, chat, self.offset)).id}


class Pick(BaseDeed):
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


class Language(BaseDeed):
    """Set the language of the person's Telegram."""

    kind: Literal["language"]
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")]

    async def perform(self, api: LocalBotApi) -> dict[str, Any]:
        actor, _ = self.place(api)
        actor.person.language_code = self.language
        return {}


class Standing(BaseDeed):
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
