"""Several bots behind one address, one of them killed again and again: what becomes of the updates.

Telegram (`Sender`) ──> Balancer ──> replica 0 (killed)   ──> PostgreSQL
  retries until 200                  replica 1, replica 2 ──> Bot API server that counts
"""

import asyncio
import contextlib
import itertools
import json
import random
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bot.web.webhook import SECRET_HEADER
from tests.running import Running, free_port, running
from tests.telegram_server import TelegramServer, question

__all__ = ["Balancer", "Outcome", "Trial"]

SECRET = "replicas-secret"
AGAIN = 0.1
"""Telegram's wait before it brings an update again, here in seconds, there from 1 on."""


class Balancer:
    """One address for several ports: each connection goes to the next port that takes it."""

    def __init__(self, ports: list[int]) -> None:
        self._ports = itertools.cycle(ports)
        self._count = len(ports)
        self.port = 0

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["Balancer"]:
        """Listen on a free port."""
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        async with server:
            yield self

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in range(self._count):
            try:
                there = await asyncio.open_connection("127.0.0.1", next(self._ports))
            except OSError:
                continue
            await asyncio.gather(_pipe(reader, there[1]), _pipe(there[0], writer))
            return
        writer.close()


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    with contextlib.suppress(OSError):
        writer.close()


@dataclass
class Outcome:
    """What became of the updates."""

    asked: int = 0
    kills: int = 0
    repeats: int = 0
    """How often an update had to be brought again."""
    lost: list[int] = field(default_factory=list)
    doubled: list[int] = field(default_factory=list)


@dataclass
class Trial:
    """One trial: three replicas, `kills` of the first, questions at `parallel` chats all the while."""

    folder: Path
    telegram: TelegramServer
    settings: Mapping[str, str]
    kills: int
    parallel: int = 6
    latency: float = 0.03
    seed: int = 1
    outcome: Outcome = field(default_factory=Outcome)

    async def run(self) -> Outcome:
        """Run the trial to its end: until every update has been taken."""
        ports = [free_port() for _ in range(3)]

        async def slowly(chat: int, text: str) -> None:
            await asyncio.sleep(self.latency)

        self.telegram.before_answering = slowly
        over = asyncio.Event()
        async with contextlib.AsyncExitStack() as stack:
            for port in ports[1:]:
                await (await stack.enter_async_context(self._replica(port))).until_ready()
            balancer = await stack.enter_async_context(Balancer(ports).running())
            killing = asyncio.create_task(self._kill(ports[0], over))
            await asyncio.gather(
                *(self._ask(balancer.port, over) for _ in range(self.parallel)), killing
            )
        told = Counter(chat for chat, _ in self.telegram.sent)
        asked = range(1, self.outcome.asked + 1)
        self.outcome.lost = [number for number in asked if not told[number]]
        self.outcome.doubled = [number for number in asked if told[number] > 1]
        return self.outcome

    def _replica(self, port: int) -> contextlib.AbstractAsyncContextManager[Running]:
        settings = {
            **self.settings,
            "WEBHOOK_URL": "https://bot.example.org/hook",
            "WEBHOOK_SECRET": SECRET,
            "CALLS_PER_SECOND": "100000",
        }
        return running(self.folder, self.telegram.url, settings, port)

    async def _kill(self, port: int, over: asyncio.Event) -> None:
        chance = random.Random(self.seed)
        try:
            for _ in range(self.kills):
                async with self._replica(port) as replica:
                    await replica.until_ready()
                    await asyncio.sleep(0.3 + chance.random() * 0.5)
                    replica.process.kill()  # at any moment, in mid-flight
                    await replica.process.wait()
                    self.outcome.kills += 1
        finally:
            over.set()

    async def _ask(self, port: int, over: asyncio.Event) -> None:
        async with httpx.AsyncClient() as client:
            while not over.is_set():
                self.outcome.asked += 1
                await self._bring(self.outcome.asked, port, client)

    async def _bring(self, number: int, port: int, client: httpx.AsyncClient) -> None:
        """Bring one update as Telegram does: until it is taken."""
        body = json.dumps(question(number, number, "What is X?"))
        headers = {SECRET_HEADER: SECRET, "Connection": "close"}
        while True:
            with contextlib.suppress(httpx.TransportError):
                reply = await client.post(
                    f"http://127.0.0.1:{port}/hook", content=body, headers=headers, timeout=10
                )
                if reply.status_code == 200:
                    return
            self.outcome.repeats += 1
            await asyncio.sleep(AGAIN)
