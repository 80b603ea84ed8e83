"""bm25s: BM25 over stemmed words. No stop words: in short questions they tell."""

from collections.abc import Sequence

import bm25s
from Stemmer import Stemmer

from tests.benchmarks.peers import Ranked, best_by_intent, language
from tests.benchmarks.sets import Item

__all__ = ["Okapi"]

SHORT_LIST = 30


class Okapi:
    """BM25 with the defaults of bm25s."""

    def learn(self, phrasings: Sequence[Item]) -> None:
        """Index the phrasings."""
        self._intents = [item.intent for item in phrasings]
        lang = language(phrasings)
        self._stemmer = Stemmer(lang) if lang else None
        self._index = bm25s.BM25()
        self._index.index(self._tokens([item.text for item in phrasings]), show_progress=False)

    def rank(self, question: str, top: int) -> Ranked:
        """Retrieve the best phrasings."""
        limit = min(1 if top == 1 else SHORT_LIST, len(self._intents))
        found, scores = self._index.retrieve(
            self._tokens([question]), k=limit, show_progress=False, n_threads=1
        )
        best = zip((self._intents[at] for at in found[0]), scores[0].tolist(), strict=True)
        return best_by_intent(((intent, score) for intent, score in best if score > 0), top)

    def _tokens(self, texts: list[str]) -> object:
        return bm25s.tokenize(texts, stopwords=[], stemmer=self._stemmer, show_progress=False)
