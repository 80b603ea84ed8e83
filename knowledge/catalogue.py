"""Everything that one knowledge base can be asked, in the order of a walk: topics, records, questions.

Questions that need a year, an ordinal or a second record of the asker's choice are not listed: they
are without end. Greetings and refusals are no knowledge and not listed either.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.library import Library
from knowledge.operations import OPERATIONS, Asked
from knowledge.schema import Question, Record

__all__ = ["Catalogue", "Shelf"]


@dataclass(frozen=True, slots=True)
class Shelf:
    """One topic: its records that can be asked about, and the links of its answers about no one record.

    `kind` is set in place of a topic for records that belong to none, such as countries.
    """

    key: str
    records: tuple[Record, ...]
    links: tuple[str, ...]
    kind: str = ""

    @property
    def size(self) -> int:
        """Return how many things stand on this shelf."""
        return len(self.records) + len(self.links)


class Catalogue:
    """The shelves of one knowledge base, in the order of its manifest."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._of_record = {record.id: self._about(record) for record in library.records.values()}
        self.shelves = {shelf.key: shelf for shelf in self._shelves() if shelf.size}

    def title(self, shelf: Shelf, lang: str) -> str:
        """Return what a topic is called in `lang`; empty where the knowledge base has no name for it."""
        topics = self._library.manifest.topics if self._library.manifest else {}
        return self._library.text(topics[shelf.key], lang) if shelf.key in topics else ""

    def answers_about(self, record: Record) -> tuple[str, ...]:
        """Return the links of all answers about one record."""
        return self._of_record.get(record.id, ())

    def shelf_of(self, record: Record) -> Shelf | None:
        """Return the shelf on which a record stands."""
        return next((s for s in self.shelves.values() if record in s.records), None)

    def links(self) -> list[str]:
        """Return the links of all answers, each once, in the order of the walk."""
        found: dict[str, None] = {}
        for shelf in self.shelves.values():
            for record in shelf.records:
                found |= dict.fromkeys(self.answers_about(record))
            found |= dict.fromkeys(shelf.links)
        return list(found)

    def _about(self, record: Record) -> tuple[str, ...]:
        asked = (
            f"{question.id}--{record.id}"
            for question in self._library.questions.values()
            if record.kind in question.about and self._is_told(question, record)
        )
        told = (
            entry.id
            for entry in self._library.entries.values()
            if entry.kind == "answer" and entry.about == record.id
        )
        return (*asked, *told)

    def _is_told(self, question: Question, record: Record) -> bool:
        """Say whether a question asked of this record alone has an answer of its own."""
        operation = OPERATIONS[question.operation or "value"]
        if operation.subjects != 1 or operation.years or operation.country or operation.number:
            return False
        return operation.run(Asked(self._library, question, (record,))).name != "missing"

    def _shelves(self) -> Iterator[Shelf]:
        library = self._library
        asked = [record for record in library.records.values() if self._of_record[record.id]]
        entries = [e for e in library.entries.values() if e.kind == "answer"]
        whole = [q for q in library.questions.values() if _is_whole(q)]
        topics = dict.fromkeys(library.manifest.topics if library.manifest else ())
        topics |= dict.fromkeys(e.topic or "" for e in entries)
        topics |= dict.fromkeys(q.topic or "" for q in whole)
        on_record = {id_ for record in asked for id_ in self._of_record[record.id]}
        for topic in topics:
            records = [r for r in asked if r.topic == topic]
            links = [q.id for q in whole if (q.topic or "") == topic]
            links += [e.id for e in entries if (e.topic or "") == topic and e.id not in on_record]
            yield Shelf(topic, tuple(records), tuple(links))
        homeless = [record for record in asked if record.topic not in topics]
        for kind in dict.fromkeys(record.kind for record in homeless):
            yield Shelf(f"-{kind}", tuple(r for r in homeless if r.kind == kind), (), kind)


def _is_whole(question: Question) -> bool:
    """Say whether a question is asked of all records at once and needs nothing more."""
    operation = OPERATIONS[question.operation or "value"]
    return not (operation.subjects or operation.years or operation.country or operation.number)
