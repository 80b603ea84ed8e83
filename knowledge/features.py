"""What the matcher sees of a question: weighted words, pairs of words, letter groups and names.

Five blocks, each brought to its own length before they are joined:
stems of words · the groups of synonyms that they are in, the same for all languages · pairs of neighbouring
stems, with the edges of the question · which records, years and ordinals are named · groups of three and four
letters inside words. A name stands in the first two blocks as its kind (`§country`), so that questions about different
countries share their frame.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from knowledge.lexicon import lexicon
from knowledge.stems import stem

__all__ = ["BLOCKS", "THING", "Token", "letter_groups", "name_token", "word_features"]

BLOCKS = ("word", "alike", "name", "pair", "letters")
"""In this order they are numbered; the first are what whole phrasings are compared by (see `learning`)."""

_LETTER_GROUPS = (3, 4)


class Token(NamedTuple):
    """One unit of a question: a folded word, or a name as its kind (`§country`) with `names` (`=chile`)."""

    text: str
    names: str = ""
    repaired: bool = False


THINGS = frozenset(("programme", "institution", "summit", "term"))
"""Kinds that are asked about in the same words, so that they stand for one another."""
THING = "§thing"


def name_token(kind: str, id_: str, ambient: frozenset[str], *, repaired: bool = False) -> Token:
    """Return the token of a name: its kind, or the name itself where it tells little (ambient)."""
    if kind in THINGS and id_ not in ambient:
        return Token(THING, names=f"={id_}", repaired=repaired)
    return Token(f"§{id_ if id_ in ambient else kind}", names=f"={id_}", repaired=repaired)


@lru_cache(maxsize=1 << 10)
def letter_groups(word: str) -> tuple[str, ...]:
    """Return the groups of letters in a folded word, its edges marked."""
    edged = f"^{word}$"
    return tuple(
        edged[i : i + size] for size in _LETTER_GROUPS for i in range(len(edged) - size + 1)
    )


def word_features(tokens: Sequence[Token], lang: str) -> dict[str, list[str]]:
    """Return the features of each block of `BLOCKS` but `letters`, as often as they occur."""
    stems = [token.text if token.names else stem(token.text, lang) for token in tokens]
    synonyms = lexicon(lang).synonyms
    alike = [group for word in stems if (group := synonyms.get(word))]
    edged = ["<", *stems, ">"]
    return {
        "word": stems,
        "alike": alike,
        "pair": [f"{a} {b}" for a, b in pairwise(edged)],
        "name": [token.names for token in tokens if token.names],
    }
