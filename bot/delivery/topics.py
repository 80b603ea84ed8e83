"""What one can subscribe to, and which of it an update reaches.

A subscription names a record (a country, a programme…), a topic of the knowledge base, a group of
topics, or everything. An update names topics and records; whoever chose one of them, or anything
that holds it, hears of it.
"""

from collections.abc import Iterable, Mapping

from babel.lists import format_list

from knowledge.library import Library
from knowledge.schema import Record, Update

__all__ = ["EVERYTHING", "choices", "listeners", "name_of", "topic_of_record"]

EVERYTHING = "*"
_GROUPS: Mapping[str, tuple[str, ...]] = {
    "summits": ("action-plan", "summits", "celac"),
    "glossary": ("glossary", "report"),
}
"""Topics that are offered as one, by the one that stands for them; where a knowledge base has them."""


def choices(library: Library) -> list[str]:
    """Return what is offered to choose from, in the order of a keyboard: everything comes last."""
    countries = [topic_of_record(record) for record in library.of_kind("dialogue")]
    running = [
        record.id
        for record in library.of_kind("programme")
        if (fact := record.facts.get("status")) and fact.value == "running"
    ]
    offered = [*countries, *running]
    topics = library.manifest.topics if library.manifest else {}
    grouped = [key for key in _GROUPS if key in topics]
    if not offered or not grouped:
        offered += [topic for topic in topics if topic not in offered]
    else:
        offered += grouped
    return [*dict.fromkeys(offered), EVERYTHING]


def topic_of_record(record: Record) -> str:
    """Return what one subscribes to in order to hear of a record: for a dialogue, its country."""
    return record.country or record.id


def listeners(library: Library) -> dict[str, frozenset[str]]:
    """Return, for each update by id, all that one can have chosen in order to hear of it."""
    return {update.id: _reached(library, update) for update in library.updates.values()}


def name_of(library: Library, topic: str, lang: str, everything: str) -> str:
    """Return what a choice is called; `everything` is what everything is called in `lang`."""
    if topic == EVERYTHING:
        return everything
    record = library.records.get(topic)
    if record:
        return library.text(record.name, lang) or topic
    topics = library.manifest.topics if library.manifest else {}
    members = [t for t in _GROUPS.get(topic, (topic,)) if t in topics]
    names = [library.text(topics[member], lang) for member in members]
    return format_list(names, locale=lang) if names else topic


def _reached(library: Library, update: Update) -> frozenset[str]:
    reached = {EVERYTHING, *update.topics}
    for topic in update.topics:
        record = library.records.get(topic)
        if record:
            reached |= {topic_of_record(record), *_some(record.topic)}
    reached |= {key for key, members in _GROUPS.items() if reached & set(members)}
    return frozenset(reached)


def _some(topic: str | None) -> Iterable[str]:
    return (topic,) if topic else ()
