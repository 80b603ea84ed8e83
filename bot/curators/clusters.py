"""Questions that ask the same in other words, put together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz, process

from bot.state.unanswered import Asked
from knowledge.text import words

__all__ = ["Cluster", "clusters"]

ALIKE = 78.0
"""From this likeness on (0 to 100, order of words aside) two questions count as the same."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Questions that ask the same, the most frequent first."""

    questions: tuple[Asked, ...]

    @property
    def times(self) -> int:
        """How often it was asked, all ways together."""
        return sum(asked.times for asked in self.questions)

    @property
    def last(self) -> date:
        """The day on which it was last asked."""
        return max(asked.last for asked in self.questions)

    @property
    def lead(self) -> Asked:
        """The way in which it was asked most often."""
        return self.questions[0]


def clusters(questions: Iterable[Asked]) -> list[Cluster]:
    """Put questions of one language together that are alike; the cluster asked most often comes first.

    Each joins the cluster whose lead it is most like, so no chain of small steps joins strangers.
    """
    ranked = sorted(questions, key=lambda asked: (-asked.times, asked.question))
    leads: dict[str, list[str]] = {}
    members: dict[tuple[str, int], list[Asked]] = {}
    for asked in ranked:
        plain = _plain(asked.question)
        known = leads.setdefault(asked.lang, [])
        found = process.extractOne(plain, known, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE)
        number = found[2] if found else len(known)
        if not found:
            known.append(plain)
        members.setdefault((asked.lang, number), []).append(asked)
    made = [Cluster(tuple(questions)) for questions in members.values()]
    return sorted(made, key=lambda cluster: (-cluster.times, cluster.lead.question))


def _plain(question: str) -> str:
    return " ".join(word.folded for word in words(question))
