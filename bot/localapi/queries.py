"""Queries that wait for their answer: pressed buttons, inline queries, guest messages."""

from dataclasses import dataclass, field

from bot.localapi.errors import bad_request
from bot.localapi.parameters import Json

__all__ = ["CALLBACK_SECONDS", "INLINE_SECONDS", "Pending", "Queries"]

CALLBACK_SECONDS = 150
INLINE_SECONDS = 30
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass(slots=True)
class Pending:
    """One query; `answer` holds what the bot answered. `expires` is in Unix seconds."""

    id: str
    person_id: int
    chat_id: int
    expires: float
    thread: int | None = None
    answer: Json | None = None


@dataclass(slots=True)
class Queries:
    """All queries of a bot, by kind and id."""

    callback: dict[str, Pending] = field(default_factory=dict)
    inline: dict[str, Pending] = field(default_factory=dict)
    guest: dict[str, Pending] = field(default_factory=dict)

    @staticmethod
    def answer(queries: dict[str, Pending], id: str, answer: Json, now: float) -> Pending:  # noqa: A002
        """Take the one answer of a query. Raises ApiError (400) where late, unknown or answered."""
        pending = queries.get(id)
        if pending is None or pending.answer is not None or now > pending.expires:
            raise bad_request(TOO_OLD)
        pending.answer = answer
        return pending
