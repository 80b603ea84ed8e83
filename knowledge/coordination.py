"""Two questions in one: "when and where was it signed", "who runs INNOVACT and what is it about"."""

from dataclasses import dataclass
from itertools import pairwise

from knowledge.lexicon import Lexicon
from knowledge.text import words

__all__ = ["Pair", "coordinated"]

SHORT = 2
"""A question word with at most so many words up to "and" shares the rest of the question."""
LONGEST = 40
"""Longer texts are no two plain questions."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The two questions; the second leans on the first where they share no words."""

    first: str
    second: str
    leaning: bool


def coordinated(text: str, language: Lexicon) -> Pair | None:
    """Return the two questions that `text` joins by "and", or None where it is one."""
    spoken = words(text)
    if len(spoken) > LONGEST:
        return None
    asking = [i for i, word in enumerate(spoken) if word.folded in language.interrogatives]
    for first, second in pairwise(asking):
        if spoken[second - 1].folded not in language.conjunctions or second - 1 <= first:
            continue
        written = [word.written for word in spoken]
        before, rest = written[:first], written[second + 1 :]
        if not rest:
            continue
        if second - 1 - first <= SHORT:
            one = before + written[first : second - 1] + rest
            return Pair(" ".join(one), " ".join(before + written[second:]), leaning=False)
        return Pair(" ".join(written[: second - 1]), " ".join(written[second:]), leaning=True)
    return None
