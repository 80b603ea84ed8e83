"""Who is on the preview's stage: people with different languages, and the chats they share."""

from dataclasses import dataclass

from bot.localapi import LocalBotApi, LocalPerson, World

__all__ = ["ADMIN", "BOT_NAME", "new_api"]

BOT_NAME = "eu_celac_bot"
ADMIN = 1001
"""The person who may publish updates by chat as well."""


@dataclass(frozen=True, slots=True)
class _Role:
    id: int
    name: str
    language: str


_ROLES = (
    _Role(ADMIN, "Emma", "en"),
    _Role(1002, "Lucía", "es"),
    _Role(1003, "João", "pt"),
    _Role(1004, "Camille", "fr"),
)


def new_api() -> LocalBotApi:
    """Return a double with four people, a group with forum topics, and a group without the bot."""
    bot = LocalPerson(7_000_000_001, "EU–CELAC Bot", username=BOT_NAME, is_bot=True)
    world = World(bot)
    people = [
        world.add_person(role.name, role.language, id=role.id, started=False) for role in _ROLES
    ]
    world.add_chat(
        "supergroup",
        "Cities and regions",
        *people,
        id=-1_001_000_000_001,
        topics=("Chile and Peru", "Events"),
    )
    world.add_chat("supergroup", "Study circle", *people[:3], id=-1_001_000_000_002, bot="left")
    return LocalBotApi(world)
