"""Who may use the page."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import Message

from bot.preview.guard import COOKIE, Guard, is_loopback, new_key

KEY = "k-e_y"


async def page(request: Request) -> PlainTextResponse:
    return PlainTextResponse("in")


async def status(
    key: str | None, path: str = "/", method: str = "GET", **headers: str
) -> tuple[int, dict[str, str]]:
    app = Starlette(
        routes=[Route("/{rest:path}", page, methods=["GET", "POST"])],
        middleware=[Middleware(Guard, key=key)],
    )
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    named = {"host": "127.0.0.1:8474"} | {k.replace("_", "-"): v for k, v in headers.items()}
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(k.encode(), v.encode()) for k, v in named.items()],
        "scheme": "http",
        "server": ("127.0.0.1", 8474),
        "client": ("127.0.0.1", 1),
    }
    await app(scope, receive, send)
    start = sent[0]
    return start["status"], {k.decode(): v.decode() for k, v in start["headers"]}


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]", "127.8.8.8"])
def test_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "example.org"])
def test_not_loopback(host: str) -> None:
    assert not is_loopback(host)


async def test_without_a_key_only_this_machines_own_names_are_served() -> None:
    assert (await status(None))[0] == 200
    assert (await status(None, host="rebound.example.org"))[0] == 421


async def test_another_sites_page_may_not_act() -> None:
    for method, origin, expected in (
        ("POST", "https://example.org", 403),
        ("POST", "http://127.0.0.1:9", 403),
        ("POST", "http://127.0.0.1:8474", 200),
        ("GET", "https://example.org", 200),
    ):
        assert (await status(None, method=method, origin=origin))[0] == expected


async def test_with_a_key_only_its_holders_come_in() -> None:
    code, headers = await status(KEY, host="example.org")
    assert (code, headers["location"]) == (303, "/page/key.html")
    for cookie in ("", "wrong", KEY + "x", "é"):
        assert (await status(KEY, "/api/state", cookie=f"{COOKIE}={cookie}"))[0] == 403
    assert (await status(KEY, "/api/state", cookie=f"{COOKIE}={KEY}"))[0] == 200


async def test_every_answer_forbids_foreign_content() -> None:
    for key in (None, KEY):
        policy = (await status(key, "/api/state"))[1]["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_keys_differ() -> None:
    assert new_key() != new_key()
