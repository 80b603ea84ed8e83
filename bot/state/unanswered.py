"""Questions that got no answer, for the curators: text and day, no id; gone after thirty days."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Delete, delete, func, insert, select

from bot.clock import Clock
from bot.state.database import Database
from bot.state.models import UnansweredQuestion
from bot.state.together import Together

__all__ = ["KEPT", "Asked", "Unanswered"]

KEPT = timedelta(days=30)
LONGEST = 300
"""So many characters of a question are kept."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was asked, `times` in the days kept, last on the day `last`."""

    question: str
    lang: str
    reason: str
    times: int
    last: date


class Unanswered:
    """The unanswered questions of the last thirty days."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._added = Together(self._add)

    async def add(self, question: str, lang: str, reason: str) -> None:
        """Keep a question that got no answer, and drop those too old. Raises StateUnavailable."""
        today = self._clock.now().date()
        row = {"day": today, "lang": lang, "reason": reason[:64], "question": question[:LONGEST]}
        await self._added.add(row)

    async def _add(self, rows: list[dict[str, Any]]) -> None:
        async with self._database.write() as connection:
            await connection.execute(insert(UnansweredQuestion), rows)
            await connection.execute(_too_old(self._clock.now().date()))

    async def all(self) -> list[Asked]:
        """Return the questions kept, the most frequent first. Raises StateUnavailable."""
        table = UnansweredQuestion
        times, last = func.count(), func.max(table.day)
        key = (table.question, table.lang, table.reason)
        since = self._clock.now().date() - KEPT
        async with self._database.read() as connection:
            rows = await connection.execute(
                select(*key, times, last)
                .where(table.day >= since)
                .group_by(*key)
                .order_by(times.desc(), last.desc(), table.question)
            )
            return [Asked(*row) for row in rows]

    async def purge(self) -> None:
        """Drop the questions too old to keep. Raises StateUnavailable."""
        async with self._database.write() as connection:
            await connection.execute(_too_old(self._clock.now().date()))


def _too_old(today: date) -> Delete:
    return delete(UnansweredQuestion).where(UnansweredQuestion.day < today - KEPT)
