"""The stage behind the page: the real application on the in-process Bot API, and what pages see of it."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from telegram.ext import ApplicationBuilder

from bot.application import ALLOWED_UPDATES, build
from bot.delivery import newsroom
from bot.delivery.pace import Pace
from bot.localapi import Event, LocalBotApi, LocalChat, LocalMessage, LocalRequest
from bot.preview.cast import ADMIN, new_api
from bot.preview.insight import WatchedAssistant
from bot.preview.stream import Stream
from bot.reload import Reload
from bot.services import Knowledge, Services
from bot.state import State
from knowledge.assistant import Assistant

__all__ = ["Stage", "open_stage"]

_log = logging.getLogger(__name__)
INSIGHTS_KEPT = 20


@dataclass(slots=True)
class Stage:
    """What one preview consists of."""

    api: LocalBotApi
    services: Services
    stream: Stream
    reload: Reload
    insights: list[dict[str, Any]] = field(default_factory=list)

    def snapshot(self) -> dict[str, Any]:
        """Return everything that a page shows when it is opened."""
        world = self.api.world
        return {
            "after": self.stream.number,
            "bot": self.api.me.as_json(),
            "people": [person.as_json() for person in world.people.values()],
            "chats": [self.chat(chat) for chat in world.chats.values()],
            "knowledge": self.reload.as_json(),
            "insights": self.insights,
        }

    def chat(self, chat: LocalChat) -> dict[str, Any]:
        """Return a chat with its messages."""
        bot = chat.members.get(self.api.me.id, "left")
        if chat.person:
            bot = "kicked" if chat.person.blocked else "member"
        return chat.as_json() | {
            "topics": [{"id": number, "name": name} for number, name in chat.topics.items()],
            "members": [number for number in chat.members if number != self.api.me.id],
            "bot": bot,
            "messages": [message.data for message in chat.visible],
        }

    def profile(self, chat_id: int, person_id: int) -> dict[str, Any]:
        """Return what the bot tells about itself to a person in a chat. Raises LookupError."""
        chat, person = self.api.world.chats[chat_id], self.api.world.people[person_id]
        language = (person.language_code or "")[:2]
        own = self.api.profile
        return {
            "commands": own.shown_commands(chat.type, chat.id, person.id, language),
            "description": own.text("description", language),
            "about": own.text("short_description", language),
        }

    async def publish(self, update: str) -> dict[str, Any]:
        """Send an update to its subscribers; say to how many chats, or that it was sent before.

        Raises LookupError where there is none of this id, and StateUnavailable.
        """
        library, state = self.services.knowledge.assistant.library, self.services.state
        chats = sum((await newsroom.recipients(state, library, update)).values())
        return {"sent": await newsroom.send(state, library, update), "chats": chats}

    def happened(self, event: Event) -> None:
        """Pass an event of the double on to the pages."""
        chat = self.api.world.chats.get(event.chat_id)
        if event.kind == "member" and chat:
            details = self.chat(chat)
            self.stream.send("member", {"chat": event.chat_id, "bot": details["bot"]})
        else:
            self.stream.send(event.kind, {"chat": event.chat_id, "data": event.data})

    def understood(self, insight: dict[str, Any]) -> None:
        """Keep how a reply came about and show it in the curator's panel."""
        self.insights = [*self.insights[1 - INSIGHTS_KEPT :], insight]
        self.stream.send("insight", insight)

    def message(self, chat_id: int, number: int) -> LocalMessage | None:
        """Return a message, None where it is gone."""
        return self.api.world.chats[chat_id].message(number)


@contextlib.asynccontextmanager
async def open_stage(assistant: Assistant, folder: Path, database_url: str) -> AsyncIterator[Stage]:
    """Start the application and the watch over the content in `folder`; stop both at the end."""
    api, stream = new_api(), Stream()
    knowledge = Knowledge(assistant)
    services = Services(knowledge, State(database_url), frozenset({ADMIN}))
    stage: Stage

    def watched(fresh: Assistant) -> Assistant:
        return WatchedAssistant(fresh, lambda insight: stage.understood(insight))

    reload = Reload(folder, knowledge, lambda now: stream.send("knowledge", now), watched)
    stage = Stage(api, services, stream, reload)
    knowledge.swap(watched(assistant))
    api.world.events.watch(stage.happened)
    requests = (LocalRequest(api), LocalRequest(api))
    builder = ApplicationBuilder().token(api.token).request(requests[0])
    application = build(
        builder.get_updates_request(requests[1]), services, pace=Pace(services.clock)
    )
    stop = asyncio.Event()
    async with contextlib.AsyncExitStack() as stack:
        await application.initialize()
        stack.push_async_callback(_call, application, application.post_shutdown)
        stack.push_async_callback(application.shutdown)
        await _call(application, application.post_init)
        await application.start()
        stack.push_async_callback(_call, application, application.post_stop)
        stack.push_async_callback(application.stop)
        if application.updater:
            await application.updater.start_polling(allowed_updates=ALLOWED_UPDATES)
            stack.push_async_callback(application.updater.stop)
        watch = asyncio.create_task(reload.watch(stop))
        try:
            yield stage
        finally:
            stop.set()
            stream.close()
            await asyncio.wait([watch], timeout=5)
            watch.cancel()


async def _call(application: Any, hook: Any) -> None:
    if hook:
        await hook(application)
