"""What the bot keeps: settings of chats, feedback, unanswered questions, updates already handled.

Each repository is a module; `State` bundles them over one database.
"""

from bot.clock import Clock
from bot.state.database import Database, default_url
from bot.state.errors import SchemaUnknown, StateError, StateUnavailable
from bot.state.feedback import Feedback
from bot.state.personal import Personal
from bot.state.preferences import Preference, Preferences
from bot.state.unanswered import Unanswered
from bot.state.updates_seen import UpdatesSeen

__all__ = [
    "Preference",
    "SchemaUnknown",
    "State",
    "StateError",
    "StateUnavailable",
    "default_url",
]


class State:
    """All repositories over one database. Every method of theirs may raise StateUnavailable."""

    def __init__(self, url: str | None = None, clock: Clock | None = None) -> None:
        """`url` is a SQLAlchemy address; without one, a SQLite file in the user's data folder."""
        self.database = Database(url or default_url())
        self.clock = clock or Clock()
        self.preferences = Preferences(self.database)
        self.feedback = Feedback(self.database)
        self.unanswered = Unanswered(self.database, self.clock)
        self.updates_seen = UpdatesSeen(self.database, self.clock)
        self.personal = Personal(self.database, self.preferences)

    async def open(self) -> None:
        """Connect and bring the schema up to date; each first use does so too. Raises StateError."""
        await self.database.open()

    async def close(self) -> None:
        """Close all connections."""
        await self.database.close()
