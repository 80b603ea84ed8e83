"""What is stored about a person: all of it to see, all of it to delete."""

from typing import Any

from sqlalchemy import delete, select

from bot.state.database import Database
from bot.state.models import Chat
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
        return {
            "id": person,
            "settings": {"language": settings.lang, "timezone": settings.timezone}
            if settings
            else None,
        }

    async def forget(self, person: int) -> None:
        """Delete what is stored about a person. Raises StateUnavailable."""
        async with self._database.write() as connection:
            await connection.execute(delete(Chat).where(Chat.id == person))
        self._preferences.forget(person)
