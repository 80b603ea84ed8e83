"""Searching as one types: the answers that a few words may ask for, the best first.

What the assistant understands comes first; then the titles that hold every word typed so far, the
last one perhaps unfinished. An empty query gives what is worth knowing first.
"""

from functools import lru_cache

from knowledge.assistant import Assistant
from knowledge.catalogue import Catalogue
from knowledge.errors import UnknownLink
from knowledge.links import Links
from knowledge.reply import Reply
from knowledge.text import words

__all__ = ["FOUND", "Search"]

FOUND = 10
LIKELY = 0.03
"""Lowest confidence of a candidate that is shown."""
POPULAR = 10
_UNSURE = frozenset(("unknown", "not recorded", "unreadable"))
"""Reasons to decline a question that may only be unfinished."""


class Search:
    """Finds answers in one knowledge base."""

    def __init__(self, assistant: Assistant, catalogue: Catalogue, links: Links) -> None:
        self._assistant = assistant
        self._catalogue = catalogue
        self._links = links
        self._titles = lru_cache(maxsize=None)(self._titles_in)

    def find(self, query: str, lang: str, limit: int = FOUND) -> list[Reply]:
        """Return up to `limit` whole answers to `query`, in its language, else in `lang`; the best first."""
        if not words(query):
            return self._recalled(self.popular(), lang, limit)
        reply, _ = self._assistant.turn(query, lang, None, top=limit)
        spoken = reply.lang
        declined = reply.kind == "none" and reply.reason not in _UNSURE
        candidates = () if declined else reply.candidates
        sure = self._assistant.suggest_from
        ranked = dict.fromkeys([reply.link] if reply.link else [])
        ranked |= dict.fromkeys(choice.link for choice in reply.choices)
        ranked |= dict.fromkeys(c.link for c in candidates if c.confidence >= sure)
        ranked |= dict.fromkeys(self._titled(query, spoken))
        ranked |= dict.fromkeys(c.link for c in candidates if c.confidence >= LIKELY)
        return self._recalled(list(ranked), spoken, limit)

    def popular(self, limit: int = POPULAR) -> list[str]:
        """Return the links of what is worth knowing first.

        The curators' choice comes first, then of each topic its first answers, in turn.
        """
        manifest = self._assistant.library.manifest
        listed = set(self._catalogue.links())
        chosen = [link for link in (manifest.popular if manifest else ()) if link in listed]
        columns = [
            [
                *shelf.links,
                *(a for r in shelf.records for a in self._catalogue.answers_about(r)[:1]),
            ]
            for shelf in self._catalogue.shelves.values()
            if not shelf.kind
        ]
        turns = max(map(len, columns), default=0)
        ranked = [column[i] for i in range(turns) for column in columns if i < len(column)]
        return list(dict.fromkeys([*chosen, *ranked]))[:limit]

    def _recalled(self, links: list[str], lang: str, limit: int) -> list[Reply]:
        replies: list[Reply] = []
        for link in links:
            if len(replies) == limit:
                break
            try:
                reply = self._assistant.recall(link, lang)
            except UnknownLink:  # a question that names too little to be answered
                continue
            if reply.kind == "answer" and all(reply.text != other.text for other in replies):
                replies.append(reply)
        return replies

    def _titled(self, query: str, lang: str) -> list[str]:
        asked = [word.folded for word in words(query)]
        whole, last = asked[:-1], asked[-1]
        found = []
        for link, title in self._titles(lang):
            if all(word in title for word in whole) and any(w.startswith(last) for w in title):
                found.append((len(title), link))
        return [link for _, link in sorted(found, key=lambda item: item[0])]

    def _titles_in(self, lang: str) -> list[tuple[str, frozenset[str]]]:
        """Return the words of all titles in a language."""
        return [
            (link, frozenset(word.folded for word in words(self._links.title(link, lang))))
            for link in self._catalogue.links()
        ]
