"""What Telegram's server keeps for one bot: people, chats and messages, its profile, what waits for it."""

from dataclasses import dataclass, field

from bot.localapi.model import LocalPerson
from bot.localapi.profile import Profile
from bot.localapi.queries import Queries
from bot.localapi.updates import Updates
from bot.localapi.world import World

__all__ = ["LocalState"]


def _world() -> World:
    return World(LocalPerson(7_000_000_001, "Bot", username="local_bot", is_bot=True))


@dataclass(slots=True)
class LocalState:
    """The state that the methods of the Bot API read and change."""

    world: World = field(default_factory=_world)
    token: str = "7000000001:local"  # noqa: S105 - opens nothing
    privacy_mode: bool = True
    profile: Profile = field(default_factory=Profile)
    queries: Queries = field(default_factory=Queries)
    updates: Updates = field(default_factory=Updates)

    @property
    def me(self) -> LocalPerson:
        """The bot's own user."""
        return self.world.bot
