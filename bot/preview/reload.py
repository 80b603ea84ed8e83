"""Edits to the knowledge show by themselves: checked at once, in service as soon as they are learnt."""

import asyncio
import logging
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from watchfiles import awatch

from bot.services import Knowledge
from knowledge.assistant import Assistant
from knowledge.errors import ContentError, ContentNotFound
from knowledge.library import load
from knowledge.store import open_assistant

__all__ = ["Reload"]

_log = logging.getLogger(__name__)
_LEARN = "import pathlib, sys; from knowledge.store import open_assistant as learn; learn(pathlib.Path(sys.argv[1]))"


@dataclass(slots=True)
class Reload:
    """Watches the content in `folder`; `tell` hears its standing whenever that changes.

    While there are problems, or a new version is learnt, the last good knowledge stays in service.
    """

    folder: Path
    knowledge: Knowledge
    tell: Callable[[dict[str, Any]], None]
    wrap: Callable[[Assistant], Assistant] = lambda assistant: assistant
    standing: str = "current"
    problems: tuple[dict[str, Any], ...] = ()
    reloads: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return the standing (current, learning or broken), the problems, and what there is to ask."""
        library = self.knowledge.assistant.library
        return {
            "standing": self.standing,
            "problems": list(self.problems),
            "reloads": self.reloads,
            "folder": "/".join(self.folder.parts[-2:]),
            "entries": len(library.entries),
            "records": len(library.records),
            "languages": list(library.languages),
            "updates": [
                {"id": u.id, "date": u.date, "title": u.title, "topics": u.topics}
                for u in sorted(library.updates.values(), key=lambda u: u.date, reverse=True)
            ],
        }

    async def watch(self, stop: asyncio.Event) -> None:
        """Reload on each change of a file until `stop` is set; an edit in mid-reload starts it anew."""
        running: asyncio.Task[None] | None = None
        try:
            async for _ in awatch(self.folder, stop_event=stop, recursive=True):
                await _ended(running)
                running = asyncio.create_task(self.again())
        finally:
            await _ended(running)

    async def again(self) -> None:
        """Check what the files say now and take it into service if it is well-formed."""
        try:
            await asyncio.to_thread(load, self.folder)
        except ContentError as error:
            self._now("broken", tuple(asdict(problem) for problem in error.problems))
            return
        except ContentNotFound as error:
            self._now("broken", ({"file": str(self.folder), "line": 0, "message": str(error)},))
            return
        self._now("learning")
        await _learn(self.folder)
        try:
            assistant = await asyncio.to_thread(open_assistant, self.folder)
        except (ContentError, ContentNotFound):  # edited again meanwhile: the next round tells
            return
        self.knowledge.swap(self.wrap(assistant))
        self.reloads += 1
        self._now("current")

    def _now(self, standing: str, problems: tuple[dict[str, Any], ...] = ()) -> None:
        self.standing, self.problems = standing, problems
        _log.info("The knowledge is %s.", standing)
        self.tell(self.as_json())


async def _learn(folder: Path) -> None:
    """Learn in a process of its own, so that answers keep their pace; the result is in the cache."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _LEARN, str(folder), stderr=asyncio.subprocess.DEVNULL
    )
    try:
        await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _ended(task: asyncio.Task[None] | None) -> None:
    if task is None:
        return
    task.cancel()
    await asyncio.wait([task])
    if not task.cancelled() and (error := task.exception()):
        _log.error("A reload failed: %s", error)
