"""What the bot says of itself on Telegram, in every language it serves: one typed catalogue.

The sentences stand in `bot/texts/<language>.yaml`, plain text without markup; whoever shows them
escapes them. `{name}` and the like are placeholders, the same in every language.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from babel import Locale

from knowledge.templates import typeset

__all__ = ["LANGUAGES", "Texts", "language_name", "texts"]

_FOLDER = Path(__file__).parent / "texts"
LANGUAGES = tuple(sorted(path.stem for path in _FOLDER.glob("*.yaml")))
"""The languages that the bot itself speaks, by code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """One language's sentences, by what they are for."""

    # who this is
    welcome: str
    welcome_any: str
    examples: str
    help_title: str
    help_groups: str
    help_inline: str
    help_compare: str
    description: str
    short_description: str
    commands: Mapping[str, str]
    """What each command does, by its name: shown in Telegram's menu and by /help."""

    # under an answer
    share: str
    helpful: str
    not_helpful: str
    thanks_helpful: str
    thanks_not_helpful: str
    voted_already: str
    ask_more: str
    another_question: str
    old_button: str
    gone: str
    not_for_you: str

    # what is not a question
    reads_text: str
    ask_usage: str
    joined: str
    failed: str
    slow_down: str

    # inline mode
    inline_nothing: str

    # browsing
    topics_title: str
    topics_all: str
    topic_general: str
    topic_countries: str
    back: str
    page: str

    # side by side
    compare_usage: str
    compare_unknown: str
    compare_one: str
    compare_same: str
    compare_kinds: str
    compare_not_recorded: str

    # the picture
    timeline_title: str
    timeline_dialogue: str
    timeline_summit: str
    timeline_programme: str
    timeline_empty: str
    timeline_legend: str

    # language
    language_title: str
    language_group: str
    language_telegram: str
    language_set: str
    language_follows: str
    language_admins: str

    # privacy
    privacy: str
    mydata_caption: str
    forget_question: str
    forget_yes: str
    forget_no: str
    forgotten: str
    forget_kept: str
    in_private_only: str
    storage_away: str


@cache
def texts(lang: str) -> Texts:
    """Return the sentences in `lang`, in English where there are none."""
    code = lang if lang in LANGUAGES else "en"
    path = _FOLDER / f"{code}.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    commands = {name: typeset(text, code) for name, text in data.pop("commands").items()}
    return Texts(commands=commands, **{key: typeset(text, code) for key, text in data.items()})


@cache
def language_name(lang: str) -> str:
    """Return what a language calls itself, capitalised: Español for es."""
    name = Locale.parse(lang).get_language_name(lang) or lang
    return name[:1].upper() + name[1:]
