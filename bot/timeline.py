"""What is on record with a date, on one time axis: gathered from the records, then drawn."""

import hashlib
from dataclasses import dataclass
from datetime import date

from bot.texts import texts
from knowledge.library import Library
from knowledge.operations import start_year
from knowledge.schema import Record
from knowledge.templates import name_of, typeset

__all__ = ["Group", "Row", "Timeline", "timeline_of"]

EVENTS = "summit"
"""Records of this kind happen in one year; all others last."""


@dataclass(frozen=True, slots=True)
class Row:
    """One record: its name, first and last year, None for an end that is not on record; `told` says all that."""

    name: str
    start: int
    end: int | None

    @property
    def told(self) -> str:
        """The row in words."""
        if self.end == self.start:
            return f"{self.name} {self.start}"
        return f"{self.name} {self.start}–{self.end or ''}"


@dataclass(frozen=True, slots=True)
class Group:
    """Records of one kind, the earliest first."""

    kind: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything that one picture shows, and so all that it depends on."""

    title: str
    legend: str
    this_year: int
    groups: tuple[Group, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows, in their order."""
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def digest(self) -> str:
        """A name that only the same picture has."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


def timeline_of(library: Library, lang: str, today: date) -> Timeline:
    """Return the timeline of a knowledge base in `lang`; without rows where nothing has a start year."""
    own = texts(lang)
    titles = {
        "dialogue": own.timeline_dialogue,
        "summit": own.timeline_summit,
        "programme": own.timeline_programme,
    }
    groups = []
    for kind, title in titles.items():
        rows = [row for r in library.of_kind(kind) if (row := _row(library, r, lang))]
        if rows:
            ordered = sorted(rows, key=lambda row: (row.start, row.end or 9999, row.name))
            groups.append(Group(kind, title, tuple(ordered)))
    return Timeline(own.timeline_title, own.timeline_legend, today.year, tuple(groups))


def _row(library: Library, record: Record, lang: str) -> Row | None:
    start = start_year(record)
    if start is None:
        return None
    name = typeset(name_of(library, record, lang), lang)
    end = record.facts.get("end")
    last = int(end.value) if end and isinstance(end.value, (int, float)) else None
    return Row(name[:1].upper() + name[1:], start, start if record.kind == EVENTS else last)
