"""What the matcher sees of a question: weighted words, pairs of words, letter groups and names.

Four blocks, each brought to its own length before they are joined:
stems of words · pairs of neighbouring stems, with the edges of the question · groups of two to four
letters inside words · which records, years and ordinals are named. A name stands in the first two
blocks as its kind (`§country`), so that questions about different countries share their frame.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

__all__ = ["BLOCKS", "Token", "features", "stem"]

BLOCKS = ("word", "pair", "letters", "name")

_LETTER_GROUPS = (2, 3, 4)
_STEMMERS = {
    lang: Stemmer.Stemmer(name)
    for lang, name in {
        "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish",
        "fr": "french", "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian",
        "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish", "tr": "turkish",
    }.items()
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """One unit of a question: a folded word, or a name as its kind (`§country`) with `names` (`=chile`)."""

    text: str
    names: str = ""
    repaired: bool = False


@lru_cache(maxsize=1 << 16)
def stem(word: str, lang: str) -> str:
    """Return the Snowball stem of a folded word, the word itself where the language has no stemmer."""
    stemmer = _STEMMERS.get(lang)
    return stemmer.stemWord(word) if stemmer else word


@lru_cache(maxsize=1 << 16)
def _letter_groups(word: str) -> tuple[str, ...]:
    edged = f"^{word}$"
    return tuple(
        edged[i : i + size] for size in _LETTER_GROUPS for i in range(len(edged) - size + 1)
    )


def features(tokens: Sequence[Token], lang: str) -> tuple[Counter[str], ...]:
    """Return how often each feature of each block of `BLOCKS` occurs in a question in `lang`."""
    stems = [token.text if token.names else stem(token.text, lang) for token in tokens]
    edged = ["<", *stems, ">"]
    pairs: Iterable[str] = (f"{a} {b}" for a, b in zip(edged, edged[1:], strict=False))
    letters: Counter[str] = Counter()
    for token in tokens:
        if not token.names:
            letters.update(_letter_groups(token.text))
    names = Counter(token.names for token in tokens if token.names)
    return Counter(stems), Counter(pairs), letters, names
