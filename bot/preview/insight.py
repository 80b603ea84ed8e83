"""The curator's view of an answer: which entry, how sure, what else it could have been, what was recognised."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from knowledge.assistant import Assistant
from knowledge.conversation import Context
from knowledge.reply import Reply

__all__ = ["WatchedAssistant"]

RUNNERS_UP = 5


class WatchedAssistant(Assistant):
    """An assistant that tells `tell` how it came to each reply; otherwise it is the one it was made from."""

    def __init__(self, inner: Assistant, tell: Callable[[dict[str, Any]], None]) -> None:
        vars(self).update(vars(inner))  # the same parts: nothing is learnt or loaded again
        self._tell = tell

    def turn(
        self, question: str, lang: str | None, context: Context | None, top: int = 0
    ) -> tuple[Reply, Context | None]:
        """Answer as ever, and tell how."""
        begun = time.perf_counter()
        reply, after = super().turn(question, lang, context, max(top, RUNNERS_UP))
        seconds = time.perf_counter() - begun
        told = after is not context and after is not None
        mentions = after.reading.mentions if told and after else ()
        self._tell(
            {
                "question": question,
                "kind": reply.kind,
                "entry": reply.link,
                "confidence": round(reply.confidence, 4),
                "reason": reply.reason,
                "language": reply.lang,
                "setting": lang,
                "milliseconds": round(seconds * 1000, 2),
                "candidates": [
                    {"entry": c.link, "confidence": round(c.confidence, 4)}
                    for c in reply.candidates[:RUNNERS_UP]
                ],
                "mentions": [{"id": str(m.id), "kind": str(m.kind)} for m in mentions],
                "leaning": context is not None,
            }
        )
        return replace(reply, candidates=reply.candidates[:top]), after
