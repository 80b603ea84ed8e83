"""A worker's right to its rows: it shows that it lives, and takes over the rows of those that do not.

No time of day is used. A worker shows its beat every so often; another that has seen the same beat
so many times in a row, each time with the database at hand, takes it for dead.
"""

import asyncio
import logging
from dataclasses import dataclass
from uuid import uuid4

from bot.clock import Clock
from bot.delivery.pace import Pace
from bot.state import State, StateUnavailable

__all__ = ["Lease", "Timing"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Timing:
    """How long the worker waits for what, in seconds."""

    beat: float = 2.0
    """Between two beats."""
    dead_after: int = 6
    """A worker is dead after so many beats without one of its own."""
    poll: float = 1.0
    """Between two looks for new rows."""
    claim: int = 30
    """So many rows are claimed at a time: about a second's worth."""
    grace: float = 3.0
    """How long a message in flight may still take when the process stops."""
    patience: float = 1.0
    """Factor on all waits between two tries; less than 1 in rehearsals."""


class Lease:
    """The standing of this process among those that deliver."""

    def __init__(self, state: State, pace: Pace, clock: Clock, timing: Timing) -> None:
        self.id = ""
        """Names this process while it delivers; empty while it rests."""
        self._name = ""  # that under which it is, or may be, entered
        self._changing = asyncio.Lock()
        self._workers = state.workers
        self._pace = pace
        self._clock = clock
        self._timing = timing
        self._seen: dict[str, tuple[int, int]] = {}
        self._flood_number = -1
        self._lost = False

    async def begin(self) -> str:
        """Enter this process and return its name; where others deliver, wait until they have seen it.

        Raises StateUnavailable.
        """
        async with self._changing:
            if self.id:
                return self.id
            id_ = self._name = uuid4().hex
            await self._workers.register(id_)
            await self.flooded()
            others = len(await self._workers.beats(id_))
            self._pace.share = others + 1
            if others:
                await self._clock.sleep(self._timing.beat)
            self.id = id_
            return id_

    async def keep(self) -> None:
        """Show that this process lives and watch the others, until cancelled."""
        while True:
            await self._clock.sleep(self._timing.beat)
            try:
                await self._beat()
            except StateUnavailable:
                _log.debug("No beat: the database is away.")

    async def end(self) -> None:
        """Leave and give back all rows. Raises StateUnavailable."""
        async with self._changing:
            if self._name:
                await self._workers.release(self._name)
                self.id = self._name = ""
                self._pace.share = 1

    def lost(self) -> bool:
        """Say, once, whether this process was taken for dead: its rows are others' now."""
        lost, self._lost = self._lost, False
        return lost

    async def flood(self, seconds: float) -> None:
        """Let all processes wait, as Telegram told this one. Raises StateUnavailable."""
        self._flood_number = await self._workers.start_flood(seconds)

    async def flooded(self) -> bool:
        """Join in a flood wait that another process, or an earlier one, was told; say whether one runs.

        Raises StateUnavailable.
        """
        if self._flood_number < 0 or self._pace.share > 1:
            flood = await self._workers.flood()
            if flood.number != self._flood_number:
                self._flood_number = flood.number
                if flood.remaining > 0:
                    self._pace.flood(flood.remaining)
        return self._pace.flood_wait > 0

    async def _beat(self) -> None:
        async with self._changing:
            await self._beat_and_watch()

    async def _beat_and_watch(self) -> None:
        beats: dict[str, int] | None
        if self.id:
            beats = await self._workers.beat(self.id)
            if beats is None:
                _log.warning("This process was taken for dead; it starts anew.")
                self.id, self._name, self._lost = "", "", True
                return
            self._pace.share = len(beats) + 1
        else:
            beats = await self._workers.beats()
        seen = {}
        for other, beat in beats.items():
            last, times = self._seen.get(other, (beat, 0))
            seen[other] = (beat, times + 1 if last == beat else 0)
        self._seen = seen
        for other, (beat, times) in seen.items():
            if times >= self._timing.dead_after and await self._workers.release(other, beat):
                _log.warning("A process that delivered is gone; its rows are taken over.")
