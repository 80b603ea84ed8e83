"""The running bot, from the first second to the last.

    listen (health, metrics, webhook) -> learn or load the knowledge -> reach Telegram -> run
    SIGTERM: take nothing new -> finish what is in hand -> stop

It waits for a Telegram or a database that is late. SIGHUP reloads the knowledge.
"""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application

from bot.application import build
from bot.clock import Clock
from bot.delivery.pace import Pace
from bot.fetching import brought, fetched
from bot.logs import configure
from bot.metrics import Metrics
from bot.patience import patiently
from bot.reload import Reload, learn
from bot.services import Knowledge, Services
from bot.settings import MissingToken, Settings
from bot.state import State
from bot.telegram_client import telegram_builder
from bot.web.app import web_application
from bot.web.intake import Intake
from bot.web.readiness import Readiness
from bot.web.server import listening, serving
from bot.web.webhook import Webhook, derived_secret, path_of
from knowledge.assistant import Assistant
from knowledge.store import open_assistant

__all__ = ["RefusedToken", "run"]

_log = logging.getLogger(__name__)
AnyApplication = Application[Any, Any, Any, Any, Any, Any]

ENDING = (signal.SIGINT, signal.SIGTERM)


class RefusedToken(Exception):
    """Telegram does not know the token."""

    def __init__(self) -> None:
        super().__init__(
            "Telegram refuses the token. Compare TELEGRAM_BOT_TOKEN with what @BotFather shows."
        )


def run(settings: Settings, folder: Path) -> None:
    """Serve Telegram until SIGINT or SIGTERM. Raises MissingToken, RefusedToken, PortTaken, ContentError."""
    if settings.telegram_bot_token is None:
        raise MissingToken
    configure(settings.log_format, settings.secrets())
    with listening(settings.listen_host, settings.listen_port) as listener:
        asyncio.run(_Running(settings, folder).serve(listener))


class _Running:
    """One run of the bot."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self._settings = settings
        self._folder = folder
        self._clock = Clock()
        self._metrics = Metrics()
        self._readiness = Readiness(self._clock)
        self._intake = Intake(self._metrics)
        self._state = State(settings.database_url, self._clock)
        self._stop = asyncio.Event()
        token = settings.telegram_bot_token
        own = settings.webhook_secret
        self._secret = (
            own.get_secret_value()
            if own
            else derived_secret(token.get_secret_value() if token else "")
        )

    async def serve(self, listener: Any) -> None:
        """Serve until told to stop."""
        loop = asyncio.get_running_loop()
        for number in ENDING:
            loop.add_signal_handler(number, self._stop.set)
        # until there is knowledge to reload; without a handler it would end the process
        loop.add_signal_handler(signal.SIGHUP, lambda: None)
        url = self._settings.webhook_url
        webhook = (
            (path_of(url), Webhook(self._secret, self._intake, self._metrics)) if url else None
        )
        application = web_application(
            self._readiness, self._metrics, self._refresh_metrics, webhook
        )
        host, port = listener.getsockname()[:2]
        living = asyncio.create_task(self._live(), name="bot")
        try:
            async with serving(application, listener):
                _log.info("Health and metrics: http://%s:%d/readyz, /metrics", host, port)
                await _first(self._stop.wait(), living)
                _log.info("Ending: what is in hand is finished.")
                self._readiness.draining()
        finally:
            living.cancel()
            await asyncio.gather(living, return_exceptions=True)
        if not living.cancelled() and (error := living.exception()):
            raise error

    async def _live(self) -> None:
        """Load the knowledge, reach Telegram, and run until cancelled."""
        knowledge = Knowledge(await _opened(self._folder))
        services = Services(
            knowledge,
            self._state,
            self._settings.admin_user_ids,
            clock=self._clock,
            metrics=self._metrics,
        )
        application = build(
            telegram_builder(self._settings),
            services,
            pace=Pace(self._clock, overall=self._settings.calls_per_second),
            parallel=self._settings.delivery_parallel,
        )
        reload = Reload(self._folder, knowledge, self._told)
        async with (
            _started(application, self._clock),
            self._updates(application),
            _beside(reload.watch(asyncio.Event())),
            _beside(self._state.tallies.keep_writing()),
        ):
            loop = asyncio.get_running_loop()
            loop.add_signal_handler(signal.SIGHUP, lambda: _spawn(reload.anew()))
            self._readiness.running(
                self._state.database.ping, application.bot.get_me, self._backlog(application)
            )
            _log.info("Ready, as @%s.", application.bot.username)
            await asyncio.Event().wait()

    def _updates(self, application: AnyApplication) -> Any:
        url = self._settings.webhook_url
        if url:
            return brought(application, self._state, self._intake, url, self._secret, self._clock)
        return fetched(application, self._metrics, self._clock)

    def _backlog(self, application: AnyApplication) -> Callable[[], int]:
        return lambda: self._intake.in_flight + application.update_queue.qsize()

    def _told(self, now: dict[str, Any]) -> None:
        if now["standing"] in ("current", "broken"):
            self._metrics.reloaded(now["standing"])

    async def _refresh_metrics(self) -> None:
        by_state = await self._state.outbox.by_state()
        waiting = sum(by_state.get(state, 0) for state in ("waiting", "unknown", "claimed"))
        self._metrics.deliveries(by_state, waiting)


class _NotLearnt(Exception):
    """The knowledge has to be learnt first."""


async def _opened(folder: Path) -> Assistant:
    """Return the assistant, learnt in a process of its own if need be, so that the bot can be ended."""

    def not_now() -> None:
        raise _NotLearnt

    try:
        return await asyncio.to_thread(open_assistant, folder, learning=not_now)
    except _NotLearnt:
        _log.info("Learning the knowledge base (once for each version of it; a few minutes) …")
        await learn(folder)
    return await asyncio.to_thread(open_assistant, folder)


@asynccontextmanager
async def _started(application: AnyApplication, clock: Clock) -> AsyncIterator[None]:
    """Start the application, however late Telegram is; stop it at the end, in its order."""
    try:
        await patiently("Start", application.initialize, clock)
    except InvalidToken:
        raise RefusedToken from None
    try:
        await _hook(application, application.post_init)
        await application.start()
        try:
            yield
        finally:
            await application.stop()
            await _hook(application, application.post_stop)
    finally:
        try:
            await application.shutdown()
        except TelegramError as error:
            _log.warning("Telegram was not taken leave of: %s", type(error).__name__)
        await _hook(application, application.post_shutdown)


async def _hook(application: AnyApplication, hook: Any) -> None:
    if hook:
        await hook(application)


@asynccontextmanager
async def _beside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Let something run beside; what goes wrong with it is logged."""
    task = _spawn(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def _spawn(work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
    task = asyncio.create_task(work)
    task.add_done_callback(_complain)
    return task


def _complain(task: "asyncio.Task[None]") -> None:
    if not task.cancelled() and (error := task.exception()):
        _log.error("%s has ended: %s", task.get_name(), type(error).__name__)


async def _first(*awaited: Awaitable[Any]) -> None:
    """Wait for the first of these; the others go on."""
    tasks = [asyncio.ensure_future(one) for one in awaited]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
