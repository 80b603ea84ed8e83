"""How often a place hears of updates: at once, or in a weekly digest at an hour of its own."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

__all__ = ["AT_ONCE", "DEFAULT_ZONE", "WEEKLY", "Rhythm", "RhythmName", "next_digest"]

RhythmName: TypeAlias = Literal["now", "weekly"]
DEFAULT_ZONE = "Europe/Brussels"
"""The time zone of whoever has named none."""
MONDAY, NINE = 0, 9


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When updates come. `weekday` counts from Monday = 0; `hour` is 0 to 23, in the place's time zone."""

    name: RhythmName = "now"
    weekday: int = MONDAY
    hour: int = NINE


AT_ONCE = Rhythm()
WEEKLY = Rhythm("weekly")


def next_digest(rhythm: Rhythm, timezone: str | None, after: datetime) -> int:
    """Return when the first digest after `after` is due, in seconds since 1970."""
    try:
        zone = ZoneInfo(timezone or DEFAULT_ZONE)
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo(DEFAULT_ZONE)
    local = after.astimezone(zone)
    days = (rhythm.weekday - local.weekday()) % 7
    for week in (0, 7):
        day = local.date() + timedelta(days=days + week)
        due = datetime.combine(day, time(rhythm.hour), zone).astimezone(UTC)
        if due > after:
            break
    return int(due.timestamp())
