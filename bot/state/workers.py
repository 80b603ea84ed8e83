"""The processes that deliver: each shows by its beat that it lives; the rows of a dead one are given back.

No time of day is compared: who watches counts how often it has seen the same beat.
"""

from dataclasses import dataclass

from sqlalchemy import delete, select, update

from bot.clock import Clock
from bot.state.database import Database
from bot.state.models import Mark, WorkerBeat
from bot.state.outbox import release, release_orphans
from bot.state.upsert import insert

__all__ = ["Flood", "Workers"]

FLOOD = "flood"


@dataclass(frozen=True, slots=True)
class Flood:
    """The last flood wait that Telegram has ordered: the how many-th, and how long it still runs, in seconds."""

    number: int = 0
    remaining: float = 0.0


class Workers:
    """The beats of all workers on one database, and the flood wait that they share."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def register(self, worker: str) -> None:
        """Enter a worker. Raises StateUnavailable."""
        async with self._database.write() as connection:
            await release_orphans(connection)
            await connection.execute(
                insert(connection, WorkerBeat).values(id=worker, beat=0).on_conflict_do_nothing()
            )

    async def beat(self, worker: str) -> dict[str, int] | None:
        """Show that a worker lives; return the beats of the others.

        None if it was taken for dead: its rows are no longer its own. Raises StateUnavailable.
        """
        async with self._database.write() as connection:
            mine = await connection.execute(
                update(WorkerBeat).where(WorkerBeat.id == worker).values(beat=WorkerBeat.beat + 1)
            )
            if not mine.rowcount:
                return None
            rows = await connection.execute(
                select(WorkerBeat.id, WorkerBeat.beat).where(WorkerBeat.id != worker)
            )
            return {row.id: row.beat for row in rows}

    async def beats(self, but: str = "") -> dict[str, int]:
        """Return the beats of all workers but one. Raises StateUnavailable."""
        async with self._database.read() as connection:
            rows = await connection.execute(
                select(WorkerBeat.id, WorkerBeat.beat).where(WorkerBeat.id != but)
            )
            return {row.id: row.beat for row in rows}

    async def release(self, worker: str, beat: int | None = None) -> bool:
        """Strike out a worker and give back its rows; with `beat`, only if that is its beat still.

        Raises StateUnavailable.
        """
        same = [WorkerBeat.id == worker]
        if beat is not None:
            same.append(WorkerBeat.beat == beat)
        async with self._database.write() as connection:
            gone = await connection.execute(delete(WorkerBeat).where(*same))
            if not gone.rowcount:
                return False
            await release(connection, worker)
            return True

    async def flood(self) -> Flood:
        """Return the last flood wait. Raises StateUnavailable."""
        async with self._database.read() as connection:
            row = (
                await connection.execute(
                    select(Mark.number, Mark.seconds, Mark.at).where(Mark.name == FLOOD)
                )
            ).first()
        if row is None:
            return Flood()
        passed = self._clock.now().timestamp() - row.at
        # a clock set back makes it wait the whole time again, never longer
        return Flood(row.number, row.seconds - min(max(passed, 0.0), row.seconds))

    async def start_flood(self, seconds: float) -> int:
        """Note a flood wait that begins now, for all workers; return its number. Raises StateUnavailable."""
        now = self._clock.now().timestamp()
        async with self._database.write() as connection:
            await connection.execute(
                insert(connection, Mark)
                .values(name=FLOOD, number=1, seconds=seconds, at=now)
                .on_conflict_do_update(
                    index_elements=[Mark.name],
                    set_={"number": Mark.number + 1, "seconds": seconds, "at": now},
                )
            )
            number = await connection.scalar(select(Mark.number).where(Mark.name == FLOOD))
            return number or 0
