"""People, chats and messages of the double."""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from bot.localapi.parameters import Json

__all__ = ["ANONYMOUS_ADMIN", "ChatType", "LocalChat", "LocalMessage", "LocalPerson", "Status"]

ChatType: TypeAlias = Literal["private", "group", "supergroup", "channel"]
Status: TypeAlias = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]
ANONYMOUS_ADMIN = 1087968824
"""The user id under which every anonymous group admin writes."""


@dataclass(slots=True)
class LocalPerson:
    """A person (or a bot). `started`: has written to the bot; `blocked`: has blocked it since."""

    id: int
    first_name: str
    language_code: str | None = None
    username: str | None = None
    is_bot: bool = False
    started: bool = False
    blocked: bool = False
    deactivated: bool = False

    def as_json(self) -> Json:
        """Return the Bot API's User."""
        user: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.username:
            user["username"] = self.username
        if self.language_code:
            user["language_code"] = self.language_code
        return user


@dataclass(slots=True)
class LocalMessage:
    """A message as the Bot API gives it (`data`), and what people see of it."""

    chat: "LocalChat"
    data: Json
    inline_message_id: str | None = None
    deleted: bool = False

    @property
    def id(self) -> int:
        """Its number in the chat."""
        return int(self.data["message_id"])

    @property
    def text(self) -> str:
        """Its text, or the caption of its picture or document; without markup."""
        return str(self.data.get("text", self.data.get("caption", "")))

    @property
    def entities(self) -> list[Json]:
        """The entities of `text`."""
        return list(self.data.get("entities") or self.data.get("caption_entities") or ())

    @property
    def sender(self) -> int:
        """The id of the person who sent it, 0 for a channel's post."""
        return int(self.data.get("from", {}).get("id", 0))

    @property
    def thread(self) -> int | None:
        """The forum topic it stands in, None for the general one."""
        return self.data.get("message_thread_id")

    @property
    def buttons(self) -> list[Json]:
        """The buttons of its inline keyboard, in reading order."""
        rows = self.data.get("reply_markup", {}).get("inline_keyboard", ())
        return [button for row in rows for button in row]

    @property
    def links(self) -> list[str]:
        """The addresses behind its text links, in order."""
        return [e["url"] for e in self.entities if e["type"] == "text_link"]

    def button(self, text: str) -> Json:
        """Return the first button whose label contains `text`. Raises LookupError."""
        for button in self.buttons:
            if text in button["text"]:
                return button
        labels = [button["text"] for button in self.buttons]
        raise LookupError(f"no button {text!r} in {labels}")


@dataclass(slots=True)
class LocalChat:
    """A chat; `members` holds the standing of each person (and the bot) in it, by id."""

    id: int
    type: ChatType
    title: str = ""
    username: str | None = None
    is_forum: bool = False
    topics: dict[int, str] = field(default_factory=dict)
    members: dict[int, Status] = field(default_factory=dict)
    messages: list[LocalMessage] = field(default_factory=list)
    person: LocalPerson | None = None
    migrated_to: int | None = None
    deleted: bool = False
    last_id: int = 0
    """The number of its newest message, where it counts its own."""

    def as_json(self) -> Json:
        """Return the Bot API's Chat."""
        chat: Json = {"id": self.id, "type": self.type}
        if self.person:
            chat["first_name"] = self.person.first_name
            if self.person.username:
                chat["username"] = self.person.username
        else:
            chat["title"] = self.title
            if self.username:
                chat["username"] = self.username
        return chat | ({"is_forum": True} if self.is_forum else {})

    def message(self, message_id: int) -> LocalMessage | None:
        """Return a message by its number, None where it is not there (any more)."""
        for message in reversed(self.messages):
            if message.id == message_id:
                return None if message.deleted else message
        return None

    @property
    def visible(self) -> list[LocalMessage]:
        """Its messages that are not deleted, oldest first."""
        return [message for message in self.messages if not message.deleted]
