"""`eu-celac-bot check --against OLD`: which questions would now be answered differently."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rich.console import Console
from rich.markup import escape

from knowledge.assistant import Assistant
from knowledge.library import Library
from knowledge.reply import Reply

__all__ = ["Change", "changes", "phrasings_of", "print_changes", "questions_in"]

_SLOT = "{"


@dataclass(frozen=True, slots=True)
class Change:
    """One question with its reply before and now. `what` tells the gravest difference."""

    question: str
    lang: str | None
    before: Reply
    now: Reply

    @property
    def what(self) -> Literal["lost", "gained", "other answer", "other words"]:
        """Whether an answer is gone, new, another one, or the same in other words."""
        if self.before.kind == "answer" and self.now.kind != "answer":
            return "lost"
        if self.before.kind != "answer" and self.now.kind == "answer":
            return "gained"
        same = self.before.link == self.now.link and self.before.kind == self.now.kind
        return "other words" if same else "other answer"


def changes(
    before: Assistant, now: Assistant, questions: Iterable[tuple[str, str | None]]
) -> list[Change]:
    """Ask both every question (with the person's language) and return those replied to differently."""
    found = []
    for question, lang in questions:
        old, new = before.ask(question, lang), now.ask(question, lang)
        if (old.kind, old.link, old.text) != (new.kind, new.link, new.text):
            found.append(Change(question, lang, old, new))
    order = ("lost", "other answer", "gained", "other words")
    return sorted(found, key=lambda change: order.index(change.what))


def questions_in(lines: Iterable[str]) -> Iterator[tuple[str, str | None]]:
    """Yield the questions of JSON lines, as `ask --batch` reads them; lines that are none are passed over."""
    for line in lines:
        try:
            asked = json.loads(line)
        except ValueError:
            continue
        if isinstance(asked, dict) and isinstance(asked.get("question"), str):
            lang = asked.get("lang")
            yield asked["question"], lang if isinstance(lang, str) else None


def phrasings_of(*libraries: Library) -> Iterator[tuple[str, str | None]]:
    """Yield every way to ask that the knowledge bases themselves hold, each once, but for those with slots."""
    seen: set[tuple[str, str | None]] = set()
    for library in libraries:
        for phrasings in library.phrasings():
            for lang, ways in phrasings.items():
                seen |= {(way, lang) for way in ways if _SLOT not in way}
    yield from sorted(seen, key=lambda pair: (pair[1] or "", pair[0]))


def print_changes(found: list[Change], asked: int, old: Path, console: Console) -> None:
    """Print every change, the gravest first."""
    for change in found:
        console.print(f"[bold]{change.what}[/bold]: {escape(change.question)}", soft_wrap=True)
        for mark, reply in (("-", change.before), ("+", change.now)):
            text = " ".join(reply.text.split())
            link = f" [dim]{escape(reply.link or reply.reason or reply.kind)}[/dim]"
            console.print(f"  {mark} {escape(text)}{link}", soft_wrap=True)
    console.print(
        f"{len(found)} of {asked} questions are answered differently than from {escape(str(old))}."
    )
