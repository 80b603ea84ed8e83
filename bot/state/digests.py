"""Weekly digests: when one is due, what was held for its place goes out as one row of the outbox."""

from sqlalchemy import insert, select, update

from bot.clock import Clock
from bot.state.database import Database
from bot.state.models import Chat, OutboxRow, Place
from bot.state.rhythm import Rhythm, next_digest

__all__ = ["Digests"]

STEP = 500
"""So many places are handled in one transaction."""


class Digests:
    """The digests of all places."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def bundle_step(self) -> bool:
        """Bundle what is held for the places whose digest is due, so many of them; False when none is left.

        The next digest is always reckoned from the later of now and the last, so that a clock set
        back brings none twice. Raises StateUnavailable.
        """
        now = self._clock.now()
        seconds = int(now.timestamp())
        async with self._database.write() as connection:
            due = await connection.execute(
                select(Place.id, Place.weekday, Place.hour, Chat.timezone)
                .outerjoin(Chat, Chat.id == Place.chat_id)
                .where(Place.digest_at <= seconds)
                .order_by(Place.digest_at, Place.id)
                .limit(STEP)
                .with_for_update(skip_locked=True, of=Place)
            )
            places = due.all()
            for place in places:
                rhythm = Rhythm("weekly", place.weekday, place.hour)
                await connection.execute(
                    update(Place)
                    .where(Place.id == place.id)
                    .values(digest_at=next_digest(rhythm, place.timezone, now))
                )
                held = (OutboxRow.place_id == place.id, OutboxRow.state == "held")
                if await connection.scalar(select(OutboxRow.id).where(*held).limit(1)) is None:
                    continue
                made = await connection.execute(
                    insert(OutboxRow)
                    .values(place_id=place.id, state="waiting", tries=0, resent=False)
                    .returning(OutboxRow.id)
                )
                await connection.execute(
                    update(OutboxRow).where(*held).values(state="bundled", bundle=made.scalar_one())
                )
        return bool(places)
