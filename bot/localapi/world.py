"""The world around the bot: who there is, which chats, what was said and which files."""

import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from bot.localapi.errors import bad_request
from bot.localapi.events import Events
from bot.localapi.model import ChatType, LocalChat, LocalMessage, LocalPerson, Status
from bot.localapi.parameters import Json, Upload

__all__ = ["StoredFile", "World"]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file at the double's side, by the id that messages carry."""

    id: str
    unique_id: str
    upload: Upload

    def as_json(self) -> Json:
        """Return the Bot API's File."""
        return {
            "file_id": self.id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.upload.content),
            "file_path": f"files/{self.unique_id}",
        }


@dataclass(slots=True)
class World:
    """All state of the double but the bot's own settings. `clock` gives Unix seconds."""

    bot: LocalPerson
    clock: Callable[[], float] = time.time
    events: Events = field(default_factory=Events)
    people: dict[int, LocalPerson] = field(default_factory=dict)
    chats: dict[int, LocalChat] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    inline_messages: dict[str, LocalMessage] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def number(self) -> int:
        """Return a number that was not given before; ids of all kinds come from here."""
        return next(self._numbers)

    def add_person(
        self,
        first_name: str,
        language_code: str | None = "en",
        *,
        id: int | None = None,  # noqa: A002 - Telegram's own word
        username: str | None = None,
        started: bool = True,
    ) -> LocalPerson:
        """Add a person with a private chat; `started` says whether they have written to the bot."""
        person = LocalPerson(
            id or 100_000 + self.number(), first_name, language_code, username, started=started
        )
        self.people[person.id] = person
        self.chats[person.id] = LocalChat(person.id, "private", person=person)
        return person

    def add_chat(
        self,
        type: ChatType,  # noqa: A002 - Telegram's own word
        title: str,
        *members: LocalPerson,
        id: int | None = None,  # noqa: A002
        topics: tuple[str, ...] = (),
        bot: Status = "member",
        username: str | None = None,
    ) -> LocalChat:
        """Add a group or channel; the first of `members` is its creator. `topics` make it a forum."""
        number = 1_000 + self.number()
        given = id or (-number if type == "group" else -1_000_000_000_000 - number)
        chat = LocalChat(given, type, title, username, is_forum=bool(topics))
        chat.topics = {self.number() + 1: topic for topic in topics}
        for person in members:
            chat.members[person.id] = "creator" if not chat.members else "member"
        chat.members[self.bot.id] = bot
        self.chats[chat.id] = chat
        return chat

    def find(self, chat_id: object) -> LocalChat:
        """Return the chat of an id or @name. Raises ApiError (400) where there is none."""
        if chat_id in (None, ""):
            raise bad_request("chat_id is empty")
        name = str(chat_id)
        if name.startswith("@"):
            named = (c for c in self.chats.values() if c.username == name[1:])
            chat = next(named, None)
        else:
            chat = self.chats.get(int(name)) if name.lstrip("-").isdecimal() else None
        if chat is None:
            raise bad_request("chat not found")
        return chat

    def store(self, upload: Upload) -> StoredFile:
        """Keep a file and return it with its ids."""
        number = self.number()
        stored = StoredFile(f"local-file-{number}", f"u{number}", upload)
        self.files[stored.id] = stored
        return stored

    def next_message_id(self, chat: LocalChat) -> int:
        """Return the number of the next message: counted by chat in supergroups and channels only."""
        if chat.type in ("supergroup", "channel"):
            chat.last_id = max(chat.last_id, *chat.topics, 1) + 1
            return chat.last_id
        return self.number()

    def post(
        self, chat: LocalChat, sender: LocalPerson | None, content: Json, *, tell: bool = True
    ) -> LocalMessage:
        """Add a message with this content to a chat, as the Bot API gives it."""
        data: Json = {
            "message_id": self.next_message_id(chat),
            "date": int(self.clock()),
            "chat": chat.as_json(),
        }
        if chat.type == "channel":
            data["sender_chat"] = chat.as_json()
        elif sender is not None:
            data["from"] = sender.as_json()
        message = LocalMessage(chat, data | content)
        chat.messages.append(message)
        if tell:
            self.events.tell("message", chat.id, message.data)
        return message
