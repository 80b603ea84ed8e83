"""The webhook: who may bring what, and that each update is handled once before it is acknowledged."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import pytest_asyncio

from bot.clock import Clock
from bot.fetching import brought
from bot.metrics import Metrics
from bot.services import Services
from bot.web.app import web_application
from bot.web.intake import Intake
from bot.web.readiness import Readiness
from bot.web.webhook import MAX_BODY, SECRET_HEADER, Webhook, derived_secret, path_of
from tests.handlers.harness import Stage, open_stage

SECRET = "open-sesame"


@dataclass
class Front:
    """The HTTP side over a stage."""

    client: httpx.AsyncClient
    stage: Stage
    intake: Intake

    async def bring(self, update: Any, secret: str = SECRET) -> httpx.Response:
        """Bring an update as Telegram does."""
        body = update if isinstance(update, bytes) else json.dumps(update).encode()
        headers = {SECRET_HEADER: secret, "Content-Type": "application/json"}
        return await self.client.post("/hook", content=body, headers=headers)


@pytest_asyncio.fixture
async def front(small_services: Services) -> AsyncIterator[Front]:
    """The webhook, open, over the whole application on the in-process Bot API."""
    metrics = small_services.metrics
    intake = Intake(metrics)
    async with AsyncExitStack() as stack:
        stage = await stack.enter_async_context(open_stage(small_services))
        intake.open(stage.application, small_services.state.updates_seen)

        async def refresh() -> None:
            metrics.deliveries({"sent": 3}, 1)

        app = web_application(
            Readiness(Clock()), metrics, refresh, ("/hook", Webhook(SECRET, intake, metrics))
        )
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://bot.example.org"
        )
        yield Front(await stack.enter_async_context(client), stage, intake)


def _asked(stage: Stage, number: int, text: str = "What is X?") -> dict[str, Any]:
    ana = stage.person(id=5)
    chat = {"id": 5, "type": "private", "first_name": "Ana"}
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": 1_795_000_000,
            "chat": chat,
            "from": ana.person.as_json(),
            "text": text,
        },
    }


def _answers(stage: Stage) -> int:
    return sum(call.method == "sendMessage" for call in stage.api.calls)


async def test_an_update_is_answered_once_however_often_it_comes(front: Front) -> None:
    update = _asked(front.stage, 7)
    for _ in range(3):
        assert (await front.bring(update)).status_code == 200
    assert _answers(front.stage) == 1


async def test_of_two_at_the_same_time_one_is_told_to_come_again(front: Front) -> None:
    update = _asked(front.stage, 7)
    replies = await asyncio.gather(front.bring(update), front.bring(update))
    assert sorted(reply.status_code for reply in replies) == [200, 503]
    assert next(r for r in replies if r.status_code == 503).headers["Retry-After"]
    assert (await front.bring(update)).status_code == 200
    assert _answers(front.stage) == 1


@pytest.mark.parametrize("secret", ["", "wrong", "open-sesamE", "ö"])
async def test_without_the_secret_nothing_is_read(front: Front, secret: str) -> None:
    headers = {SECRET_HEADER.encode(): secret.encode()}
    body = json.dumps(_asked(front.stage, 7))
    reply = await front.client.post("/hook", content=body, headers=headers)
    assert reply.status_code == 403
    assert _answers(front.stage) == 0


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"[]", 400),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b'{"update_id": "7"}', 400),
        (b'{"update_id": true}', 400),
        (b'{"update_id": -1}', 400),
        (b'{"update_id": 1e300}', 400),
        (b"[" * 100_000, 400),
        (b" " * (MAX_BODY + 1), 413),
        (b'{"update_id": 7}', 200),
        (b'{"update_id": 8, "message": "what?"}', 200),
        (b'{"update_id": 9, "a_kind_of_tomorrow": {"a": 1}}', 200),
    ],
)
async def test_any_body_gets_an_honest_status(front: Front, body: bytes, status: int) -> None:
    assert (await front.bring(body)).status_code == status
    assert _answers(front.stage) == 0


async def test_only_post_is_taken_on_the_path(front: Front) -> None:
    assert (await front.client.get("/hook")).status_code == 405
    assert (await front.client.post("/", content=b"{}")).status_code == 404


async def test_while_closed_telegram_is_to_come_again(front: Front) -> None:
    front.intake.close()
    assert (await front.bring(_asked(front.stage, 7))).status_code == 503
    assert _answers(front.stage) == 0


async def test_health_readiness_and_metrics(front: Front) -> None:
    assert (await front.client.get("/healthz")).status_code == 200
    starting = await front.client.get("/readyz")
    assert starting.status_code == 503
    assert starting.json()["stage"] == "starting"
    await front.bring(_asked(front.stage, 7))
    await front.bring(_asked(front.stage, 8, "how tall is the Eiffel Tower in Paris"))
    text = (await front.client.get("/metrics")).text
    assert 'eu_celac_questions_total{language="en",outcome="answer"} 1.0' in text
    assert 'eu_celac_questions_total{language="en",outcome="none"} 1.0' in text
    assert 'eu_celac_webhook_updates_total{result="handled"} 2.0' in text
    assert 'eu_celac_deliveries{result="sent"} 3.0' in text
    assert "eu_celac_delivery_backlog 1.0" in text
    assert "how tall is the Eiffel Tower in Paris" not in text
    assert "Ana" not in text


async def test_readiness_names_what_is_missing() -> None:
    readiness = Readiness(Clock())

    async def here() -> None:
        """Answer."""

    async def away() -> None:
        raise TimeoutError

    readiness.running(here, here, lambda: 0)
    assert (await readiness.report())["ready"]
    readiness.running(away, here, lambda: 10_000)
    report = await readiness.report()
    assert not report["ready"]
    assert report["checks"] == {
        "knowledge": True,
        "database": False,
        "telegram": True,
        "backlog": False,
    }
    readiness.running(here, here, lambda: 0)
    readiness.draining()
    assert not (await readiness.report())["ready"]


async def test_the_webhook_is_set_with_secret_and_kinds_of_updates(front: Front) -> None:
    calls: list[tuple[str, dict[str, Any]]] = []

    class Bot:
        async def set_webhook(self, url: str, **more: Any) -> bool:
            calls.append((url, more))
            return True

    class Application:
        bot = Bot()

    intake = Intake(Metrics())
    url = "https://bot.example.org/hook"
    state = front.stage.services.state
    async with brought(Application(), state, intake, url, SECRET, Clock()):  # type: ignore[arg-type]
        pass
    ((called, more),) = calls
    assert called == url
    assert more["secret_token"] == SECRET
    assert "callback_query" in more["allowed_updates"]


def test_the_secret_follows_from_the_token_and_does_not_show_it() -> None:
    token = "4242424242:AAtests-only"
    assert derived_secret(token) == derived_secret(token) != derived_secret(token + "1")
    assert token not in derived_secret(token)
    assert derived_secret(token).isalnum()


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://bot.example.org", "/"),
        ("https://bot.example.org/hook", "/hook"),
        ("https://bot.example.org:8443/a/b", "/a/b"),
    ],
)
def test_the_path_is_that_of_the_address(url: str, path: str) -> None:
    assert path_of(url) == path
