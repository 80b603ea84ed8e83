"""How helpful answers were found: two counters for each, and no trace of who said so."""

from dataclasses import dataclass

from sqlalchemy import select

from bot.state.database import Database
from bot.state.models import FeedbackCount
from bot.state.upsert import insert

__all__ = ["Feedback", "Verdict"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How often the answer `link` was found helpful, and not."""

    link: str
    helpful: int
    unhelpful: int


class Feedback:
    """The counters by answer link."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, link: str, *, helpful: bool) -> None:
        """Count one verdict on an answer. Raises StateUnavailable."""
        column = FeedbackCount.helpful if helpful else FeedbackCount.unhelpful
        async with self._database.write() as connection:
            statement = insert(connection, FeedbackCount).values(
                link=link, helpful=int(helpful), unhelpful=int(not helpful)
            )
            await connection.execute(
                statement.on_conflict_do_update(
                    index_elements=[FeedbackCount.link], set_={column.key: column + 1}
                )
            )

    async def all(self) -> list[Verdict]:
        """Return all verdicts, the least helpful answers first. Raises StateUnavailable."""
        columns = (FeedbackCount.link, FeedbackCount.helpful, FeedbackCount.unhelpful)
        order = (FeedbackCount.helpful - FeedbackCount.unhelpful, FeedbackCount.link)
        async with self._database.read() as connection:
            rows = await connection.execute(select(*columns).order_by(*order))
            return [Verdict(row.link, row.helpful, row.unhelpful) for row in rows]
