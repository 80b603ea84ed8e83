"""The stage on which handlers are tested: the whole application against the in-process Bot API.

    async def test_…(stage: Stage) -> None:
        ana = stage.person("Ana", "es")
        (answer,) = await ana.asks("¿Qué es la CELAC?")
        assert "2010" in answer.text
        await ana.presses(answer, "Chile")

An exception in a handler, or a call that the double does not model, fails the test when the stage
is left; a test that means to see one takes it out of `stage.failures`.
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from telegram import Update
from telegram.ext import Application, ApplicationBuilder

from bot.application import build
from bot.localapi import Actor, LocalBotApi, LocalChat, LocalMessage, LocalPerson, LocalRequest
from bot.localapi.parameters import Json
from bot.services import Services

__all__ = ["Player", "Stage", "open_stage"]

AnyApplication: TypeAlias = "Application[Any, Any, Any, Any, Any, Any]"
SETTLE_SECONDS = 20
"""So long may what an update set going take before the test fails."""


class _Observed(Application[Any, Any, Any, Any, Any, Any]):
    """An application that keeps every exception of its handlers."""

    __slots__ = ("failures",)

    def __init__(self, failures: list[Exception], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.failures = failures

    async def process_error(self, update: object, error: Exception, *args: Any, **kw: Any) -> bool:
        self.failures.append(error)
        return await super().process_error(update, error, *args, **kw)


@dataclass(frozen=True, slots=True)
class Player(Actor):
    """An actor who also listens."""

    async def asks(
        self,
        text: str,
        chat: LocalChat | None = None,
        *,
        reply_to: LocalMessage | None = None,
        thread: int | None = None,
        anonymous: bool = False,
    ) -> list[LocalMessage]:
        """Say a text and return what the bot said in that chat upon it."""
        said = await self.says(text, chat, reply_to=reply_to, thread=thread, anonymous=anonymous)
        return self.heard_since(said)

    def heard_since(self, message: LocalMessage) -> list[LocalMessage]:
        """Return the bot's messages after `message` in its chat that are still there."""
        after = message.chat.messages[message.chat.messages.index(message) + 1 :]
        return [m for m in after if not m.deleted and m.sender in (0, self.api.me.id)]


@dataclass(slots=True)
class Stage:
    """The application and the world around it."""

    api: LocalBotApi
    application: AnyApplication
    services: Services
    failures: list[Exception]

    def person(
        self,
        name: str = "Ana",
        language: str | None = "en",
        *,
        id: int | None = None,  # noqa: A002
        username: str | None = None,
        started: bool = True,
    ) -> Player:
        """Bring a person on stage; `started`: the bot may write to them."""
        person = self.api.world.add_person(
            name, language, id=id, username=username, started=started
        )
        return Player(self.api, person)

    def group(self, *members: Player, topics: tuple[str, ...] = (), **more: Any) -> LocalChat:
        """Open a supergroup, created by the first member; `topics` make it a forum."""
        people: list[LocalPerson] = [member.person for member in members]
        return self.api.world.add_chat("supergroup", "Regions", *people, topics=topics, **more)

    async def deliver(self, update: Json) -> None:
        """Hand an update to the application and wait for everything that it sets going."""
        before = asyncio.all_tasks()
        parsed = Update.de_json(json.loads(json.dumps(update)), self.application.bot)
        await self.application.process_update(parsed)
        started = asyncio.all_tasks() - before
        if started:
            _, pending = await asyncio.wait(started, timeout=SETTLE_SECONDS)
            assert not pending, f"still running after the update: {pending}"

    def check(self) -> None:
        """Fail where a handler or the double complained."""
        problems = [*self.failures, *self.api.complaints]
        if problems:
            raise AssertionError(f"handlers failed: {problems!r}") from problems[0]


@contextlib.asynccontextmanager
async def open_stage(services: Services, api: LocalBotApi | None = None) -> AsyncIterator[Stage]:
    """Start the application as the command line does, without polling; stop it at the end, and check."""
    api = api or LocalBotApi()
    failures: list[Exception] = []
    builder = (
        ApplicationBuilder()
        .token(api.token)
        .application_class(_Observed, {"failures": failures})
        .request(LocalRequest(api))
        .get_updates_request(LocalRequest(api))
    )
    application = build(builder, services)
    stage = Stage(api, application, services, failures)
    await application.initialize()
    try:
        if application.post_init:
            await application.post_init(application)
        await application.start()
        api.updates.deliver = stage.deliver
        yield stage
        await application.stop()
        if application.post_stop:
            await application.post_stop(application)
    finally:
        if application.running:
            await application.stop()
        await application.shutdown()
        if application.post_shutdown:
            await application.post_shutdown(application)
    stage.check()
