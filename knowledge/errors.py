"""Everything that can go wrong in `knowledge`, by what the caller can do about it.

KnowledgeError
├── ContentError        the content has problems: show them, keep the last good content
├── ContentNotFound     there is no such folder, or nothing in it: ask for another
└── UnknownLink         an answer's link names nothing here (any more): decline kindly
"""

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["ContentError", "ContentNotFound", "KnowledgeError", "Problem", "UnknownLink"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in a content file, with where it stands and what to do next.

    `line` counts from 1; 0 where the file as a whole is meant. `entry` is the id of the entry or
    record, empty where there is none. `hint` is the next step, empty where the message says it.
    """

    file: str
    line: int
    entry: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        entry = f" [{self.entry}]" if self.entry else ""
        hint = f" {self.hint}" if self.hint else ""
        return f"{place}:{entry} {self.message}{hint}"


class KnowledgeError(Exception):
    """Base of all errors raised by `knowledge`."""


class ContentError(KnowledgeError):
    """The content files have problems; `problems` holds every one of them, sorted by place."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))


class ContentNotFound(KnowledgeError):
    """There is no knowledge base at `path`."""

    def __init__(self, path: str, why: str) -> None:
        self.path = path
        super().__init__(f"{path}: {why}")


class UnknownLink(KnowledgeError):
    """The link of an answer names no entry or record of this knowledge base."""

    def __init__(self, link: str) -> None:
        self.link = link
        super().__init__(f"no entry {link!r}")
