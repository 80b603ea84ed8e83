"""A private chat, driven through the whole application behind a request that answers like Telegram."""

import datetime
import json
from typing import Any

from telegram import Update
from telegram.ext import ApplicationBuilder
from telegram.request import BaseRequest, RequestData

from bot.application import build
from bot.services import Services


class Recorder(BaseRequest):
    """Answers every call of the Bot API and keeps what was sent."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, dict[str, Any]]] = []

    @property
    def read_timeout(self) -> float:
        return 1.0

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        name = url.rsplit("/", 1)[1]
        result: object = True
        if name == "getMe":
            result = {"id": 1, "is_bot": True, "first_name": "Bot", "username": "a_bot"}
        else:
            self.sent.append((name, dict(request_data.parameters) if request_data else {}))
            if name == "sendMessage":
                chat = {"id": 5, "type": "private"}
                result = {"message_id": 9, "date": 0, "chat": chat}
        return 200, json.dumps({"ok": True, "result": result}).encode()


async def say(services: Services, *texts: str) -> list[str]:
    request = Recorder()
    builder = ApplicationBuilder().token("1:a").request(request).get_updates_request(Recorder())
    application = build(builder, services)
    failures: list[object] = []

    async def failed(update: object, context: Any) -> None:
        failures.append(context.error)

    application.add_error_handler(failed)
    async with application:
        for number, text in enumerate(texts):
            entities = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
            message = {
                "message_id": number,
                "date": int(datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC).timestamp()),
                "chat": {"id": 5, "type": "private"},
                "from": {"id": 5, "is_bot": False, "first_name": "Ana", "language_code": "es"},
                "text": text,
                "entities": entities if text.startswith("/") else [],
            }
            update = Update.de_json({"update_id": number, "message": message}, application.bot)
            await application.process_update(update)
    assert not failures
    return [parameters["text"] for name, parameters in request.sent if name == "sendMessage"]


async def test_a_question_is_answered_with_its_source_as_a_link(services: Services) -> None:
    (answer,) = await say(services, "when did the Chile dialogue start?")
    assert "2010" in answer
    assert '<a href="https://' in answer


async def test_the_next_question_leans_on_the_one_before(services: Services) -> None:
    answers = await say(services, "when did the Chile dialogue start?", "and Peru?")
    assert "2013" in answers[1]


async def test_start_and_help_greet_in_the_persons_language(services: Services) -> None:
    assert all("UE" in answer for answer in await say(services, "/start", "/help"))


async def test_a_deep_link_gives_its_answer(services: Services) -> None:
    (answer,) = await say(services, "/start dialogue-start--dialogue-chile")
    assert "2010" in answer


async def test_markup_in_a_question_stays_text(services: Services) -> None:
    for answer in await say(services, "<b>hello</b>", "<script>alert(1)</script>"):
        assert "<script" not in answer
        assert "<b>" not in answer
