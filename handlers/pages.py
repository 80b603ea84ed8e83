"""The pages of the walk through the topics: what each shows, and where its buttons lead.

An argument names a page: nothing for the first, else `<topic>.<number>` or `@<record>.<number>`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.texts import texts
from handlers.callbacks import ROOM, Verb, pack
from handlers.rendering import bold, cut, plain
from knowledge.assistant import Assistant
from knowledge.catalogue import Shelf
from knowledge.errors import UnknownLink
from knowledge.guide import guide
from knowledge.schema import Record
from knowledge.templates import name_of, typeset

__all__ = ["Page", "Walk"]

PAGE = 8
"""So many things stand on one page."""
_ROOM = ROOM - len("@.999")


@dataclass(frozen=True, slots=True)
class Page:
    """What one page shows."""

    html: str
    keyboard: InlineKeyboardMarkup


class Walk:
    """Walks through one knowledge base in one language."""

    def __init__(self, assistant: Assistant, lang: str) -> None:
        self._library = assistant.library
        self._guide = guide(assistant)
        self._shelves = self._guide.catalogue.shelves
        self._lang = lang
        self._own = texts(lang)

    def root(self) -> Page:
        """Return the first page: all topics."""
        buttons = [
            self._to(f"{self._title(shelf)} · {shelf.size}", f"{key}.1")
            for key, shelf in self._shelves.items()
        ]
        return Page(bold(self._own.topics_title), InlineKeyboardMarkup(_in_rows(buttons, 2)))

    def page(self, argument: str) -> Page | None:
        """Return the page that a button's argument names, None where it is gone."""
        if not argument:
            return self.root()
        key, _, number = argument.rpartition(".")
        if not (number.isascii() and number.isdecimal()):
            return None
        if not key.startswith("@"):
            shelf = self._shelves.get(key)
            return self._shelf(shelf, int(number)) if shelf else None
        try:
            record = self._library.records.get(self._guide.links.long(key[1:]))
        except UnknownLink:
            return None
        return self._record(record, int(number)) if record else None

    def back_from(self, link: str) -> str:
        """Return the argument of the page on which an answer stands."""
        for shelf in self._shelves.values():
            for record in shelf.records:
                answers = self._guide.catalogue.answers_about(record)
                if link in answers:
                    return self._of_record(record, answers.index(link) // PAGE + 1)
            if link in shelf.links:
                place = len(shelf.records) + shelf.links.index(link)
                return f"{shelf.key}.{place // PAGE + 1}"
        return ""

    def _shelf(self, shelf: Shelf, number: int) -> Page:
        things: list[Record | str] = [*shelf.records, *shelf.links]
        return self._list(self._title(shelf), things, f"{shelf.key}.", number, "")

    def _record(self, record: Record, number: int) -> Page:
        answers = self._guide.catalogue.answers_about(record)
        shelf = self._guide.catalogue.shelf_of(record)
        back = ""
        if shelf:
            back = f"{shelf.key}.{shelf.records.index(record) // PAGE + 1}"
        stem = self._of_record(record, 1).removesuffix("1")
        return self._list(self._name(record), answers, stem, number, back)

    def _list(
        self, title: str, things: Sequence[Record | str], stem: str, number: int, back: str
    ) -> Page:
        pages = max(1, -(-len(things) // PAGE))
        number = min(max(number, 1), pages)
        shown = things[(number - 1) * PAGE : number * PAGE]
        records = [t for t in shown if isinstance(t, Record)]
        links = [t for t in shown if isinstance(t, str)]
        lines = [
            f"{i}. {self._guide.links.title(link, self._lang)}" for i, link in enumerate(links, 1)
        ]
        rows = _in_rows([self._to(self._name(r), self._of_record(r, 1)) for r in records], 2)
        rows += _in_rows(
            [b for i, link in enumerate(links, 1) if (b := self._answer(str(i), link))], 4
        )
        turns = []
        if number > 1:
            turns.append(self._to("‹", f"{stem}{number - 1}"))
        if number < pages:
            turns.append(self._to("›", f"{stem}{number + 1}"))
        ways = [self._to(self._own.back, back)] if back else []
        ways.append(self._to(self._own.topics_all, ""))
        said = [bold(title), *([plain("\n".join(lines))] if lines else [])]
        if pages > 1:
            said.append(f"<i>{plain(self._own.page.format(page=number, pages=pages))}</i>")
        keyboard = [*rows, *([turns] if turns else []), ways]
        return Page("\n\n".join(said), InlineKeyboardMarkup(keyboard))

    def _answer(self, label: str, link: str) -> InlineKeyboardButton | None:
        short = self._guide.links.short(link, ROOM)
        if short is None:
            return None
        return InlineKeyboardButton(label, callback_data=pack(Verb.BROWSE, self._lang, short))

    def _to(self, label: str, argument: str) -> InlineKeyboardButton:
        data = pack(Verb.TOPICS, self._lang, argument)
        return InlineKeyboardButton(cut(label, 40), callback_data=data)

    def _of_record(self, record: Record, number: int) -> str:
        return f"@{self._guide.links.short(record.id, _ROOM)}.{number}"

    def _title(self, shelf: Shelf) -> str:
        if shelf.kind == "country":
            return self._own.topic_countries
        name = self._guide.catalogue.title(shelf, self._lang)
        return (
            name
            or (shelf.kind or shelf.key).replace("-", " ").capitalize()
            or self._own.topic_general
        )

    def _name(self, record: Record) -> str:
        name = name_of(self._library, record, self._lang)
        return typeset(name[:1].upper() + name[1:], self._lang)


def _in_rows(
    buttons: Iterable[InlineKeyboardButton], width: int
) -> list[list[InlineKeyboardButton]]:
    flat = list(buttons)
    return [flat[i : i + width] for i in range(0, len(flat), width)]
