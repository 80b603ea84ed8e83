"""What the bot keeps: settings, subscriptions, the outbox, feedback, unanswered questions, updates handled.

Each repository is a module; `State` bundles them over one database.
"""

from contextlib import suppress

from bot.clock import Clock
from bot.state.announcements import Announcements
from bot.state.database import BUSY_TIMEOUT, Database, default_url
from bot.state.digests import Digests
from bot.state.errors import SchemaUnknown, StateError, StateUnavailable
from bot.state.feedback import Feedback
from bot.state.outbox import Outbox
from bot.state.personal import Personal
from bot.state.preferences import Preference, Preferences
from bot.state.rhythm import AT_ONCE, WEEKLY, Rhythm
from bot.state.subscriptions import Subscribed, Subscriptions
from bot.state.tallies import Tallies
from bot.state.unanswered import Unanswered
from bot.state.updates_seen import Taken, UpdatesSeen
from bot.state.workers import Workers

__all__ = [
    "AT_ONCE",
    "WEEKLY",
    "Preference",
    "Rhythm",
    "SchemaUnknown",
    "State",
    "StateError",
    "StateUnavailable",
    "Subscribed",
    "Taken",
    "default_url",
]


class State:
    """All repositories over one database. Every method of theirs may raise StateUnavailable."""

    def __init__(
        self,
        url: str | None = None,
        clock: Clock | None = None,
        busy_timeout: float = BUSY_TIMEOUT,
    ) -> None:
        """`url` is a SQLAlchemy address; without one, a SQLite file in the user's data folder.

        After `busy_timeout` seconds behind another's lock the database counts as away.
        """
        self.database = Database(url or default_url(), busy_timeout)
        self.clock = clock or Clock()
        self.preferences = Preferences(self.database)
        self.feedback = Feedback(self.database)
        self.unanswered = Unanswered(self.database, self.clock)
        self.updates_seen = UpdatesSeen(self.database, self.clock)
        self.subscriptions = Subscriptions(self.database, self.clock)
        self.announcements = Announcements(self.database, self.clock)
        self.outbox = Outbox(self.database, self.clock)
        self.workers = Workers(self.database, self.clock)
        self.digests = Digests(self.database, self.clock)
        self.tallies = Tallies(self.database, self.clock)
        self.personal = Personal(self.database, self.preferences)

    async def open(self) -> None:
        """Connect and bring the schema up to date; each first use does so too. Raises StateError."""
        await self.database.open()

    async def close(self) -> None:
        """Write what is counted, and close all connections."""
        with suppress(StateError):
            await self.tallies.write()
        await self.updates_seen.close()
        await self.database.close()
