"""Typing errors as fingers make them: a letter left out, doubled, swapped or taken from the next key."""

import random
import zlib

__all__ = ["mistyped"]

ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
SHORTEST = 4
"""Words with fewer letters are left alone, where there are longer ones."""


def mistyped(text: str, errors: int) -> str:
    """Return `text` with so many typing errors, each in another word where there are enough.

    The same text always gets the same errors, whoever asks.
    """
    chance = random.Random(zlib.crc32(text.encode()))
    words = text.split(" ")
    longest = [at for at, word in enumerate(words) if sum(map(str.isalpha, word)) >= SHORTEST]
    able = longest or [at for at, word in enumerate(words) if any(map(str.isalpha, word))]
    if not able:
        return text
    chosen = chance.sample(able, min(errors, len(able)))
    chosen += chance.choices(able, k=errors - len(chosen))
    for at in chosen:
        words[at] = _slip(words[at], chance)
    return " ".join(words)


def _slip(word: str, chance: random.Random) -> str:
    letters = [at for at, letter in enumerate(word) if letter.isalpha()]
    pairs = [at for at in letters if word[at + 1 : at + 2].isalpha() and word[at] != word[at + 1]]
    at = chance.choice(letters) if letters else 0
    kind = chance.choice(("omit", "insert", "replace", "swap"))
    if kind == "swap" and pairs:
        at = chance.choice(pairs)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == "omit" and len(letters) > 1:
        return word[:at] + word[at + 1 :]
    near = _beside(word[at], chance) if letters else "e"
    return word[:at] + near + word[at if kind == "insert" else at + 1 :]


def _beside(letter: str, chance: random.Random) -> str:
    """Return a key beside that of `letter`; any letter for one that has no key of its own."""
    for row in ROWS:
        at = row.find(letter.lower())
        if at >= 0:
            return chance.choice(row[max(0, at - 1) : at] + row[at + 1 : at + 2])
    return chance.choice("".join(ROWS))
