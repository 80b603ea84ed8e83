"""Updates of the knowledge base on their way: new ones are queued, one row for each who chose a topic.

Queueing goes in steps of so many places, each a transaction that also notes how far it got: it can
stop anywhere, takes constant memory, and never holds the database for long.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Case, case, exists, func, literal, null, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.state.database import Database
from bot.state.models import Announcement, Mark, OutboxRow, Place
from bot.state.subscriptions import hears
from bot.state.upsert import insert

__all__ = ["Announcements", "Known", "Progress"]

STEP = 20_000
"""So many places are queued in one transaction."""
FIRST_START = "first start"
OPEN = ("waiting", "unknown", "claimed", "sending")
"""States of rows that are still to be sent."""


@dataclass(frozen=True, slots=True)
class Known:
    """An update taken on. `digest` is that of its content then; `why` says why it was stopped."""

    id: str
    digest: str
    state: str
    why: str | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an update has come, in places."""

    sent: int = 0
    waiting: int = 0
    held: int = 0
    """For the weekly digest."""
    suspended: int = 0
    skipped: int = 0
    """No longer subscribed at the moment of sending."""
    failed: int = 0
    lost: int = 0
    """Interrupted twice in mid-sending: perhaps sent, not sent again."""

    @property
    def total(self) -> int:
        """All places that it was queued for."""
        return (
            self.sent + self.waiting + self.held + self.suspended
            + self.skipped + self.failed + self.lost
        )  # fmt: skip


class Announcements:
    """The updates taken on, and their queueing. Methods raise StateUnavailable."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def known(self) -> dict[str, Known]:
        """Return all updates taken on, by id."""
        table = Announcement
        async with self._database.read() as connection:
            rows = await connection.execute(
                select(table.id, table.digest, table.state, table.why).order_by(table.queued_at)
            )
            return {row.id: Known(row.id, row.digest, row.state, row.why) for row in rows}

    async def begin_history(self, digests: Mapping[str, str]) -> bool:
        """On the very first start, take these updates on as history, not news; say whether it was that."""
        async with self._database.write() as connection:
            first = await connection.scalar(
                insert(connection, Mark)
                .values(name=FIRST_START, number=1, seconds=0.0, at=self._clock.now().timestamp())
                .on_conflict_do_nothing()
                .returning(Mark.name)
            )
            if first is None:
                return False
            for id_, digest in digests.items():
                await self._add(connection, id_, digest, "history", None)
            return True

    async def take_on(self, id_: str, digest: str, corrects: str | None = None) -> bool:
        """Take on an update for sending; False where its id or its very content was taken on before."""
        async with self._database.write() as connection:
            return await self._add(connection, id_, digest, "queueing", corrects)

    async def note_history(self, id_: str, digest: str) -> bool:
        """Take on an update as history: it is not sent. False where it was taken on before."""
        async with self._database.write() as connection:
            return await self._add(connection, id_, digest, "history", None)

    async def send_history(self, id_: str) -> bool:
        """Have an update that was history sent after all; False where it is not history."""
        return await self._turn(id_, ("history",), "queueing", None)

    async def stop(self, id_: str, why: str) -> bool:
        """Stop an update; its rows stay. False where it was not on its way."""
        return await self._turn(id_, ("queueing", "queued"), "stopped", why)

    async def resume(self, id_: str) -> bool:
        """Let a stopped update go on from where it was; False where it was not stopped."""
        return await self._turn(id_, ("stopped",), "queueing", None)

    async def queue_step(self, id_: str, topics: Iterable[str]) -> bool:
        """Queue an update for the next so many places that chose one of `topics`; False when all are done.

        A correction edits what was delivered; where it waits still, it takes the place of the corrected.
        """
        async with self._database.write() as connection:
            row = (
                await connection.execute(
                    select(Announcement.queued_to, Announcement.corrects)
                    .where(Announcement.id == id_, Announcement.state == "queueing")
                    .with_for_update()
                )
            ).first()
            if row is None:
                return False
            last = await connection.scalar(select(func.max(Place.id))) or 0
            start, end = row.queued_to, row.queued_to + STEP
            if row.corrects is None:
                await _queue(connection, id_, list(topics), start, end)
            elif not await _queue_correction(connection, id_, row.corrects, start, end):
                return True  # wait for what is being sent at this moment
            state = "queued" if end >= last else "queueing"
            await connection.execute(
                update(Announcement)
                .where(Announcement.id == id_)
                .values(queued_to=min(end, last), state=state)
            )
            return state == "queueing"

    async def close_finished(self) -> None:
        """Take the updates of which nothing is left to send off the list of those on their way."""
        left = exists().where(
            OutboxRow.announcement_id == Announcement.id,
            OutboxRow.state.in_((*OPEN, "held", "bundled")),
        )
        async with self._database.write() as connection:
            await connection.execute(
                update(Announcement)
                .where(Announcement.state == "queued", ~left)
                .values(state="done")
            )

    async def progress(self, id_: str) -> Progress:
        """Return how far an update has come."""
        async with self._database.read() as connection:
            rows = await connection.execute(
                select(OutboxRow.state, func.count())
                .where(OutboxRow.announcement_id == id_)
                .group_by(OutboxRow.state)
            )
            counts = {row[0]: row[1] for row in rows}
        return Progress(
            sent=counts.get("sent", 0),
            waiting=sum(counts.get(state, 0) for state in OPEN),
            held=counts.get("held", 0) + counts.get("bundled", 0),
            suspended=counts.get("suspended", 0),
            skipped=counts.get("skipped", 0),
            failed=counts.get("failed", 0),
            lost=counts.get("lost", 0),
        )

    async def _add(
        self, connection: AsyncConnection, id_: str, digest: str, state: str, corrects: str | None
    ) -> bool:
        added = await connection.scalar(
            insert(connection, Announcement)
            .values(
                id=id_,
                digest=digest,
                state=state,
                corrects=corrects,
                queued_to=0,
                queued_at=int(self._clock.now().timestamp()),
            )
            .on_conflict_do_nothing()
            .returning(Announcement.id)
        )
        return added is not None

    async def _turn(self, id_: str, from_: tuple[str, ...], to: str, why: str | None) -> bool:
        async with self._database.write() as connection:
            turned = await connection.execute(
                update(Announcement)
                .where(Announcement.id == id_, Announcement.state.in_(from_))
                .values(state=to, why=why[:200] if why else None)
            )
            return bool(turned.rowcount)


_COLUMNS = ["announcement_id", "place_id", "state", "edits", "tries", "resent"]


def _first_state() -> Case[str]:
    return case((Place.rhythm == "weekly", "held"), else_="waiting")


async def _queue(
    connection: AsyncConnection, id_: str, topics: list[str], start: int, end: int
) -> None:
    places = select(
        literal(id_), Place.id, _first_state(), null(), literal(0), literal(False)
    ).where(Place.id > start, Place.id <= end, Place.suspended.is_(False), hears(topics))
    rows = insert(connection, OutboxRow).from_select(_COLUMNS, places.order_by(Place.id))
    await connection.execute(rows.on_conflict_do_nothing())


async def _queue_correction(
    connection: AsyncConnection, id_: str, corrected: str, start: int, end: int
) -> bool:
    await connection.execute(
        update(Announcement)
        .where(Announcement.id == corrected, Announcement.state != "history")
        .values(state="superseded")
    )
    here = (
        OutboxRow.announcement_id == corrected,
        OutboxRow.place_id > start,
        OutboxRow.place_id <= end,
    )
    busy = select(OutboxRow.id).where(*here, OutboxRow.state.in_(("claimed", "sending"))).limit(1)
    if await connection.scalar(busy) is not None:
        return False
    # what went out in a digest is corrected by a message of its own
    edits = case((OutboxRow.bundle.is_(None), OutboxRow.message_id))
    state = case((edits.is_not(None), "waiting"), else_=_first_state())
    rows = (
        select(literal(id_), OutboxRow.place_id, state, edits, literal(0), literal(False))
        .join(Place, Place.id == OutboxRow.place_id)
        .where(*here, Place.suspended.is_(False))
        .where(OutboxRow.state.in_(("sent", "lost", "waiting", "unknown", "held", "bundled")))
        .order_by(OutboxRow.place_id)
    )
    made = insert(connection, OutboxRow).from_select(_COLUMNS, rows)
    await connection.execute(made.on_conflict_do_nothing())
    open_ = OutboxRow.state.in_(("waiting", "unknown", "held"))
    await connection.execute(update(OutboxRow).where(*here, open_).values(state="skipped"))
    return True
