"""The settings of a chat or person: language and time zone."""

from collections import OrderedDict
from dataclasses import dataclass, replace

from sqlalchemy import select

from bot.state.database import Database
from bot.state.errors import StateUnavailable
from bot.state.models import Chat
from bot.state.upsert import insert

__all__ = ["Preference", "Preferences"]

REMEMBERED = 10_000
"""So many chats' settings are remembered for when the database is away."""


@dataclass(frozen=True, slots=True)
class Preference:
    """What a chat has chosen; None where it has chosen nothing. `timezone` is an IANA name."""

    lang: str | None = None
    timezone: str | None = None


class Preferences:
    """Language and time zone by chat id. While the database is away, what was last read or set counts."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._remembered: OrderedDict[int, Preference] = OrderedDict()
        self._all = False
        """Whether what is remembered is all there is."""
        self._too_many = False

    async def get(self, chat_id: int) -> Preference:
        """Return the settings of a chat; those last known, or none, while the database is away."""
        try:
            if await self._all_known():
                return self._known(chat_id)
            async with self._database.read() as connection:
                found = await connection.execute(
                    select(Chat.lang, Chat.timezone).where(Chat.id == chat_id)
                )
                row = found.first()
        except StateUnavailable:
            return self._remembered.get(chat_id, Preference())
        return self._remember(chat_id, Preference(row.lang, row.timezone) if row else Preference())

    async def set_language(self, chat_id: int, lang: str | None) -> None:
        """Set the language; None goes back to Telegram's. Raises StateUnavailable, and counts all the same."""
        self._remember(chat_id, replace(self._known(chat_id), lang=lang))
        await self._set(chat_id, lang=lang)

    async def set_timezone(self, chat_id: int, timezone: str | None) -> None:
        """Set the IANA time zone. Raises StateUnavailable, and counts all the same."""
        self._remember(chat_id, replace(self._known(chat_id), timezone=timezone))
        await self._set(chat_id, timezone=timezone)

    def forget(self, chat_id: int) -> None:
        """Drop what is remembered of a chat in this process."""
        self._remembered.pop(chat_id, None)

    async def _all_known(self) -> bool:
        """Read the settings of all chats, once, where this process alone changes them and they are few."""
        if not self._all and self._database.is_sqlite and not self._too_many:
            chosen = select(Chat.id, Chat.lang, Chat.timezone).limit(REMEMBERED)
            async with self._database.read() as connection:
                rows = (await connection.execute(chosen)).all()
            if not self._all:
                self._all, self._too_many = len(rows) < REMEMBERED, len(rows) == REMEMBERED
                for row in rows:
                    self._remember(row.id, Preference(row.lang, row.timezone))
        return self._all

    async def _set(self, chat_id: int, **values: str | None) -> None:
        async with self._database.write() as connection:
            statement = insert(connection, Chat).values(id=chat_id, **values)
            await connection.execute(
                statement.on_conflict_do_update(index_elements=[Chat.id], set_=values)
            )

    def _known(self, chat_id: int) -> Preference:
        return self._remembered.get(chat_id, Preference())

    def _remember(self, chat_id: int, preference: Preference) -> Preference:
        self._remembered[chat_id] = preference
        self._remembered.move_to_end(chat_id)
        if len(self._remembered) > REMEMBERED:
            self._remembered.popitem(last=False)
            self._all, self._too_many = False, True
        return preference
