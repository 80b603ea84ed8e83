"""How subscriptions look: the keyboard of topics, how often, and what is chosen, in words."""

import datetime

from babel.dates import format_time, get_day_names, get_timezone_location
from babel.lists import format_list
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.delivery.sentences import sentences
from bot.delivery.topics import choices, name_of
from bot.state import Subscribed
from bot.state.rhythm import DEFAULT_ZONE
from handlers.callbacks import ROOM, Verb, pack, shortened
from handlers.rendering import cut, plain
from knowledge.library import Library

__all__ = [
    "DAY", "DONE", "HOUR", "HOURS", "MENU", "RHYTHM", "STOP", "TOPIC", "ZONE", "ZONES",
    "days", "describe", "hours", "names", "resolve", "rhythms", "topic_keyboard", "update_keyboard",
    "zones",
]  # fmt: skip

MENU, TOPIC, DONE, RHYTHM, DAY, HOUR, ZONE, STOP = "m", "t", "d", "r", "w", "h", "z", "x"
"""What a button does, as the first letter of its argument."""
HOURS = (7, 8, 9, 12, 15, 18, 20, 21)
ZONES = (
    "America/Mexico_City",
    "America/Guatemala",
    "America/Havana",
    "America/Santo_Domingo",
    "America/Bogota",
    "America/Lima",
    "America/Caracas",
    "America/La_Paz",
    "America/Santiago",
    "America/Asuncion",
    "America/Argentina/Buenos_Aires",
    "America/Montevideo",
    "America/Sao_Paulo",
    "Europe/Lisbon",
    "Europe/Brussels",
    "Europe/Athens",
)
"""The time zones offered, from west to east."""
LABEL = 40
CHOSEN, NOT_CHOSEN = "✅ ", ""


def topic_keyboard(library: Library, subscribed: Subscribed, lang: str) -> InlineKeyboardMarkup:
    """Return the topics as buttons that toggle, then how often, then the end."""
    own = sentences(lang)
    offered = choices(library)
    others = sorted(subscribed.topics - set(offered))  # named in words, such as an ended programme
    flat = [
        _button(
            (CHOSEN if topic in subscribed.topics else NOT_CHOSEN)
            + name_of(library, topic, lang, own.everything),
            lang,
            TOPIC + shortened(topic, ROOM - 1),
        )
        for topic in [*others, *offered]
    ]
    rows = [flat[i : i + 2] for i in range(0, len(flat), 2)]
    often = own.weekly if subscribed.rhythm.name == "weekly" else own.at_once
    rows.append([_button(f"⏰ {often}", lang, RHYTHM)])
    rows.append([_button(own.done, lang, DONE)])
    return InlineKeyboardMarkup(rows)


def rhythms(subscribed: Subscribed, lang: str) -> InlineKeyboardMarkup:
    """Return how often updates can come, as buttons."""
    own = sentences(lang)
    weekly = subscribed.rhythm.name == "weekly"
    return InlineKeyboardMarkup(
        [
            [_button(("" if weekly else CHOSEN) + own.at_once, lang, f"{RHYTHM}0")],
            [_button((CHOSEN if weekly else "") + own.weekly, lang, DAY)],
            [_button(own.back, lang, MENU)],
        ]
    )


def days(lang: str) -> InlineKeyboardMarkup:
    """Return the days of the week as buttons."""
    named = get_day_names("wide", context="stand-alone", locale=lang)
    flat = [_button(named[day].capitalize(), lang, f"{DAY}{day}") for day in range(7)]
    rows = [flat[i : i + 2] for i in range(0, len(flat), 2)]
    return InlineKeyboardMarkup([*rows, [_button(sentences(lang).back, lang, RHYTHM)]])


def hours(day: int, zone: str | None, lang: str) -> InlineKeyboardMarkup:
    """Return hours of the day as buttons, and the way to another time zone."""
    flat = [_button(_hour(hour, lang), lang, f"{HOUR}{day}{hour}") for hour in HOURS]
    rows = [flat[i : i + 4] for i in range(0, len(flat), 4)]
    label = sentences(lang).zone.format(zone=_city(zone or DEFAULT_ZONE, lang))
    return InlineKeyboardMarkup(
        [*rows, [_button(label, lang, f"{ZONE}{day}")], [_button(sentences(lang).back, lang, DAY)]]
    )


def zones(day: int, lang: str) -> InlineKeyboardMarkup:
    """Return time zones as buttons, by their cities."""
    flat = [
        _button(_city(zone, lang), lang, f"{ZONE}{day}{number}")
        for number, zone in enumerate(ZONES)
    ]
    rows = [flat[i : i + 2] for i in range(0, len(flat), 2)]
    return InlineKeyboardMarkup([*rows, [_button(sentences(lang).back, lang, f"{DAY}{day}")]])


def update_keyboard(lang: str) -> InlineKeyboardMarkup:
    """Return the buttons under an update: choose topics, or no more updates."""
    own = sentences(lang)
    return InlineKeyboardMarkup(
        [[_button(own.choose, lang, MENU), _button(own.unsubscribe, lang, STOP)]]
    )


def describe(library: Library, subscribed: Subscribed, zone: str | None, lang: str) -> str:
    """Return what a place hears about, and how often, as HTML."""
    own = sentences(lang)
    if not subscribed.topics:
        return plain(own.summary_none)
    lines = [own.summary.format(topics=names(library, subscribed.topics, lang))]
    rhythm = subscribed.rhythm
    if rhythm.name == "weekly":
        day = get_day_names("wide", context="format", locale=lang)[rhythm.weekday]
        city = _city(zone or DEFAULT_ZONE, lang)
        lines.append(own.summary_weekly.format(day=day, hour=_hour(rhythm.hour, lang), zone=city))
    else:
        lines.append(own.summary_at_once)
    if subscribed.suspended:
        lines.append(own.suspended)
    return plain("\n".join(lines))


def names(library: Library, topics: frozenset[str] | list[str], lang: str) -> str:
    """Return the names of topics as a list in words, in the order of the keyboard."""
    order = {topic: number for number, topic in enumerate(choices(library))}
    ordered = sorted(topics, key=lambda topic: (order.get(topic, len(order)), topic))
    everything = sentences(lang).everything
    return format_list(
        [name_of(library, topic, lang, everything) for topic in ordered], locale=lang
    )


def resolve(library: Library, short: str, subscribed: Subscribed) -> str | None:
    """Return the topic that a button stands for; None where it is gone."""
    for topic in [*choices(library), *subscribed.topics]:
        if shortened(topic, ROOM - 1) == short:
            return topic
    return None


def _button(label: str, lang: str, argument: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(
        cut(label, LABEL), callback_data=pack(Verb.SUBSCRIBE, lang, argument)
    )


def _hour(hour: int, lang: str) -> str:
    return format_time(datetime.time(hour), "short", locale=lang)


def _city(zone: str, lang: str) -> str:
    return get_timezone_location(zone, locale=lang, return_city=True)
