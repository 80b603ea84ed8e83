"""What is said about subscriptions and updates, in every language served: one typed catalogue.

The sentences stand in `bot/delivery/sentences/<language>.yaml`, plain text without markup;
`{name}` and the like are placeholders, the same in every language.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from knowledge.templates import typeset

__all__ = ["LANGUAGES", "Sentences", "sentences"]

_FOLDER = Path(__file__).parent / "sentences"
LANGUAGES = tuple(sorted(path.stem for path in _FOLDER.glob("*.yaml")))
"""The languages in which updates are delivered, by code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentences:
    """One language's sentences, by what they are for."""

    # an update
    corrected: str
    digest: str
    unsubscribe: str
    choose: str

    # choosing topics
    menu: str
    menu_group: str
    everything: str
    at_once: str
    weekly: str
    rhythm: str
    when_day: str
    when_hour: str
    when_zone: str
    zone: str
    zone_default: str
    done: str
    back: str
    summary: str
    summary_none: str
    summary_at_once: str
    summary_weekly: str
    suspended: str
    subscribed: str
    stopped: str
    stopped_all: str
    not_subscribed: str
    admins_only: str
    unknown_topic: str
    storage_away: str

    # for those who send updates
    news_title: str
    news_none: str
    news_for_admins: str
    news_state_new: str
    news_state_history: str
    news_state_queueing: str
    news_state_queued: str
    news_state_stopped: str
    news_state_superseded: str
    news_count: str
    news_send: str
    news_confirm: str
    news_yes: str
    news_refused: str
    news_stop: str
    news_resume: str
    news_refresh: str
    news_progress: str
    news_left: str
    news_finished: str
    news_halted: str


@cache
def sentences(lang: str) -> Sentences:
    """Return the sentences in `lang`, in English where there are none."""
    code = lang if lang in LANGUAGES else "en"
    data = yaml.safe_load((_FOLDER / f"{code}.yaml").read_text(encoding="utf-8"))
    return Sentences(**{key: typeset(text, code) for key, text in data.items()})
