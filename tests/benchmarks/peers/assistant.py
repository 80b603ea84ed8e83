"""This project: a folder of free-standing entries, asked as a person asks, everything on."""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from knowledge.assistant import Assistant
from knowledge.store import open_assistant
from tests.benchmarks.peers import Ranked
from tests.benchmarks.sets import Item

__all__ = ["Ours", "Shipped", "opened", "written"]

REFUSALS = 5
"""So many more candidates are asked for, as some may be refusals."""


class Ours:
    """The assistant over a knowledge base made of the phrasings, opened for the first time."""

    def __init__(self) -> None:
        self._assistant: Assistant | None = None
        self._intents: dict[str, str] = {}

    def learn(self, phrasings: Sequence[Item]) -> None:
        """Write a knowledge base, read, check and learn it."""
        with tempfile.TemporaryDirectory() as folder:
            self._intents = written(phrasings, Path(folder))
            self._assistant = opened(Path(folder))

    def rank(self, question: str, top: int) -> Ranked:
        """Ask; what is answered is the best candidate, with the confidence of the reply."""
        if self._assistant is None:
            raise RuntimeError("Nothing was learnt.")
        reply = self._assistant.ask(question, top=max(top, 1))
        found = [(self._intents[c.link], c.confidence) for c in reply.candidates]
        return found[:top]

    def answers(self, question: str) -> bool:
        """Say whether `question` gets an answer, at the operating point of the product."""
        return self._assistant is not None and self._assistant.ask(question).kind == "answer"


class Shipped:
    """The assistant over the shipped knowledge base, as it is."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def learn(self, phrasings: Sequence[Item]) -> None:
        """Nothing is learnt: the knowledge base is there."""

    def rank(self, question: str, top: int) -> Ranked:
        """Ask; a candidate that refuses is no answer."""
        entries = self._assistant.library.entries
        reply = self._assistant.ask(question, top=top + REFUSALS)
        told = [
            (c.link, c.confidence)
            for c in reply.candidates
            if c.link not in entries or entries[c.link].kind == "answer"
        ]
        return told[:top]

    def answers(self, question: str) -> bool:
        """Say whether `question` gets an answer, at the operating point of the product."""
        return self._assistant.ask(question).kind == "answer"


def written(phrasings: Sequence[Item], folder: Path) -> dict[str, str]:
    """Write a knowledge base of free-standing entries; return the intent of each id."""
    entries: dict[str, dict[str, list[str]]] = {}
    for item in phrasings:
        entries.setdefault(item.intent, {}).setdefault(item.lang, []).append(item.text)
    ids = {f"entry-{number}": intent for number, intent in enumerate(entries)}
    lines = []
    for id_, intent in ids.items():
        questions = json.dumps(entries[intent], ensure_ascii=False)
        answer = json.dumps(dict.fromkeys(entries[intent], f"Answer {id_}."))
        lines.append(f"- id: {id_}\n  questions: {questions}\n  answer: {answer}\n")
    (folder / "answers.yaml").write_text("".join(lines), encoding="utf-8")
    return ids


def opened(folder: Path) -> Assistant:
    """Return the assistant over `folder`, learnt anew."""
    return open_assistant(folder, folder / "cache")
