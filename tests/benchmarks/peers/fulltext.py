"""tantivy, a full-text search engine in Rust, with stems of the language."""

import re
from collections.abc import Sequence

import tantivy

from tests.benchmarks.peers import Ranked, best_by_intent, language
from tests.benchmarks.sets import Item

__all__ = ["Tantivy"]

LANGUAGES = {"en": "english", "es": "spanish", "pt": "portuguese", "fr": "french"}
SHORT_LIST = 30
HEAP = 64_000_000
"""Bytes that the writer may use before it lays down a segment."""
_SYNTAX = re.compile(r"[^\w\s]|\b(?:AND|OR|NOT|IN)\b")


class Tantivy:
    """An index in memory; any of the question's words may match."""

    def learn(self, phrasings: Sequence[Item]) -> None:
        """Index the phrasings."""
        analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        analyzer = analyzer.filter(tantivy.Filter.lowercase())
        analyzer = analyzer.filter(tantivy.Filter.ascii_fold())
        lang = language(phrasings)
        if lang:
            analyzer = analyzer.filter(tantivy.Filter.stemmer(LANGUAGES[lang]))
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("text", tokenizer_name="stems")
        schema.add_unsigned_field("at", stored=True, fast=True)
        self._index = tantivy.Index(schema.build())
        self._index.register_tokenizer("stems", analyzer.build())
        writer = self._index.writer(HEAP, 1)
        for at, item in enumerate(phrasings):
            document = tantivy.Document(text=item.text)
            document.add_unsigned("at", at)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()
        self._intents = [item.intent for item in phrasings]

    def rank(self, question: str, top: int) -> Ranked:
        """Search for any of the words."""
        query = self._index.parse_query(_SYNTAX.sub(" ", question), ["text"])
        hits = self._searcher.search(query, 1 if top == 1 else SHORT_LIST).hits
        found = ((self._searcher.doc(place)["at"][0], score) for score, place in hits)
        return best_by_intent(((self._intents[at], score) for at, score in found), top)
