"""Answering in the terminal: one question, or JSON lines in and out."""

import json
from collections.abc import Iterable
from typing import Any, BinaryIO

import typer

from knowledge.assistant import Assistant
from knowledge.reply import Reply

__all__ = ["answer_line", "answer_lines", "print_reply"]


def print_reply(reply: Reply, *, as_json: bool) -> None:
    """Print a reply with its sources, or as one JSON object."""
    if as_json:
        typer.echo(_dumped(reply.as_json()))
        return
    typer.echo(reply.text)
    for source in reply.sources:
        typer.echo(f"  ↳ {source.title} — {source.url or source.publisher or source.id}")


def answer_lines(
    assistant: Assistant,
    lines: Iterable[bytes],
    out: BinaryIO,
    *,
    lang: str | None = None,
    top: int = 0,
) -> None:
    """Answer each line of `lines` with a line of `out`, in order, whatever a line holds."""
    for line in lines:
        out.write(_dumped(answer_line(assistant, line, lang, top)).encode() + b"\n")
        out.flush()


def answer_line(
    assistant: Assistant, line: bytes, lang: str | None = None, top: int = 0
) -> dict[str, Any]:
    """Return the reply to one line: `{"question": …, "lang": …, "history": […]}`; a bad line is an honest no."""
    try:
        asked = json.loads(line.decode("utf-8", errors="replace"))
    except (ValueError, RecursionError):
        return _refused("the line is not JSON")
    if not isinstance(asked, dict) or not isinstance(asked.get("question"), str):
        return _refused('the line is no object with a text "question"')
    history = asked.get("history") or ()
    if not isinstance(history, list):
        history = ()
    earlier = [question for question in history if isinstance(question, str)]
    own = asked.get("lang")
    setting = own if isinstance(own, str) else lang
    return assistant.ask(asked["question"], setting, earlier, top).as_json()


def _refused(reason: str) -> dict[str, Any]:
    return Reply("none", None, "", "en", 0.0, reason=f"bad input: {reason}").as_json()


def _dumped(value: dict[str, Any]) -> str:
    # lone surrogates, which JSON may carry and UTF-8 may not, are replaced
    text = json.dumps(value, ensure_ascii=False)
    return text.encode("utf-8", "replace").decode("utf-8")
