"""Who may use the page: by default this machine alone, elsewhere those who have the key."""

import ipaddress
import secrets
from hmac import compare_digest

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["COOKIE", "Guard", "is_loopback", "new_key"]

COOKIE = "preview_key"
OPEN_PATHS = frozenset({"/key", "/page/key.html", "/page/style.css"})
SECURITY = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
        "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


def is_loopback(host: str) -> bool:
    """Say whether only this machine reaches `host`."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def new_key() -> str:
    """Return a key that nobody guesses."""
    return secrets.token_urlsafe(12)


class Guard:
    """Refuses strangers, other sites' requests and names that only pretend to be this machine."""

    def __init__(self, app: ASGIApp, key: str | None) -> None:
        self._app = app
        self._key = key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = self._refusal(Request(scope))
        await (refusal or self._app)(scope, receive, guarded)

    def _refusal(self, request: Request) -> Response | None:
        headers: Headers = request.headers
        host = headers.get("host", "")
        if self._key is None and not is_loopback(host.rsplit(":", 1)[0]):
            # a page elsewhere whose name was pointed at this machine
            return PlainTextResponse("Open the preview by its own address.", 421)
        origin = headers.get("origin")
        if request.method != "GET" and origin and origin.split("//")[-1] != host:
            return PlainTextResponse("Not from this page.", 403)
        if self._key is None or request.url.path in OPEN_PATHS:
            return None
        if compare_digest(request.cookies.get(COOKIE, "").encode(), self._key.encode()):
            return None
        if request.url.path == "/":
            return Response(status_code=303, headers={"location": "/page/key.html"})
        return PlainTextResponse("The key is missing.", 403)
