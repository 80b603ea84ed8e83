"""Several questions in one: "when and where was it signed", "who runs INNOVACT, when did it end and is it over"."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from knowledge.lexicon import Lexicon
from knowledge.text import fold, sentences, words

__all__ = ["coordinated"]

BETWEEN = 3
"""At most so many small words stand between "and" and the question word that it joins: "and since when"."""
FEWEST = 2
"""So many words a question without a question word has: "is INNOVACT"."""
LONGEST_TOPIC = 6
"""So many words before a colon are what is asked about: "Argentina and Mexico: which …"."""
LONGEST = 40
"""Longer texts are no plain questions."""
MOST = 3
"""More questions than these are no plain questions either."""

_MARKS = ",;?+&"
_PARTS = re.compile(r"[^\W_]+|[,;?]|(?<=\s)[+&](?=\s)")  # R&D and EUROsociAL+ are names


class _Said(NamedTuple):
    """The words of a text, and what stands between them."""

    folded: Sequence[str]
    marks: Mapping[int, str]
    """What mark stands before a word."""
    joining: Collection[int]
    """Where conjunctions are."""
    language: Lexicon


def coordinated(text: str, language: Lexicon) -> tuple[str, ...]:
    """Return the questions that `text` joins, none where it is one. What is said before them is left out."""
    spoken: list[str] = []
    marks: dict[int, str] = {}
    for part in _PARTS.findall(_without_preamble(text, language)):
        if part in _MARKS:
            marks.setdefault(len(spoken), part)
        else:
            spoken.append(part)
    if len(spoken) > LONGEST:
        return ()
    folded = [_in_full(fold(word), language) for word in spoken]
    joining = {
        i
        for i, word in enumerate(folded)
        # "é" and "où", which lose their marks, join nothing
        if word in language.conjunctions and fold(spoken[i]) == spoken[i].lower()
    }
    said = _Said(folded, marks, joining, language)
    asking = _questions(said)
    cuts = _cuts(asking, said)
    if not cuts or len(cuts) >= MOST:
        return ()
    end, start = cuts[0]
    second = next((i for i in asking if i >= start), None)
    if second and end - asking[0] == 1 and folded[second] in language.interrogatives:
        # "when and where was it signed" share the rest
        before, rest = spoken[: asking[0]], spoken[second + 1 :]
        return (
            (" ".join([*spoken[:end], *rest]), " ".join([*before, *spoken[start:]])) if rest else ()
        )
    bounds = [0, *(start for _, start in cuts)], [*(end for end, _ in cuts), len(spoken)]
    return tuple(" ".join(spoken[start:end]) for start, end in zip(*bounds, strict=True))


def _without_preamble(text: str, language: Lexicon) -> str:
    """Return a text from its first sentence on that asks, as far as that can be seen."""
    several = sentences(text)
    for at, sentence in enumerate(several):
        said = words(sentence)
        asks = any(word.folded in language.interrogatives for word in said)
        if asks or sentence.endswith("?") or len(said) <= LONGEST_TOPIC:
            return " ".join(several[at:])
    return text


def _questions(said: _Said) -> list[int]:
    """Return where questions begin: with a question word or, where they are joined to another, with a verb.

    A statement before all question words is no question: "I work here and is it right that …".
    """
    language = said.language
    asking = [i for i, word in enumerate(said.folded) if word in language.interrogatives]
    found = list(asking)
    for i, word in enumerate(said.folded):
        end, start = _joint(i, said) if word in language.yesno else (0, 0)
        begun = any(start <= other <= i for other in found)
        if end and not begun and (not asking or asking[0] < i):
            found.append(i)
    return sorted(found)


def _cuts(asking: Sequence[int], said: _Said) -> list[tuple[int, int]]:
    """Return where questions end and the next begin; a comma counts where "and" closes the row."""
    cuts: list[tuple[int, int]] = []
    enumerated: list[tuple[int, int]] = []
    for i in asking:
        end, start = _joint(i, said)
        comma = said.marks.get(start) == ","
        if i == asking[0]:  # "is INNOVACT over, and who ran it" opens with no question word
            if end >= FEWEST and not comma:
                cuts.append((end, start))
        elif start and end > max([asking[0], *(begun for _, begun in cuts)]):
            enumerated.append((end, start))
            if not comma:
                cuts += enumerated
                enumerated = []
    again = next((i for i, mark in said.marks.items() if mark == "?" and i > 0), 0)
    if not cuts and again and again in said.joining:
        return [(again, again)]  # "when did Chile start? and Peru?"
    return cuts


def _joint(asked: int, said: _Said) -> tuple[int, int]:
    """Return where the question before this question word ends and its own begins, (0, 0) where nothing joins them."""
    for start in range(asked, max(asked - BETWEEN, 1) - 1, -1):
        if start - 1 in said.joining:
            return start - 1, start
        if start in said.marks:
            return start, start
        if said.folded[start - 1] not in said.language.function:
            break
    return 0, 0


def _in_full(word: str, language: Lexicon) -> str:
    """Return the first word that a phone spelling stands for."""
    return language.short.get(word, (word,))[0]
