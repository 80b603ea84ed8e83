"""Who hears about what, where and how often."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, get_args

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.state.database import Database
from bot.state.models import Chat, OutboxRow, Place, Subscription
from bot.state.rhythm import AT_ONCE, Rhythm, RhythmName, next_digest
from bot.state.upsert import insert

__all__ = ["Subscribed", "Subscriptions"]

REFUSALS = 3
"""After so many refusals in a row a chat is suspended."""
_NAMES = get_args(RhythmName)


@dataclass(frozen=True, slots=True)
class Subscribed:
    """What one place hears about. `thread_id` is 0 outside the topics of a forum."""

    chat_id: int
    thread_id: int = 0
    topics: frozenset[str] = frozenset()
    rhythm: Rhythm = AT_ONCE
    suspended: bool = False


class Subscriptions:
    """The topics of each place. Methods raise StateUnavailable while the database is away."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def get(self, chat_id: int, thread_id: int = 0) -> Subscribed:
        """Return what a place hears about; of a place not known, nothing at once."""
        async with self._database.read() as connection:
            found = await self._read(connection, chat_id, thread_id)
        return found[0] if found else Subscribed(chat_id, thread_id)

    async def of_chat(self, chat_id: int) -> list[Subscribed]:
        """Return what each place of a chat hears about."""
        async with self._database.read() as connection:
            return await self._read(connection, chat_id, None)

    async def choose(
        self,
        chat_id: int,
        thread_id: int,
        topics: Iterable[str],
        *,
        wanted: bool,
        lang: str | None = None,
    ) -> Subscribed:
        """Add topics to a place, or take them away; return what it hears about now.

        `lang` is spoken to it where the chat has chosen no language.
        """
        async with self._database.write() as connection:
            place = await _place(connection, chat_id, thread_id)
            if lang:
                await connection.execute(update(Place).where(Place.id == place).values(lang=lang))
            for topic in topics:
                if wanted:
                    await connection.execute(
                        insert(connection, Subscription)
                        .values(place_id=place, topic=topic)
                        .on_conflict_do_nothing()
                    )
                else:
                    await connection.execute(
                        delete(Subscription).where(
                            Subscription.place_id == place, Subscription.topic == topic
                        )
                    )
            return (await self._read(connection, chat_id, thread_id))[0]

    async def toggle(
        self, chat_id: int, thread_id: int, topic: str, lang: str | None = None
    ) -> Subscribed:
        """Add a topic, or take it away where it is chosen; return what the place hears about now."""
        now = await self.get(chat_id, thread_id)
        return await self.choose(
            chat_id, thread_id, [topic], wanted=topic not in now.topics, lang=lang
        )

    async def set_rhythm(self, chat_id: int, thread_id: int, rhythm: Rhythm) -> Subscribed:
        """Set how often a place hears of updates; return what holds now."""
        async with self._database.write() as connection:
            place = await _place(connection, chat_id, thread_id)
            zone = await connection.scalar(select(Chat.timezone).where(Chat.id == chat_id))
            weekly = rhythm.name == "weekly"
            await connection.execute(
                update(Place)
                .where(Place.id == place)
                .values(
                    rhythm=rhythm.name,
                    weekday=rhythm.weekday,
                    hour=rhythm.hour,
                    digest_at=next_digest(rhythm, zone, self._clock.now()) if weekly else None,
                )
            )
            if not weekly:  # what was held for the digest is due at once
                held = (OutboxRow.place_id == place, OutboxRow.state == "held")
                await connection.execute(update(OutboxRow).where(*held).values(state="waiting"))
            return (await self._read(connection, chat_id, thread_id))[0]

    async def reckon(self, chat_id: int) -> None:
        """Reckon anew when the digests of a chat are due, after its time zone has changed."""
        for place in await self.of_chat(chat_id):
            if place.rhythm.name == "weekly":
                await self.set_rhythm(chat_id, place.thread_id, place.rhythm)

    async def stop(self, chat_id: int, thread_id: int = 0) -> bool:
        """Take all topics from a place; say whether it had any."""
        places = select(Place.id).where(Place.chat_id == chat_id, Place.thread_id == thread_id)
        async with self._database.write() as connection:
            gone = await connection.execute(
                delete(Subscription).where(Subscription.place_id.in_(places))
            )
            return bool(gone.rowcount)

    async def suspend(self, chat_id: int) -> None:
        """Send nothing more to a chat, all its places; what it chose stays for a return."""
        async with self._database.write() as connection:
            await suspend(connection, chat_id)

    async def resume(self, chat_id: int) -> None:
        """Send to a chat again: it has come back."""
        async with self._database.write() as connection:
            await connection.execute(
                update(Place).where(Place.chat_id == chat_id).values(suspended=False, refusals=0)
            )

    async def migrate(self, old: int, new: int) -> None:
        """Move all that is kept of chat `old` to `new`, its id from now on; the two are merged."""
        async with self._database.write() as connection:
            await migrate(connection, old, new)

    async def count(self, topics: Iterable[str]) -> dict[str, int]:
        """Return how many places would get an update of these topics: `now`, and in a `weekly` digest."""
        async with self._database.read() as connection:
            rows = await connection.execute(
                select(Place.rhythm, func.count())
                .where(Place.suspended.is_(False), hears(topics))
                .group_by(Place.rhythm)
            )
            return dict.fromkeys(_NAMES, 0) | {row[0]: row[1] for row in rows}

    async def totals(self) -> dict[str, int]:
        """Return how many places there are: `active`, with a topic, and `suspended`."""
        chosen = exists().where(Subscription.place_id == Place.id)
        async with self._database.read() as connection:
            rows = await connection.execute(
                select(Place.suspended, func.count()).where(chosen).group_by(Place.suspended)
            )
            counts = {row[0]: row[1] for row in rows}
        return {"active": counts.get(False, 0), "suspended": counts.get(True, 0)}

    async def _read(
        self, connection: AsyncConnection, chat_id: int, thread_id: int | None
    ) -> list[Subscribed]:
        here = [Place.chat_id == chat_id]
        if thread_id is not None:
            here.append(Place.thread_id == thread_id)
        rows = await connection.execute(
            select(Place, Subscription.topic)
            .outerjoin(Subscription, Subscription.place_id == Place.id)
            .where(*here)
            .order_by(Place.thread_id)
        )
        found: dict[int, Any] = {}
        for row in rows:
            _, topics = found.setdefault(row.thread_id, (row, set()))
            if row.topic is not None:
                topics.add(row.topic)
        return [
            Subscribed(
                chat_id,
                row.thread_id,
                frozenset(topics),
                Rhythm(row.rhythm, row.weekday, row.hour),
                row.suspended,
            )
            for row, topics in found.values()
        ]


def hears(topics: Iterable[str]) -> Any:
    """Return the condition that a place has chosen one of `topics`."""
    return exists().where(Subscription.place_id == Place.id, Subscription.topic.in_(list(topics)))


async def suspend(connection: AsyncConnection, chat_id: int) -> None:
    """Suspend all places of a chat."""
    await connection.execute(update(Place).where(Place.chat_id == chat_id).values(suspended=True))


async def refuse(connection: AsyncConnection, chat_id: int) -> bool:
    """Count one refusal of a chat; suspend it after repeated ones. Say whether it is suspended."""
    await connection.execute(
        update(Place).where(Place.chat_id == chat_id).values(refusals=Place.refusals + 1)
    )
    most = await connection.scalar(select(func.max(Place.refusals)).where(Place.chat_id == chat_id))
    if most is not None and most >= REFUSALS:
        await suspend(connection, chat_id)
        return True
    return False


async def migrate(connection: AsyncConnection, old: int, new: int) -> None:
    """Move a chat's places, with topics and deliveries, and its settings; merge where both exist."""
    places = await connection.execute(select(Place.id, Place.thread_id).where(Place.chat_id == old))
    for place, thread_id in places.all():
        target = await connection.scalar(
            select(Place.id).where(Place.chat_id == new, Place.thread_id == thread_id)
        )
        # messages sent to the old chat cannot be edited at the new one
        await connection.execute(
            update(OutboxRow).where(OutboxRow.place_id == place).values(message_id=None, edits=None)
        )
        if target is None:
            await connection.execute(
                update(Place)
                .where(Place.id == place)
                .values(chat_id=new, suspended=False, refusals=0)
            )
            continue
        for table, key in ((Subscription, "topic"), (OutboxRow, "announcement_id")):
            column = getattr(table, key)
            there = select(column).where(table.place_id == target, column.is_not(None))
            await connection.execute(
                update(table)
                .where(table.place_id == place, column.not_in(there) | column.is_(None))
                .values(place_id=target)
            )
        await connection.execute(delete(Place).where(Place.id == place))
    settings = (
        await connection.execute(select(Chat.lang, Chat.timezone).where(Chat.id == old))
    ).first()
    if settings:
        await connection.execute(
            insert(connection, Chat)
            .values(id=new, lang=settings.lang, timezone=settings.timezone)
            .on_conflict_do_nothing()
        )
        await connection.execute(delete(Chat).where(Chat.id == old))


async def _place(connection: AsyncConnection, chat_id: int, thread_id: int) -> int:
    """Return the key of a place, made where it is new; whoever chooses is here, so it is not suspended."""
    await connection.execute(
        insert(connection, Place)
        .values(
            chat_id=chat_id,
            thread_id=thread_id,
            rhythm=AT_ONCE.name,
            weekday=AT_ONCE.weekday,
            hour=AT_ONCE.hour,
            refusals=0,
            suspended=False,
        )
        .on_conflict_do_update(
            index_elements=[Place.chat_id, Place.thread_id],
            set_={"suspended": False, "refusals": 0},
        )
    )
    key = await connection.scalar(
        select(Place.id).where(Place.chat_id == chat_id, Place.thread_id == thread_id)
    )
    assert key is not None  # noqa: S101 - it has just been made
    return key
