"""What those who send updates can do, in chat or on the command line: look, count, send, stop."""

from dataclasses import dataclass

from bot.delivery.announcer import content_digest
from bot.delivery.topics import listeners
from bot.state import State
from bot.state.announcements import Progress
from knowledge.library import Library
from knowledge.schema import Update

__all__ = ["Item", "item", "items", "recipients", "send"]

NEW = "new"
"""The state of an update that has not been taken on."""


@dataclass(frozen=True, slots=True)
class Item:
    """An update with where it stands: `new`, `history`, `queueing`, `queued`, `stopped`, `superseded`."""

    update: Update
    state: str
    why: str | None
    progress: Progress
    is_changed: bool
    """True where its text is another now than when it was taken on."""

    @property
    def can_be_sent(self) -> bool:
        """Say whether it can be sent: it has not been."""
        return self.state in (NEW, "history")

    @property
    def is_on_its_way(self) -> bool:
        """Say whether any row of it is still to be sent."""
        return self.state == "queueing" or (self.state == "queued" and self.progress.waiting > 0)


async def items(state: State, library: Library) -> list[Item]:
    """Return all updates of the knowledge base, the newest first. Raises StateUnavailable."""
    found = [await item(state, library, id_) for id_ in library.updates]
    return sorted(found, key=lambda one: one.update.date, reverse=True)


async def item(state: State, library: Library, id_: str) -> Item:
    """Return one update. Raises StateUnavailable, and KeyError where there is none of this id."""
    update = library.updates[id_]
    known = (await state.announcements.known()).get(id_)
    if known is None:
        return Item(update, NEW, None, Progress(), False)
    progress = await state.announcements.progress(id_)
    changed = known.digest != content_digest(update)
    state_ = "queued" if known.state == "done" else known.state
    return Item(update, state_, known.why, progress, changed)


async def recipients(state: State, library: Library, id_: str) -> dict[str, int]:
    """Return how many would get an update `now`, and how many `weekly`. Raises StateUnavailable."""
    return await state.subscriptions.count(listeners(library)[id_])


async def send(state: State, library: Library, id_: str) -> bool:
    """Take an update on for sending; False where it, or one of the same text, was sent. Raises StateUnavailable."""
    digests = {update.id: content_digest(update) for update in library.updates.values()}
    await state.announcements.begin_history(digests)  # before the first start, all is history
    known = await state.announcements.known()
    if id_ in known:
        return await state.announcements.send_history(id_)
    corrects = library.updates[id_].corrects
    return await state.announcements.take_on(
        id_, digests[id_], corrects if corrects in known else None
    )
