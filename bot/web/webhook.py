"""Telegram's webhook: who may bring an update, how large it may be, and what is said to it."""

import hashlib
import hmac
import json
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from bot.metrics import Metrics
from bot.web.intake import Intake

__all__ = ["MAX_BODY", "Webhook", "derived_secret", "path_of"]

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
MAX_BODY = 1024 * 1024
"""Bytes. The largest updates that Telegram sends are some tens of kilobytes."""
AGAIN_SECONDS = "1"
"""When Telegram is to bring an update again that could not be taken on."""
LARGEST_ID = 2**47


class Webhook:
    """The endpoint. Anything but an update with the right secret is refused before it is read."""

    def __init__(self, secret: str, intake: Intake, metrics: Metrics) -> None:
        self._secret = secret.encode()
        self._intake = intake
        self._metrics = metrics

    async def __call__(self, request: Request) -> Response:
        """Answer 200 once the update has been handled, 503 where it is to come again."""
        shown = request.headers.get(SECRET_HEADER, "").encode("utf-8", "replace")
        if not hmac.compare_digest(shown, self._secret):
            return self._refuse(403, "secret")
        try:
            body = await _body(request)
        except ClientDisconnect:
            return self._refuse(400, "disconnected")
        if body is None:
            return self._refuse(413, "size")
        data = _update(body)
        if data is None:
            return self._refuse(400, "format")
        if await self._intake.take(data):
            return Response(status_code=200)
        return PlainTextResponse("Later, please.", 503, {"Retry-After": AGAIN_SECONDS})

    def _refuse(self, status: int, reason: str) -> Response:
        self._metrics.refused(reason)
        return PlainTextResponse("Refused.", status)


def derived_secret(token: str) -> str:
    """Return a secret that follows from the token: the same in all processes, and no way back to it."""
    return hmac.new(token.encode(), b"webhook secret", hashlib.sha256).hexdigest()


def path_of(webhook_url: str) -> str:
    """Return the path on which Telegram's requests arrive."""
    return urlsplit(webhook_url).path or "/"


async def _body(request: Request) -> bytes | None:
    """Return the body, None where it is larger than an update can be."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MAX_BODY:
            return None
    return bytes(body)


def _update(body: bytes) -> dict[str, Any] | None:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return None
    number = data.get("update_id") if isinstance(data, dict) else None
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < LARGEST_ID:
        return None
    return dict(data)
