"""rapidfuzz over all phrasings: what most bots that answer frequent questions do."""

from collections.abc import Callable, Sequence
from typing import Any

from rapidfuzz import fuzz, process, utils

from tests.benchmarks.peers import Ranked, best_by_intent
from tests.benchmarks.sets import Item

__all__ = ["TokenSetRatio", "WRatio"]

SHORT_LIST = 30


class _Fuzzy:
    """`process.extractOne`; `process.extract` where more than the best is asked for."""

    scorer: Callable[..., float]

    def learn(self, phrasings: Sequence[Item]) -> None:
        """Keep the phrasings, processed once."""
        self._texts = [utils.default_process(item.text) for item in phrasings]
        self._intents = [item.intent for item in phrasings]

    def rank(self, question: str, top: int) -> Ranked:
        """Score every phrasing."""
        asked = utils.default_process(question)
        scorer: Any = type(self).scorer
        if top == 1:
            found = process.extractOne(asked, self._texts, scorer=scorer)
            return [(self._intents[found[2]], found[1])] if found else []
        best = process.extract(asked, self._texts, scorer=scorer, limit=SHORT_LIST)
        return best_by_intent(((self._intents[at], score) for _, score, at in best), top)


class WRatio(_Fuzzy):
    """The default of `extractOne`."""

    scorer = fuzz.WRatio


class TokenSetRatio(_Fuzzy):
    """What is recommended for words in any order."""

    scorer = fuzz.token_set_ratio
