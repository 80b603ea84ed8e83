"""The bot as a process of its own, for tests of what only a whole process does."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.telegram_server import TOKEN

__all__ = ["KNOWLEDGE", "Running", "free_port", "running", "write_knowledge"]

KNOWLEDGE = """\
- id: what-is-x
  questions:
    en: [What is X?, Tell me what X is, Explain X to me]
  answer:
    en: X is a letter.
  sources: [a-book]
- id: who-made-y
  questions:
    en: [Who made Y?, Who is the maker of Y?, Y was made by whom?]
  answer:
    en: Y was made by Zoe.
  sources: [a-book]
"""


def write_knowledge(folder: Path) -> Path:
    """Write a knowledge base of two answers."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "answers.yaml").write_text(KNOWLEDGE, encoding="utf-8")
    return folder


def free_port() -> int:
    """Return a port on which nobody listens just now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass
class Running:
    """A running bot: its output so far, its address, ways to ask and to end it."""

    process: asyncio.subprocess.Process
    port: int
    lines: list[str] = field(default_factory=list)

    @property
    def output(self) -> str:
        """Everything it has written."""
        return "".join(self.lines)

    async def get(self, path: str) -> httpx.Response:
        """Return what it answers at a path."""
        async with httpx.AsyncClient() as client:
            return await client.get(f"http://127.0.0.1:{self.port}{path}", timeout=10)

    async def status(self, path: str) -> int:
        """Return the status at a path, 0 where nobody listens."""
        try:
            return (await self.get(path)).status_code
        except httpx.TransportError:
            return 0

    async def until_ready(self, seconds: float = 120.0) -> None:
        """Wait until it can serve. Raises TimeoutError, with what it wrote."""
        await self.until("/readyz", 200, seconds)

    async def until(self, path: str, status: int, seconds: float = 120.0) -> None:
        """Wait until a path answers with a status."""
        try:
            async with asyncio.timeout(seconds):
                while await self.status(path) != status:
                    if self.process.returncode is not None:
                        raise AssertionError(f"it has ended:\n{self.output}")
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise AssertionError(f"{path} is not {status}:\n{self.output}") from None

    async def until_said(self, text: str, seconds: float = 60.0) -> None:
        """Wait until it has written a text."""
        try:
            async with asyncio.timeout(seconds):
                while text not in self.output:
                    await asyncio.sleep(0.02)
        except TimeoutError:
            raise AssertionError(f"{text!r} is not in:\n{self.output}") from None

    async def ended(self, by: signal.Signals | None = signal.SIGTERM) -> int:
        """Send it a signal and return its exit code."""
        if by is not None and self.process.returncode is None:
            self.process.send_signal(by)
        async with asyncio.timeout(60):
            return await self.process.wait()


@contextlib.asynccontextmanager
async def running(
    folder: Path, telegram_url: str, settings: Mapping[str, str], port: int | None = None
) -> AsyncIterator[Running]:
    """Run `eu-celac-bot serve` over the knowledge base in `folder`; kill it at the end."""
    port = port or free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("WEBHOOK")},
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": telegram_url,
        "LISTEN_PORT": str(port),
        "PYTHONUNBUFFERED": "1",
        **settings,
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "serve", "--knowledge", str(folder)),
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    bot = Running(process, port)
    reading = asyncio.create_task(_read(bot))
    try:
        yield bot
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await reading


async def _read(bot: Running) -> None:
    assert bot.process.stdout
    async for line in bot.process.stdout:
        bot.lines.append(line.decode("utf-8", "replace"))
