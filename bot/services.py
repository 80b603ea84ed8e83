"""What every handler is given: the knowledge, the state, the clock, the counters and who administers the bot."""

from dataclasses import dataclass, field

from bot.allowance import Allowance
from bot.clock import Clock
from bot.memory import Memory
from bot.metrics import Metrics
from bot.state import State
from knowledge.assistant import Assistant

__all__ = ["Knowledge", "Services"]


class Knowledge:
    """Holds the current assistant; a reload swaps it in one step, between two questions."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    @property
    def assistant(self) -> Assistant:
        """The assistant of now; take it once for each question."""
        return self._assistant

    def swap(self, assistant: Assistant) -> None:
        """Let all further questions be answered by `assistant`."""
        self._assistant = assistant


@dataclass(frozen=True, slots=True)
class Services:
    """The services of one process."""

    knowledge: Knowledge
    state: State
    admins: frozenset[int] = frozenset()
    """The Telegram user ids of those who may send updates."""
    clock: Clock = field(default_factory=Clock)
    memory: Memory = field(default_factory=Memory)
    allowance: Allowance = field(default_factory=Allowance)
    metrics: Metrics = field(default_factory=Metrics)
