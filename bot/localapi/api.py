"""The double itself: takes calls as Telegram's server does, and keeps a record of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from telegram import Bot

from bot.localapi.errors import ApiError, NotModelled, bad_request
from bot.localapi.limits import RateLimits
from bot.localapi.methods import METHODS, NEEDS_CHAT
from bot.localapi.parameters import Json, Parameters
from bot.localapi.state import LocalState

__all__ = ["Call", "LocalBotApi", "LostAnswer"]


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the bot; `error` is what it got in place of a result, None where it succeeded."""

    method: str
    parameters: Parameters
    error: Exception | None = None

    def __getitem__(self, name: str) -> Any:
        """Return a parameter, parsed; None where the call does not bring it."""
        return self.parameters.get(name)


class LostAnswer(Exception):
    """Wraps the error to raise *after* a call took effect: Telegram did it, the answer was lost."""

    def __init__(self, error: Exception) -> None:
        self.error = error
        super().__init__(str(error))


@dataclass(slots=True)
class _Failure:
    method: str
    error: Exception
    chat_id: int | None
    times: int


@dataclass(slots=True)
class LocalBotApi(LocalState):
    """An in-process Bot API for one bot.

    It validates like Telegram and answers in Telegram's words. A method that Telegram knows and the
    double does not raises NotModelled and is kept in `complaints`, so that no handler can hide it.
    """

    limits: RateLimits | None = None
    calls: list[Call] = field(default_factory=list)
    complaints: list[Exception] = field(default_factory=list)
    interceptor: Callable[[str, Parameters], Exception | None] | None = None
    """Asked before each call; an error that it returns takes the place of the result."""
    _failures: list[_Failure] = field(default_factory=list)

    def fail_next(
        self, method: str, error: Exception, *, chat_id: int | None = None, times: int = 1
    ) -> None:
        """Let the next `times` calls of `method` ("*" for any; to this chat only) end in `error`.

        An ApiError is answered as Telegram would, any other error is raised as the network would,
        a LostAnswer lets the call take effect first.
        """
        self._failures.append(_Failure(method, error, chat_id, times))

    def called(self, method: str) -> list[Call]:
        """Return the calls of `method` that succeeded, oldest first."""
        return [c for c in self.calls if c.method == method and c.error is None]

    async def call(self, method: str, parameters: Parameters) -> Any:
        """Do what `method` does and return its result. Raises ApiError, NotModelled or a scripted error."""
        try:
            result = await self._done(method, parameters)
        except Exception as error:
            self.calls.append(Call(method, parameters, error))
            if isinstance(error, NotModelled) or not isinstance(error, ApiError):
                self._complain(error)
            raise
        self.calls.append(Call(method, parameters))
        return result

    def _complain(self, error: Exception) -> None:
        """Keep what is wrong with the double or the call; scripted network failures are not."""
        scripted = type(error).__module__.startswith(("telegram", "httpx"))
        if not scripted and not isinstance(error, (OSError, TimeoutError)):
            self.complaints.append(error)

    async def _done(self, method: str, parameters: Parameters) -> Any:
        failure = self._scripted(method, parameters)
        if failure is not None and not isinstance(failure, LostAnswer):
            raise failure
        implementation = METHODS.get(method)
        if implementation is None:
            if hasattr(Bot, method):
                raise NotModelled(f"method {method}")
            raise ApiError(404, "Not Found: method not found")
        if self.limits and method in NEEDS_CHAT:
            chat = self.world.find(parameters.get("chat_id"))
            self.limits.pass_through(chat.id, is_group=chat.type != "private")
        result = await implementation(self, parameters)
        if isinstance(failure, LostAnswer):
            raise failure.error
        return result

    def _scripted(self, method: str, parameters: Parameters) -> Exception | None:
        for failure in self._failures:
            chats = (None, parameters.get("chat_id"))
            if failure.method in ("*", method) and failure.chat_id in chats:
                failure.times -= 1
                if not failure.times:
                    self._failures.remove(failure)
                return failure.error
        return self.interceptor(method, parameters) if self.interceptor else None

    def file(self, path: str) -> bytes:
        """Return the content behind a file's `file_path`. Raises ApiError (400)."""
        for stored in self.world.files.values():
            if stored.as_json()["file_path"] == path:
                return stored.upload.content
        raise bad_request("wrong file_id or the file is temporarily unavailable")

    def snapshot(self) -> Json:
        """Return the bot's own settings as people see them: commands and descriptions."""
        return self.profile.as_json()
