"""The outbox: one row for each update and place, from waiting to sent.

    waiting ── claim ──> claimed ── begin ──> sending ── finish ──> sent, suspended, skipped, failed
    unknown ── claim ──┘   │  ^                  │
       ^                   │  └──── again ───────┤
       └───── release: interrupted once ─────────┤
    held (for a digest) ──> bundled              └─ release: interrupted twice ──> lost

A row belongs to the worker that claimed it until it finishes or its worker is released, because it
stopped or died. A row that was `sending` then may have been sent: it is sent again once, not twice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from sqlalchemy import ColumnElement, Row, case, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.state.database import Database
from bot.state.models import Announcement, Chat, OutboxRow, Place, Subscription, WorkerBeat
from bot.state.subscriptions import migrate, refuse, suspend

__all__ = ["Claimed", "Delivery", "Final", "Outbox"]

OPEN = ("unknown", "waiting")
"""States of rows that can be claimed."""
Final: TypeAlias = Literal["sent", "suspended", "skipped", "failed"]


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row that this worker is to send, and the chat it goes to."""

    row: int
    worker: str
    chat_id: int
    tries: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """What to send at this moment: `updates` by id, more than one in a digest; `edits` names a message."""

    row: int
    chat_id: int
    thread_id: int
    lang: str | None
    updates: tuple[str, ...]
    edits: int | None
    is_digest: bool = False
    was_refused: bool = False
    """True where the chat refused the last time: it is counted in the place."""


class Outbox:
    """The rows to send. Methods raise StateUnavailable while the database is away."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def claim(self, worker: str, known: Iterable[str], most: int) -> list[Claimed]:
        """Claim up to `most` rows of the updates `known` here; those interrupted come first, then the oldest."""
        async with self._database.write() as connection:
            ids: list[int] = []
            for announcement in await _active(connection, known):
                for state in OPEN:  # one at a time, so that the index gives their order
                    rows = (
                        select(OutboxRow.id)
                        .where(OutboxRow.announcement_id == announcement, OutboxRow.state == state)
                        .order_by(OutboxRow.id)
                        .limit(most - len(ids))
                        .with_for_update(skip_locked=True)
                    )
                    if len(ids) < most:
                        ids += [row.id for row in await connection.execute(rows)]
            if not ids:
                return []
            await connection.execute(
                update(OutboxRow)
                .where(OutboxRow.id.in_(ids))
                .values(
                    worker=worker,
                    resent=case((OutboxRow.state == "unknown", True), else_=OutboxRow.resent),
                    state="claimed",
                )
            )
            claimed = await connection.execute(
                select(OutboxRow.id, Place.chat_id, OutboxRow.tries)
                .join(Place, Place.id == OutboxRow.place_id)
                .where(OutboxRow.id.in_(ids))
                .order_by(OutboxRow.id)
            )
            return [Claimed(row.id, worker, row.chat_id, row.tries) for row in claimed]

    async def begin(
        self, row_id: int, worker: str, listeners: Mapping[str, frozenset[str]]
    ) -> Delivery | None:
        """Mark a row as being sent, the moment before. None if it is not to be sent (any more).

        `listeners` gives, for each update, the topics whose subscribers hear of it. Whoever has
        unsubscribed since gets nothing; whoever has changed to a digest gets it then.
        """
        async with self._database.write() as connection:
            row = (
                await connection.execute(
                    select(
                        OutboxRow,
                        Place,
                        Chat.lang.label("spoken"),
                        Announcement.state.label("news"),
                    )
                    .join(Place, Place.id == OutboxRow.place_id)
                    .outerjoin(Chat, Chat.id == Place.chat_id)
                    .outerjoin(Announcement, Announcement.id == OutboxRow.announcement_id)
                    .where(OutboxRow.id == row_id, OutboxRow.worker == worker)
                    .where(OutboxRow.state == "claimed")
                    .with_for_update(of=OutboxRow)
                )
            ).first()
            if row is None:
                return None
            digest = row.announcement_id is None
            updates: tuple[str, ...] = () if digest else (row.announcement_id,)
            instead = _hindrance(row, listeners)
            if instead is None and row.edits is None:
                chosen = await _topics(connection, row.place_id)
                if digest:
                    updates = await _bundled(connection, row_id, chosen, listeners)
                    instead = None if updates else "skipped"
                elif not chosen & listeners[row.announcement_id]:
                    instead = "skipped"
                elif row.rhythm == "weekly":
                    instead = "held"
            if instead is not None:
                await _set(connection, row_id, instead, digest=digest)
                return None
            await connection.execute(
                update(OutboxRow).where(OutboxRow.id == row_id).values(state="sending")
            )
            return Delivery(
                row_id,
                row.chat_id,
                row.thread_id,
                row.spoken or row.lang,
                updates,
                row.edits,
                digest,
                row.refusals > 0,
            )

    async def finish(
        self, delivery: Delivery, worker: str, state: Final, message_id: int | None = None
    ) -> None:
        """Note how a row ended; what went out with it, in a digest, ended likewise."""
        values = {"state": state, "worker": None, "message_id": message_id}
        if state == "sent":
            values["sent_at"] = int(self._clock.now().timestamp())
        ours = (OutboxRow.id == delivery.row, OutboxRow.worker == worker)
        async with self._database.write() as connection:
            await connection.execute(update(OutboxRow).where(*ours).values(values))
            if delivery.is_digest:
                with_it = (OutboxRow.bundle == delivery.row, OutboxRow.state == "bundled")
                await connection.execute(update(OutboxRow).where(*with_it).values(values))
            if delivery.was_refused and state == "sent":
                await connection.execute(
                    update(Place).where(Place.chat_id == delivery.chat_id).values(refusals=0)
                )

    async def again(self, row_id: int, worker: str, tries: int) -> None:
        """Note that a row was surely or possibly not sent and that its worker will send it again."""
        async with self._database.write() as connection:
            await connection.execute(
                update(OutboxRow)
                .where(OutboxRow.id == row_id, OutboxRow.worker == worker)
                .values(state="claimed", tries=tries)
            )

    async def refused(self, row_id: int, worker: str, chat_id: int, *, for_good: bool) -> bool:
        """Note that a chat refused a row; say whether the chat is suspended, with the row."""
        async with self._database.write() as connection:
            if for_good:
                await suspend(connection, chat_id)
            suspended = for_good or await refuse(connection, chat_id)
            state = "suspended" if suspended else "claimed"
            await connection.execute(
                update(OutboxRow)
                .where(OutboxRow.id == row_id, OutboxRow.worker == worker)
                .values(state=state, worker=None if suspended else worker)
            )
            if suspended:
                await _free(connection, row_id, "suspended")
            return suspended

    async def moved(self, row_id: int, worker: str, old: int, new: int) -> bool:
        """Move a migrated chat to its new id; say whether the row is still to be sent there."""
        async with self._database.write() as connection:
            await migrate(connection, old, new)
            kept = await connection.execute(
                update(OutboxRow)
                .where(OutboxRow.id == row_id, OutboxRow.worker == worker)
                .values(state="claimed")
            )
            return bool(kept.rowcount)

    async def stop_all(self, row_id: int, worker: str, updates: Iterable[str], why: str) -> None:
        """Stop these updates, whose text Telegram does not take; the row waits, with all others."""
        async with self._database.write() as connection:
            await connection.execute(
                update(Announcement)
                .where(Announcement.id.in_(list(updates)))
                .values(state="stopped", why=why[:200])
            )
            row = (OutboxRow.id == row_id, OutboxRow.worker == worker)
            digest = OutboxRow.announcement_id.is_(None)
            await connection.execute(
                update(OutboxRow)
                .where(*row)
                .values(state=case((digest, "failed"), else_="waiting"), worker=None)
            )
            await _free(connection, row_id, "held")

    async def has_work(self, known: Iterable[str]) -> bool:
        """Say whether any row waits to be sent."""
        async with self._database.read() as connection:
            for announcement in await _active(connection, known):
                found = (
                    select(OutboxRow.id)
                    .where(OutboxRow.announcement_id == announcement, OutboxRow.state.in_(OPEN))
                    .limit(1)
                )
                if await connection.scalar(found) is not None:
                    return True
            return False

    async def by_state(self) -> dict[str, int]:
        """Return how many rows are in which state. Raises StateUnavailable."""
        async with self._database.read() as connection:
            rows = await connection.execute(
                select(OutboxRow.state, func.count()).group_by(OutboxRow.state)
            )
            return {row.state: row[1] for row in rows}

    async def sent_since(self, seconds: int) -> int:
        """Return how many places were reached in the last so many seconds."""
        since = int(self._clock.now().timestamp()) - seconds
        async with self._database.read() as connection:
            count = await connection.scalar(
                select(func.count()).select_from(OutboxRow).where(OutboxRow.sent_at > since)
            )
            return count or 0


async def _active(connection: AsyncConnection, known: Iterable[str]) -> list[str | None]:
    """Return whose rows may be sent: digests (None), and the updates on their way, the oldest first."""
    rows = await connection.execute(
        select(Announcement.id)
        .where(Announcement.state.in_(("queueing", "queued")))
        .order_by(Announcement.queued_at, Announcement.id)
    )
    ours = frozenset(known)
    return [None, *(row.id for row in rows if row.id in ours)]


async def release(connection: AsyncConnection, worker: str) -> None:
    """Give back all rows of a worker that has stopped or died."""
    await _give_back(connection, OutboxRow.worker == worker)


async def release_orphans(connection: AsyncConnection) -> None:
    """Give back all rows of workers that are not entered any more."""
    entered = select(WorkerBeat.id)
    await _give_back(connection, OutboxRow.worker.is_not(None) & OutboxRow.worker.not_in(entered))


async def _give_back(connection: AsyncConnection, which: ColumnElement[bool]) -> None:
    await connection.execute(
        update(OutboxRow)
        .where(which)
        .values(
            state=case(
                (
                    OutboxRow.state != "sending",
                    case((OutboxRow.resent, "unknown"), else_="waiting"),
                ),
                (OutboxRow.resent, "lost"),
                else_="unknown",
            ),
            worker=None,
        )
    )


def _hindrance(row: Row[*tuple[Any, ...]], listeners: Mapping[str, frozenset[str]]) -> str | None:
    """Return the state that a row is given back in, where its chat or its update stands in the way."""
    if row.suspended:
        return "suspended"
    if row.announcement_id is None:
        return None
    if row.news == "superseded":
        return "skipped"
    return "waiting" if row.news == "stopped" or row.announcement_id not in listeners else None


async def _set(connection: AsyncConnection, row_id: int, state: str, *, digest: bool) -> None:
    """Give a row back in `state`; the rows of a digest that is not sent follow it."""
    await connection.execute(
        update(OutboxRow).where(OutboxRow.id == row_id).values(state=state, worker=None)
    )
    if digest:
        await _free(connection, row_id, state)


async def _free(connection: AsyncConnection, bundle: int, state: str) -> None:
    await connection.execute(
        update(OutboxRow)
        .where(OutboxRow.bundle == bundle, OutboxRow.state == "bundled")
        .values(state=state, bundle=None)
    )


async def _topics(connection: AsyncConnection, place: int) -> frozenset[str]:
    rows = await connection.execute(
        select(Subscription.topic).where(Subscription.place_id == place)
    )
    return frozenset(row.topic for row in rows)


async def _bundled(
    connection: AsyncConnection,
    bundle: int,
    chosen: frozenset[str],
    listeners: Mapping[str, frozenset[str]],
) -> tuple[str, ...]:
    """Return the updates of a digest that are still wanted, the oldest first; let the others go."""
    rows = await connection.execute(
        select(OutboxRow.id, OutboxRow.announcement_id, Announcement.state)
        .join(Announcement, Announcement.id == OutboxRow.announcement_id)
        .where(OutboxRow.bundle == bundle, OutboxRow.state == "bundled")
        .order_by(OutboxRow.id)
    )
    wanted: list[str] = []
    for row in rows.all():
        if row.state == "stopped" or row.announcement_id not in listeners:
            state = "held"
        elif row.state == "superseded" or not chosen & listeners[row.announcement_id]:
            state = "skipped"
        else:
            wanted.append(row.announcement_id)
            continue
        await connection.execute(
            update(OutboxRow).where(OutboxRow.id == row.id).values(state=state, bundle=None)
        )
    return tuple(wanted)
