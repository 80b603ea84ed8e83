"""The data of buttons: made and taken apart here and nowhere else.

    2a fr dialogue-start--dialogue-chile      without the blanks: version, verb, language, argument

The language is that of the message under which the button stands, so that a French answer leads on
in French. A button of another version, or malformed, is `None`: whoever gets it declines kindly.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from telegram.constants import InlineKeyboardButtonLimit

__all__ = ["ROOM", "Press", "Verb", "pack", "presses", "shortened", "unpack"]

VERSION = "2"
"""Raised whenever the form below or the meaning of a verb changes."""
_HEAD = len(VERSION) + 1 + 2
ROOM = int(InlineKeyboardButtonLimit.MAX_CALLBACK_DATA) - _HEAD
"""So many bytes are left for the argument."""


class Verb(StrEnum):
    """What a button does; one letter each, never reused for another thing."""

    PICK = "a"
    """Answer a link in place of the choices."""
    NONE = "n"
    """None of the choices is meant."""
    NEXT = "r"
    """Answer a related link in a message of its own."""
    HELPFUL = "h"
    UNHELPFUL = "u"
    TOPICS = "t"
    """Show a page of the topics."""
    BROWSE = "b"
    """Answer a link in place, with a way back to its page."""
    LANGUAGE = "l"
    FORGET = "f"
    SUBSCRIBE = "s"
    """Subscriptions: the first letter of the argument says what (see `subscription_menu`)."""
    UPDATES = "w"
    """For those who send updates."""


@dataclass(frozen=True, slots=True)
class Press:
    """What a pressed button says."""

    verb: Verb
    lang: str
    argument: str


def pack(verb: Verb, lang: str, argument: str = "") -> str:
    """Return the data of a button. Raises ValueError where it would be longer than Telegram takes."""
    data = f"{VERSION}{verb}{lang}{argument}"
    if len(lang) != 2 or len(data.encode()) > InlineKeyboardButtonLimit.MAX_CALLBACK_DATA:
        raise ValueError(f"no button can carry {data!r}")
    return data


def unpack(data: object) -> Press | None:
    """Return what a button's data says, None where it is of another version or malformed."""
    if not isinstance(data, str) or not data.startswith(VERSION) or len(data) < _HEAD:
        return None
    letter, lang = data[1], data[2:4]
    if letter not in set(Verb) or not (lang.isascii() and lang.isalpha() and lang.islower()):
        return None
    return Press(Verb(letter), lang, data[_HEAD:])


def shortened(text: str, room: int) -> str:
    """Return a text as a button carries it: itself, or where it has no room, a stable digest of it."""
    if len(text.encode()) <= room:
        return text
    return "#" + hashlib.sha256(text.encode()).hexdigest()[:16]


def presses(*verbs: Verb) -> Callable[[object], bool]:
    """Return a pattern for CallbackQueryHandler: the buttons of these verbs."""

    def matches(data: object) -> bool:
        press = unpack(data)
        return press is not None and press.verb in verbs

    return matches
