"""How log lines are written, and that no secret is ever among them.

Every line is redacted after it has been put together, tracebacks included, so a secret that a
library puts into an error's message does not get out either.
"""

import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterable
from datetime import UTC, datetime
from types import TracebackType
from typing import Literal, TextIO

__all__ = ["Redactor", "configure"]

_TOKEN = re.compile(r"(?<!\d)\d{5,20}:[A-Za-z0-9_-]{20,}")
_PASSWORD = re.compile(r"(?<=://)([^\s:/@]+):[^\s@/]+@")
REDACTED = "[redacted]"


class Redactor:
    """Takes secrets out of texts: those it is told, and whatever looks like a token or a password."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = sorted({secret for secret in secrets if len(secret) >= 4}, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, known))) if known else None

    def __call__(self, text: str) -> str:
        """Return `text` without secrets."""
        if self._known:
            text = self._known.sub(REDACTED, text)
        text = _TOKEN.sub(REDACTED, text)
        return _PASSWORD.sub(rf"\1:{REDACTED}@", text)


class _TextLines(logging.Formatter):
    def __init__(self, redact: Redactor) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        return self._redact(super().format(record))


class _JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message, and the traceback where there is one."""

    def __init__(self, redact: Redactor) -> None:
        super().__init__()
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": self._redact(record.getMessage()),
        }
        if record.exc_info:
            line["traceback"] = self._redact(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def configure(
    form: Literal["text", "json"], secrets: Iterable[str] = (), out: TextIO | None = None
) -> Redactor:
    """Write all log lines in this form to `out` (else to standard error), and what ends the process too."""
    redact = Redactor(secrets)
    handler = logging.StreamHandler(out or sys.stderr)
    handler.setFormatter(_JsonLines(redact) if form == "json" else _TextLines(redact))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    # at INFO it logs every address it calls, and the token is part of those
    for name in ("httpx", "httpcore", "watchfiles", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)

    def fatal(
        kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        lines = traceback.format_exception(kind, error, trace)
        print(redact("".join(lines)), file=out or sys.stderr, end="")

    def in_thread(args: threading.ExceptHookArgs) -> None:
        fatal(args.exc_type, args.exc_value, args.exc_traceback)

    sys.excepthook = fatal
    threading.excepthook = in_thread
    return redact
