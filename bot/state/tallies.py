"""What is asked, answered and shared: numbers by day, language and answer, and no trace of who.

Counted in memory and written from time to time: a question does not wait for it, and a process that
is killed loses the numbers of half a minute.
"""

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, select

from bot.clock import Clock
from bot.state.database import Database
from bot.state.errors import StateUnavailable
from bot.state.models import TallyCount
from bot.state.upsert import insert

__all__ = ["EVERY", "SHARED", "Tallies", "Tally"]

EVERY = 30.0
"""Seconds between two writes."""
KEPT = timedelta(days=400)
SHARED = "shared"
"""The event that somebody puts an answer into another chat; the others are the kinds of replies."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How often something happened on a day: a kind of reply, or `shared`; `link` names the answer."""

    day: date
    event: str
    lang: str
    link: str
    number: int


class Tallies:
    """The numbers of all processes on one database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._open: Counter[tuple[date, str, str, str]] = Counter()

    def count(self, event: str, lang: str, link: str | None = None) -> None:
        """Count one event, in memory."""
        self._open[self._clock.now().date(), event, lang, link or ""] += 1

    async def write(self) -> None:
        """Write what has been counted, and drop what is too old. Raises StateUnavailable."""
        counted, self._open = self._open, Counter()
        if not counted:
            return
        try:
            async with self._database.write() as connection:
                for (day, event, lang, link), number in sorted(counted.items()):
                    row = insert(connection, TallyCount).values(
                        day=day, event=event, lang=lang, link=link, number=number
                    )
                    await connection.execute(
                        row.on_conflict_do_update(
                            index_elements=["day", "event", "lang", "link"],
                            set_={"number": TallyCount.number + number},
                        )
                    )
                oldest = self._clock.now().date() - KEPT
                await connection.execute(delete(TallyCount).where(TallyCount.day < oldest))
        except StateUnavailable:
            self._open += counted
            raise

    async def keep_writing(self) -> None:
        """Write again and again, until cancelled."""
        while True:
            await self._clock.sleep(EVERY)
            with suppress(StateUnavailable):
                await self.write()

    async def since(self, day: date) -> list[Tally]:
        """Return the numbers from `day` on, in the order of days. Raises StateUnavailable."""
        table = TallyCount
        columns = (table.day, table.event, table.lang, table.link, table.number)
        async with self._database.read() as connection:
            rows = await connection.execute(
                select(*columns).where(table.day >= day).order_by(*columns)
            )
            return [Tally(row.day, row.event, row.lang, row.link, row.number) for row in rows]
