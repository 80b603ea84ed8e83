"""Edits to the knowledge show by themselves: checked at once, in service as soon as they are learnt.

The running bot and the preview both watch their folder so; SIGHUP asks for the same (`anew`).
"""

import asyncio
import logging
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from watchfiles import awatch

from bot.services import Knowledge
from knowledge.assistant import Assistant
from knowledge.errors import ContentError, ContentNotFound
from knowledge.guide import guide
from knowledge.loading import content_key, load
from knowledge.store import open_assistant

__all__ = ["Reload", "learn"]

_log = logging.getLogger(__name__)
LOOK_EVERY = 3_000
"""Milliseconds between two looks at the content."""
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
    _read: str = ""
    _running: asyncio.Task[None] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        """Note what the folder holds now: that is what is in service."""
        self._read = content_key(self.folder)

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
        """Reload on each change of the content until `stop` is set; an edit in mid-reload starts it anew.

        A look every few seconds finds what the operating system did not tell, as on network drives.
        """
        try:
            async for _ in awatch(
                self.folder, stop_event=stop, rust_timeout=LOOK_EVERY, yield_on_timeout=True
            ):
                try:
                    key = await asyncio.to_thread(content_key, self.folder)
                except OSError:  # a file that an editor is just replacing: the next look reads it
                    continue
                if key != self._read:
                    self._read = key
                    await self.anew()
        finally:
            await _ended(self._running)

    async def anew(self) -> None:
        """Begin to reload, in the background; one that runs is given up for it."""
        earlier, self._running = self._running, None
        await _ended(earlier)
        self._running = asyncio.create_task(self.again(), name="reload")

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
        await learn(self.folder)
        try:
            assistant = await asyncio.to_thread(self._fresh)
        except (ContentError, ContentNotFound):  # edited again meanwhile: the next round tells
            return
        self.knowledge.swap(assistant)
        self.reloads += 1
        self._now("current")

    def _fresh(self) -> Assistant:
        """Open what the files say now, and make ready what answers need: no question waits for it."""
        assistant = self.wrap(open_assistant(self.folder))
        guide(assistant).warm()
        return assistant

    def _now(self, standing: str, problems: tuple[dict[str, Any], ...] = ()) -> None:
        self.standing, self.problems = standing, problems
        if standing == "broken":
            _log.error("The knowledge has problems, the last good one stays in service:")
            for problem in problems:
                _log.error("%s:%s %s", problem["file"], problem["line"], problem["message"])
        else:
            _log.info("The knowledge is %s.", standing)
        self.tell(self.as_json())


async def learn(folder: Path) -> None:
    """Learn `folder` in a process of its own, so that answers keep their pace; the result is in the cache.

    What goes wrong there is found by whoever opens it next.
    """
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
