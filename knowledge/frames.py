"""Frames: what people say around a question. "I'm a student from Valencia and I need to know when … Thanks!"

Where phrasings are many, a part of them is learnt a second time inside a frame, and a part with more words about
a name ("the European network ELAN"), so that these words come to tell nothing.
"""

import random
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from knowledge.entities import COUNTRY
from knowledge.features import THING, Token
from knowledge.learning import Rows
from knowledge.lexicon import frames
from knowledge.reading import Reader

__all__ = ["framed"]

PART = 3
"""One phrasing in so many is learnt in a frame as well, and one with more words about its name."""
BEFORE, AFTER = 0.85, 0.3
"""How often a frame has something before the question, and after it."""
SLOT = "{}"

Tokens: TypeAlias = Sequence[Token]


def framed(rows: Mapping[str, Rows], reader: Reader) -> dict[str, Rows]:
    """Return a part of the phrasings, by language, each inside a frame drawn at random, the same each time."""
    return {
        lang: [*_framed(own[::PART], lang, reader), *_dressed(own[1::PART], lang, reader)]
        for lang, own in rows.items()
    }


def _framed(rows: Rows, lang: str, reader: Reader) -> Rows:
    known = frames(lang)
    before, after = (
        [_read(text, lang, reader) for text in known.get(name, ())] for name in ("before", "after")
    )
    if not before or not after:
        return ()
    chance = random.Random(0)  # noqa: S311 - the same frames each time
    found = []
    for tokens, entry in rows:
        ahead = chance.choice(before) if chance.random() < BEFORE else ()
        behind = chance.choice(after) if not ahead or chance.random() < AFTER else ()
        found.append(((*ahead, *tokens, *behind), entry))
    return found


def _dressed(rows: Rows, lang: str, reader: Reader) -> Rows:
    """Return the phrasings that name a thing or a country, with more words about one name of each."""
    known = frames(lang)
    around = {
        kind: [
            tuple(_read(part, lang, reader) for part in text.split(SLOT))
            for text in known.get(name, ())
        ]
        for kind, name in ((THING, "things"), (f"§{COUNTRY}", "countries"))
    }
    chance = random.Random(0)  # noqa: S311 - the same words each time
    found = []
    for tokens, entry in rows:
        named = [at for at, token in enumerate(tokens) if around.get(token.text)]
        if named:
            at = chance.choice(named)
            ahead, behind = chance.choice(around[tokens[at].text])
            found.append(((*tokens[:at], *ahead, tokens[at], *behind, *tokens[at + 1 :]), entry))
    return found


def _read(text: str, lang: str, reader: Reader) -> Tokens:
    return reader.read(text, lang, repair=False).tokens
