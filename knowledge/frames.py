"""Frames: what people say around a question. "I'm a student from Valencia and I need to know when … Thanks!"

Where phrasings are many, a part of them is learnt a second time inside a frame, so that the words of frames come
to tell nothing.
"""

import random
from collections.abc import Mapping

from knowledge.learning import Rows
from knowledge.lexicon import frames
from knowledge.reading import Reader

__all__ = ["framed"]

PART = 3
"""One phrasing in so many is learnt in a frame as well."""
BEFORE, AFTER = 0.85, 0.3
"""How often a frame has something before the question, and after it."""


def framed(rows: Mapping[str, Rows], reader: Reader) -> dict[str, Rows]:
    """Return a part of the phrasings, by language, each inside a frame drawn at random, the same each time."""
    return {lang: _framed(own, lang, reader) for lang, own in rows.items()}


def _framed(rows: Rows, lang: str, reader: Reader) -> Rows:
    known = frames(lang)
    before, after = (
        [reader.read(text, lang, repair=False).tokens for text in known.get(name, ())]
        for name in ("before", "after")
    )
    if not before or not after:
        return ()
    chance = random.Random(0)  # noqa: S311 - the same frames each time
    found = []
    for tokens, entry in rows[::PART]:
        ahead = chance.choice(before) if chance.random() < BEFORE else ()
        behind = chance.choice(after) if not ahead or chance.random() < AFTER else ()
        found.append(((*ahead, *tokens, *behind), entry))
    return found
