"""What is stored about a person: all of it to see, all of it to delete."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, select

from bot.state.database import Database
from bot.state.models import Chat, OutboxRow, Place, Subscription
from bot.state.preferences import Preferences

__all__ = ["Personal"]


class Personal:
    """Everything kept under a person's id, which is also the id of their private chat."""

    def __init__(self, database: Database, preferences: Preferences) -> None:
        self._database = database
        self._preferences = preferences

    async def export(self, person: int) -> dict[str, Any]:
        """Return what is stored about a person, as JSON values. Raises StateUnavailable."""
        async with self._database.read() as connection:
            settings = (
                await connection.execute(select(Chat.lang, Chat.timezone).where(Chat.id == person))
            ).first()
            places = (
                await connection.execute(
                    select(Place).where(Place.chat_id == person).order_by(Place.thread_id)
                )
            ).all()
            topics = await connection.execute(
                select(Subscription.place_id, Subscription.topic)
                .join(Place, Place.id == Subscription.place_id)
                .where(Place.chat_id == person)
                .order_by(Subscription.topic)
            )
            chosen: dict[int, list[str]] = {}
            for topic in topics:
                chosen.setdefault(topic.place_id, []).append(topic.topic)
            updates = await connection.execute(
                select(OutboxRow.announcement_id, OutboxRow.state, OutboxRow.sent_at)
                .join(Place, Place.id == OutboxRow.place_id)
                .where(Place.chat_id == person, OutboxRow.announcement_id.is_not(None))
                .order_by(OutboxRow.id)
            )
            delivered = [
                {"update": row.announcement_id, "state": row.state, "sent": _moment(row.sent_at)}
                for row in updates
            ]
        return {
            "id": person,
            "settings": {"language": settings.lang, "timezone": settings.timezone}
            if settings
            else None,
            "subscriptions": [
                {
                    "language": place.lang,
                    "topics": chosen.get(place.id, []),
                    "rhythm": place.rhythm,
                    "weekday": place.weekday,
                    "hour": place.hour,
                    "suspended": place.suspended,
                }
                for place in places
            ],
            "updates": delivered,
        }

    async def forget(self, person: int) -> None:
        """Delete what is stored about a person. Raises StateUnavailable."""
        async with self._database.write() as connection:
            await connection.execute(delete(Place).where(Place.chat_id == person))
            await connection.execute(delete(Chat).where(Chat.id == person))
        self._preferences.forget(person)


def _moment(seconds: int | None) -> str | None:
    return datetime.fromtimestamp(seconds, UTC).isoformat() if seconds else None
