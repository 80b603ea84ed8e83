"""New updates of the knowledge base are taken on and queued; digests are made when they are due."""

import asyncio
import hashlib
import json
import logging
from collections.abc import Callable

from bot.clock import Clock
from bot.delivery.topics import listeners
from bot.state import State, StateUnavailable
from knowledge.library import Library
from knowledge.schema import Update

__all__ = ["Announcer", "announce", "content_digest", "queue_all"]

_log = logging.getLogger(__name__)

EVERY = 2.0
"""Seconds between two looks for what is to be queued."""
DIGESTS_EVERY = 30.0
STEP_PAUSE = 0.05
"""Seconds left to others between two steps of queueing."""


def content_digest(update: Update) -> str:
    """Return a digest of what an update says: equal for equal titles and texts."""
    said = {
        name: {lang: " ".join(text.split()) for lang, text in sorted(localised.items())}
        for name, localised in (("title", update.title), ("text", update.text))
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


async def announce(state: State, library: Library) -> list[str]:
    """Take on the updates that are new; return their ids. On the very first start all are history.

    An update is new by its id; one that says the very same as an earlier one is refused. Raises
    StateUnavailable.
    """
    digests = {update.id: content_digest(update) for update in library.updates.values()}
    if await state.announcements.begin_history(digests):
        return []
    known = await state.announcements.known()
    new = [update for update in library.updates.values() if update.id not in known]
    corrected = {update.corrects for update in new if update.corrects}
    taken = []
    for update in sorted(new, key=lambda update: update.date):
        if update.id in corrected:  # it came together with its correction: only that is sent
            await state.announcements.note_history(update.id, digests[update.id])
            continue
        if await state.announcements.take_on(
            update.id, digests[update.id], update.corrects if update.corrects in known else None
        ):
            taken.append(update.id)
        else:
            _log.warning(
                "The update %s says the same as an earlier one and is not sent.", update.id
            )
    return taken


async def queue_all(state: State, library: Library, clock: Clock) -> bool:
    """Queue what has been taken on, to the end; say whether there was any. Raises StateUnavailable."""
    hears = listeners(library)
    queueing = [
        known.id
        for known in (await state.announcements.known()).values()
        if known.state == "queueing" and known.id in hears
    ]
    for id_ in queueing:
        while await state.announcements.queue_step(id_, hears[id_]):
            await clock.sleep(STEP_PAUSE)
    return bool(queueing)


class Announcer:
    """Runs all this in the background of a process."""

    def __init__(
        self, state: State, library: Callable[[], Library], clock: Clock, wake: Callable[[], None]
    ) -> None:
        """`library` gives the content of now; `wake` is called when rows have been queued."""
        self._state = state
        self._library = library
        self._clock = clock
        self._wake = wake
        self._announced: Library | None = None
        self._digests_at = 0.0

    async def run(self) -> None:
        """Look again and again, until cancelled; a swapped library is noticed by itself."""
        while True:
            try:
                await self._look()
            except StateUnavailable as error:
                _log.warning("Updates wait: %s", error)
            except Exception as error:
                _log.error("Looking for updates failed with %s.", type(error).__name__)
            await self._clock.sleep(EVERY)

    async def _look(self) -> None:
        library = self._library()
        if library is not self._announced:
            await announce(self._state, library)
            self._announced = library
        if await queue_all(self._state, library, self._clock):
            self._wake()
        if self._clock.monotonic() >= self._digests_at:
            self._digests_at = self._clock.monotonic() + DIGESTS_EVERY
            while await self._state.digests.bundle_step():
                await asyncio.sleep(0)
                self._wake()
            await self._state.announcements.close_finished()
