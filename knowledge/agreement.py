"""Agreement: several answers may tell what is asked, and then it matters little which of them is meant.

"How many border areas has INNOVACT" may mean "in how many" or "in which areas did it work"; both answers
say that they are seven. So an answer is as probable as all that say no more than it says.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from knowledge.lexicon import lexicon
from knowledge.stems import stem
from knowledge.text import words

__all__ = ["SLIGHT", "foremost", "share_in"]

FEW, MOST = 0.25, 0.75
"""Where fewer of an answer's words stand in another, that one tells nothing of it; where more do, all of it.

On the development questions an answer with so few words of a right one is right as often as any other that
comes into question, one with more than three quarters in 97 of 100 (`python -m tests.benchmarks.agreement`).
"""
CLEAR = 0.6
"""From this probability on, an answer needs no other to agree with it."""
SLIGHT = 0.03
"""Whether less probable ones agree makes no difference."""
NEARLY = 0.1
"""Of answers with nearly the most behind them the most probable one is given: it answers most directly."""
REMEMBERED = 256


def foremost(
    texts: Iterable[str],
    probabilities: Sequence[float],
    lang: str,
    gain: Callable[[float], float],
) -> tuple[int, float]:
    """Return which of some answers to give, and the probability that it tells what is asked.

    The answers come with the most probable first, in `lang`; an empty text tells nothing and is told by none,
    and none is looked at where that is not needed. `gain` says what giving an answer is expected to gain.
    """
    if len(probabilities) < 2 or (probabilities[0] >= CLEAR and gain(probabilities[0]) > 0):
        return 0, probabilities[0]
    told = list(texts)
    backed = [
        probabilities[at]
        + sum(
            probability * _told(share_in(told[other], one, lang))
            for other, probability in enumerate(probabilities)
            if other != at
        )
        for at, one in enumerate(told)
    ]
    at = next(at for at, share in enumerate(backed) if share >= max(backed) - NEARLY)
    return (at, backed[at]) if gain(backed[at]) > 0 else (0, probabilities[0])


def share_in(text: str, other: str, lang: str) -> float:
    """Return the part of the words of `text` that stand in `other`, 0 to 1; function words left out."""
    said = _said(text, lang)
    return len(said & _said(other, lang)) / len(said) if said else 0.0


def _told(share: float) -> float:
    """Return how far an answer is told by one that has this share of its words."""
    return min(1.0, max(0.0, (share - FEW) / (MOST - FEW)))


@lru_cache(maxsize=REMEMBERED)
def _said(text: str, lang: str) -> frozenset[str]:
    """Return the stems of the words of a text that carry content."""
    function = lexicon(lang).function
    return frozenset(stem(word.folded, lang) for word in words(text) if word.folded not in function)
