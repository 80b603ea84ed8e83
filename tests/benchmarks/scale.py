"""A knowledge base of any size: the shipped questions about one record, asked of invented things.

An answer is one question about one thing, such as the budget of the "Dravolt Fund"; its phrasings are
drawn from the two dozen ways in which people ask that. So entries are alike in what people ask of
each thing, and in the things of which they ask the same, as in any large set of answers.
"""

import random
from collections import defaultdict
from collections.abc import Iterator

from knowledge.loading import CONTENT, load
from knowledge.templates import slots
from knowledge.text import words
from tests.benchmarks.sets import IntentSet, Item

__all__ = ["of_size"]

STARTS = "b c d f g h j k l m n p r s t v z br cr dr gl pl st tr"
MIDDLES = "a e i o u ai ei ou"
ENDS = "l n r s t m nd rt x"
KINDS = "Bridge Fund Forum Lab Network Park Plan Port Project School Valley Works"
ASKED = 1000
FEWEST = 10
"""A question with fewer ways to ask it is not used."""


def of_size(phrasings: int, each: int = 3, asked: int = ASKED) -> IntentSet:
    """Return a set with so many phrasings, `each` an answer, and at most `asked` other questions.

    The smaller set is a part of the larger, and the questions are drawn over the whole.
    """
    chance = random.Random(11)
    frames = _frames()
    learnt: list[Item] = []
    questions: list[Item] = []
    pairs = ((subject, frame) for subject in _subjects() for frame in frames)
    for number, (subject, frame) in enumerate(pairs):
        drawn = chance.sample(frame, each + 1)
        texts = [text.format(subject=subject) for text in drawn]
        learnt += [Item(f"answer-{number}", "en", text) for text in texts[:each]]
        questions.append(Item(f"answer-{number}", "en", texts[each]))
        if len(learnt) >= phrasings:
            break
    some = chance.sample(questions, min(asked, len(questions)))
    return IntentSet(f"{phrasings:,} phrasings", learnt[:phrasings], some)


def _frames() -> list[list[str]]:
    """Return, for each question about one record, the English ways to ask it that no other shares."""
    asks: dict[str, set[str]] = defaultdict(set)
    frames: dict[str, list[str]] = defaultdict(list)
    library = load(CONTENT)
    for question in library.questions.values():
        for text in library.ways_to_ask(question).get("en", ()):
            found = slots(text)
            if len(found) == 1 and found[0].name == "subject":
                own = text.replace(found[0].written, "{subject}")
                asks[_folded(own)].add(question.id)
                frames[question.id].append(own)
    alone = ([text for text in own if len(asks[_folded(text)]) == 1] for own in frames.values())
    return [own for own in alone if len(own) >= FEWEST]


def _folded(text: str) -> str:
    return " ".join(word.folded for word in words(text))


def _subjects() -> Iterator[str]:
    """Yield different invented names without end."""
    chance = random.Random(3)
    starts, middles = STARTS.split(), MIDDLES.split()
    ends, kinds = ENDS.split(), KINDS.split()
    seen: set[str] = set()
    while True:
        syllables = (chance.choice(starts) + chance.choice(middles) for _ in range(2))
        name = f"{''.join(syllables).capitalize()}{chance.choice(ends)} {chance.choice(kinds)}"
        if name not in seen:
            seen.add(name)
            yield name
