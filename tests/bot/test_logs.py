"""Log lines: their form, and that no secret is among them."""

import json
import logging
import sys
import threading
from collections.abc import Iterator
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.logs import Redactor, configure

TOKEN = "4242424242:AAtests-only-tests-only-tests-only1"


@pytest.fixture
def _restored() -> Iterator[None]:
    """Give the process its log and its hooks back."""
    root, hook, thread_hook = logging.getLogger(), sys.excepthook, threading.excepthook
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    sys.excepthook, threading.excepthook = hook, thread_hook


@pytest.mark.usefixtures("_restored")
@pytest.mark.parametrize("form", ["text", "json"])
def test_secrets_are_taken_out_of_messages_and_tracebacks(form: str) -> None:
    out = StringIO()
    configure("json" if form == "json" else "text", ["swordfish"], out)
    try:
        raise ValueError(f"https://api.example.org/bot{TOKEN}/getMe said swordfish")
    except ValueError:
        logging.getLogger("a").exception("calling %s", TOKEN)
    text = out.getvalue()
    assert "ValueError" in text
    assert "getMe" in text
    assert "swordfish" not in text
    assert TOKEN not in text
    if form == "json":
        line = json.loads(text)
        assert line["level"] == "ERROR"
        assert line["logger"] == "a"
        assert "Traceback" in line["traceback"]


@pytest.mark.usefixtures("_restored")
def test_what_ends_the_process_or_a_thread_is_redacted_too() -> None:
    out = StringIO()
    configure("text", ["swordfish"], out)
    error = RuntimeError(f"swordfish and {TOKEN}")
    sys.excepthook(RuntimeError, error, None)
    threading.excepthook(threading.ExceptHookArgs((RuntimeError, error, None, None)))
    assert out.getvalue().count("RuntimeError") == 2
    assert "swordfish" not in out.getvalue()
    assert TOKEN not in out.getvalue()


def test_a_password_in_an_address_is_taken_out_though_nobody_named_it() -> None:
    redact = Redactor()
    assert redact("postgresql://bot:hunter2@db/bot") == "postgresql://bot:[redacted]@db/bot"
    assert redact("at 12:30:05 in 4 s") == "at 12:30:05 in 4 s"


@given(st.text(), st.text(min_size=4), st.text())
def test_a_known_secret_never_survives(before: str, secret: str, after: str) -> None:
    shown = Redactor([secret])(before + secret + after)
    assert secret not in shown.replace("[redacted]", "\0")
