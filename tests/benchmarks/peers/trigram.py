"""SQLite's full-text search over groups of three letters, ranked by its BM25."""

import re
import sqlite3
from collections.abc import Sequence

from tests.benchmarks.peers import Ranked, best_by_intent
from tests.benchmarks.sets import Item

__all__ = ["Trigram"]

SHORT_LIST = 30
_WORD = re.compile(r"\w{3,}")


class Trigram:
    """FTS5 with the trigram tokenizer; any of the groups of a question's words may match."""

    def learn(self, phrasings: Sequence[Item]) -> None:
        """Fill a table in memory."""
        self._intents = [item.intent for item in phrasings]
        self._base = sqlite3.connect(":memory:")
        self._base.execute("create virtual table asked using fts5(text, tokenize='trigram')")
        rows = ((at, item.text) for at, item in enumerate(phrasings))
        self._base.executemany("insert into asked(rowid, text) values (?, ?)", rows)
        self._base.execute("insert into asked(asked) values ('optimize')")

    def rank(self, question: str, top: int) -> Ranked:
        """Search for any of the groups of letters."""
        groups = dict.fromkeys(
            word[at : at + 3]
            for word in _WORD.findall(question.lower())
            for at in range(len(word) - 2)
        )
        if not groups:
            return []
        found = self._base.execute(
            "select rowid, -rank from asked where asked match ? order by rank limit ?",
            (" OR ".join(f'"{group}"' for group in groups), 1 if top == 1 else SHORT_LIST),
        )
        return best_by_intent(((self._intents[at], score) for at, score in found), top)
