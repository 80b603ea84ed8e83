"""How many questions one person may ask: enough for any talk, too few to keep others waiting."""

from dataclasses import dataclass
from enum import Enum

from bot.memory import Bounded

__all__ = ["Allowance", "May"]

AT_ONCE = 20
"""So many questions may be asked in a row."""
SECONDS_EACH = 3.0
"""After that, one more every so many seconds."""


class May(Enum):
    """What becomes of a question."""

    ASK = "ask"
    WAIT = "wait"
    """Too many: the person is told so, this once."""
    WAIT_SILENTLY = "wait silently"
    """Too many, and the person has been told."""


@dataclass(slots=True)
class _Purse:
    left: float
    at: float
    told: bool = False


class Allowance:
    """The questions that each person has left: a bucket that fills again by and by."""

    def __init__(self) -> None:
        self._purses: Bounded[int, _Purse] = Bounded()

    def take(self, person: int, now: float) -> May:
        """Count a question of `person`, asked at `now` (monotonic seconds), and say what becomes of it."""
        purse = self._purses.get(person) or _Purse(AT_ONCE, now)
        purse.left = min(AT_ONCE, purse.left + (now - purse.at) / SECONDS_EACH)
        purse.at = now
        self._purses.keep(person, purse)
        if purse.left >= 1:
            purse.left -= 1
            purse.told = False
            return May.ASK
        if purse.told:
            return May.WAIT_SILENTLY
        purse.told = True
        return May.WAIT

    def forget(self, person: int) -> None:
        """Drop what is counted of a person."""
        self._purses.drop(person)
