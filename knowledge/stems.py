"""Stems: the Snowball algorithms, by way of PyStemmer, those of words that come again remembered."""

from functools import cache, lru_cache

import Stemmer

__all__ = ["stem", "stem_once"]

_ALGORITHMS = {
    "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish",
    "fr": "french", "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip


@cache
def _stemmer(lang: str) -> Stemmer.Stemmer | None:
    algorithm = _ALGORITHMS.get(lang)
    return Stemmer.Stemmer(algorithm, 0) if algorithm else None  # 0: remembers no words of its own


def stem_once(word: str, lang: str) -> str:
    """Return the stem of a folded word, the word itself where the language has no stemmer."""
    stemmer = _stemmer(lang)
    return stemmer.stemWord(word) if stemmer else word


@lru_cache(maxsize=1 << 12)
def stem(word: str, lang: str) -> str:
    """Return the same, remembered."""
    return stem_once(word, lang)
