"""Everything that can go wrong in the double, by what the caller can do about it.

LocalApiError
├── ApiError        Telegram's own refusal: goes to the bot as an HTTP answer
└── NotModelled     Telegram has this method, the double does not: the test must fail, extend the double
"""

from typing import Any

__all__ = ["ApiError", "LocalApiError", "NotModelled", "bad_request", "forbidden", "too_many"]


class LocalApiError(Exception):
    """Base of all errors raised by the double."""


class ApiError(LocalApiError):
    """A refusal in Telegram's words; `code` is the HTTP status, `parameters` its ResponseParameters."""

    def __init__(
        self, code: int, description: str, parameters: dict[str, Any] | None = None
    ) -> None:
        self.code = code
        self.description = description
        self.parameters = dict(parameters or {})
        super().__init__(f"{code} {description}")

    def as_json(self) -> dict[str, Any]:
        """Return the body of the HTTP answer."""
        body: dict[str, Any] = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        return body | ({"parameters": self.parameters} if self.parameters else {})


class NotModelled(LocalApiError):
    """The bot called something of the Bot API that the double does not imitate."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} is not modelled in bot/localapi: add it there")


def bad_request(why: str) -> ApiError:
    """Return Telegram's 400 with `why` after "Bad Request: "."""
    return ApiError(400, f"Bad Request: {why}")


def forbidden(why: str) -> ApiError:
    """Return Telegram's 403 with `why` after "Forbidden: "."""
    return ApiError(403, f"Forbidden: {why}")


def too_many(retry_after: int) -> ApiError:
    """Return Telegram's 429; `retry_after` is in seconds."""
    return ApiError(
        429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after}
    )
