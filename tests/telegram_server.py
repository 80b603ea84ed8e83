"""A Bot API server on loopback, for tests of whole processes: it counts who was told what.

    async with telegram_server() as telegram:
        ...                     # TELEGRAM_API_URL=telegram.url
        telegram.sent           # (chat id, text) of every message

It knows the few methods that a question and its answer need; the rest is answered with `true`. For
how Telegram behaves in detail there is `bot.localapi`.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.web.server import listening, serving

__all__ = ["ME", "TOKEN", "TelegramServer", "question", "telegram_server"]

TOKEN = "4242424242:AAtests-only-tests-only-tests-only1"
ME = {"id": 4242424242, "is_bot": True, "first_name": "Bot", "username": "eu_celac_bot"}
_DATE = 1_795_000_000


def question(number: int, chat: int, text: str) -> dict[str, Any]:
    """Return the update with which a person asks in their private chat."""
    person = {"id": chat, "is_bot": False, "first_name": "Ana", "language_code": "en"}
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": _DATE,
            "chat": {"id": chat, "type": "private", "first_name": "Ana"},
            "from": person,
            "text": text,
        },
    }


@dataclass
class TelegramServer:
    """What the server was asked, and how it behaves."""

    url: str = ""
    sent: list[tuple[int, str]] = field(default_factory=list)
    calls: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    pending: list[dict[str, Any]] = field(default_factory=list)
    """Updates to be fetched."""
    errors: dict[str, tuple[int, str]] = field(default_factory=dict)
    """What a method is answered with, where it is to fail: code and description."""
    before_answering: Callable[[int, str], Awaitable[None]] | None = None
    """Called with chat and text when a message has arrived and its sender waits to hear so."""
    webhook: dict[str, str] | None = None
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    def count(self, method: str) -> int:
        """Return how often a method was called."""
        return sum(name == method for name, _ in self.calls)

    async def until(self, told: Callable[[], bool], seconds: float = 60.0) -> None:
        """Wait until something has come true. Raises TimeoutError."""
        async with asyncio.timeout(seconds), self.changed:
            await self.changed.wait_for(told)

    async def answer(self, request: Request) -> Response:
        """Answer one call."""
        method = request.path_params["method"]
        try:
            body = await request.body()
        except ClientDisconnect:  # killed before it had said what it wanted
            return Response(status_code=400)
        data = dict(parse_qsl(body.decode("utf-8", "replace")))
        async with self.changed:
            self.calls.append((method, data))
            self.changed.notify_all()
        if method in self.errors:
            code, description = self.errors[method]
            said = {"ok": False, "error_code": code, "description": description}
            return JSONResponse(said, code)
        return JSONResponse({"ok": True, "result": await self._result(method, data)})

    async def _result(self, method: str, data: dict[str, str]) -> Any:
        if method == "getMe":
            return ME
        if method == "getMyCommands":
            return []
        if method == "getMyDescription":
            return {"description": ""}
        if method == "getMyShortDescription":
            return {"short_description": ""}
        if method == "setWebhook":
            self.webhook = data
        if method == "getUpdates":
            return await self._updates(int(data.get("offset", 0)))
        if method == "sendMessage":
            return await self._send(int(data["chat_id"]), data["text"])
        return True

    async def _send(self, chat: int, text: str) -> dict[str, Any]:
        async with self.changed:
            self.sent.append((chat, text))
            self.changed.notify_all()
        if self.before_answering:
            await self.before_answering(chat, text)
        where = {"id": chat, "type": "private", "first_name": "Ana"}
        number = 1_000_000 + len(self.sent)
        return {"message_id": number, "date": _DATE, "chat": where, "from": ME, "text": text}

    async def _updates(self, offset: int) -> list[dict[str, Any]]:
        self.pending = [update for update in self.pending if update["update_id"] >= offset]
        if not self.pending:
            with contextlib.suppress(TimeoutError):
                await self.until(lambda: bool(self.pending), 0.2)
        return self.pending

    async def put(self, update: dict[str, Any]) -> None:
        """Let an update be fetched."""
        async with self.changed:
            self.pending.append(update)
            self.changed.notify_all()


@contextlib.asynccontextmanager
async def telegram_server(port: int = 0) -> AsyncIterator[TelegramServer]:
    """Run the server on a free port, or on the one given."""
    telegram = TelegramServer()
    routes = [
        Route(path + "/bot{token}/{method}", telegram.answer, methods=["GET", "POST"])
        for path in ("", "/{whose}")  # a process can be known by the address that it calls
    ]
    with listening("127.0.0.1", port) as listener:
        telegram.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        async with serving(Starlette(routes=routes), listener):
            yield telegram
