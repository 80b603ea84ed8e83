"""Follow-ups: reading a question together with the one before it.

"and Peru?" is the last question asked of Peru; "when did it end?" is this question asked of what was
last named. Both become an ordinary reading, which the matcher treats like any other.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from knowledge.entities import COUNTRY, ELSEWHERE, ORDINAL, PLACES, YEAR, Mention
from knowledge.features import Token, name_token
from knowledge.lexicon import lexicon
from knowledge.reading import Reading
from knowledge.text import words

__all__ = [
    "NO_THINGS",
    "Context",
    "Leant",
    "asks_for_source",
    "complete",
    "lean",
    "named_in",
    "only_names",
]

NO_THINGS = (YEAR, ORDINAL, ELSEWHERE)
"""Kinds of mention that "it" never is."""
ASKING = 2
"""From so many words beside names on, a question of function words asks something: "is Peru in it"."""
MOST_NAMED = 4
"""So many things that were named are remembered."""
SHORT = 4
"""A question of so few tokens that only names something repeats the question before."""


@dataclass(frozen=True, slots=True)
class Context:
    """What is remembered of a conversation: how its last question was read, and what it was about."""

    reading: Reading
    topic: str | None = None
    told: Mention | None = None
    """What its answer told of and the question did not name: "it" is that."""
    about: str | None = None
    """The record that its answer was about, where it was about one."""
    lang: str = ""
    """The language that is spoken."""
    links: tuple[str, ...] = ()
    """What names the answers that were given (`Assistant.recall`), or why there was none."""
    named: tuple[Mention, ...] = ()
    """What was named in the conversation, the last at the end, each once."""


@dataclass(frozen=True, slots=True)
class Leant:
    """A question read with its context; `only` where it has no meaning without."""

    reading: Reading
    only: bool


class Neighbours(Protocol):
    """Knows what stands beside a thing: before and after it in time, and beside it by name."""

    def neighbour(self, mention: Mention, step: int, first: bool = False) -> Mention | None:
        """Return the one `step` away, or counted from the first of the row; None where there is none."""

    def of_year(self, kind: str, year: Mention) -> Mention | None:
        """Return the one of a kind that a year tells from the others, named where the year is."""

    def sibling(self, mention: Mention, said: Sequence[str]) -> Mention | None:
        """Return the one whose name begins as the mentioned one's and goes on with words of `said`, where they are."""


def lean(
    reading: Reading, context: Context, ambient: frozenset[str], neighbours: Neighbours
) -> list[Leant]:
    """Return the ways to complete `reading` from `context`; none where it needs nothing."""
    before = replace(context.reading, lent=0)
    spoken_of = _spoken_of(context, ambient)
    in_full = _named_in_full(reading, spoken_of, ambient, neighbours)
    ways = [] if in_full is reading else [Leant(in_full, only=True)]
    reading = in_full
    named = _told_apart(reading.mentions, ambient)
    stepped = None if named else _stepped(reading, before, spoken_of, ambient, neighbours)
    if stepped:
        return [Leant(stepped, only=True)]
    counted = _counted(reading, before, spoken_of, ambient, neighbours)
    if counted:
        return [Leant(counted, only=True)]
    among = _among(reading, context, ambient)
    if among:
        return [Leant(among, only=True)]
    anew = _named_anew(reading, before, ambient)
    dated = _dated(named or anew, before, neighbours)
    if dated and only_names(reading) and _is_bare(reading, before):
        again = _of_another(reading, before, dated, ambient)
        if again or len(reading.tokens) == len(reading.mentions):
            return [Leant(one, only=True) for one in again] or ways
    if named and dated != named:  # "who chaired the one of 2025?"
        ways.append(Leant(_renamed(reading, named, dated, ambient), only=False))
    asks_alone = not only_names(reading) or bool(named or anew)
    lent = _lent(reading, context, ambient, {mention.kind for mention in dated})
    if lent:
        completed = _with(reading, [_token(m, ambient) for m in lent], lent)
        ways.append(Leant(completed, only=not asks_alone))
    beside = _beside(reading, _asked_otherwise(before, reading))
    if not asks_alone:  # "which ones?": what they are about was said before
        if _asking(reading) and not _asks_why(reading):
            ways.append(Leant(beside, only=True))
    elif _asks_one_thing(reading):  # "which day?" after where they met
        beside = replace(beside, lent=len(beside.tokens) - len(reading.tokens))
        ways.append(Leant(beside, only=False))
    return ways


def _is_bare(reading: Reading, before: Reading) -> bool:
    """Say whether a question says nothing beside names but what the one before asked: "and who in 2025"; "is Peru in it" does."""
    language = lexicon(reading.lang)
    said = _beyond_opening(reading)
    repeated = sum(token in before.tokens for token in _asking(reading))
    beside = len(said) - len(reading.mentions) - repeated
    asks = any(token.text in language.yesno for token in said)
    return not asks and beside < ASKING + bool(reading.leaning or repeated)


def _lent(
    reading: Reading, context: Context, ambient: frozenset[str], named_kinds: Collection[str]
) -> list[Mention]:
    """Return what "it" may be in a question: of the kinds that it does not name itself, as told by `named_kinds`."""
    before = context.reading.mentions
    named = _told_apart(reading.mentions, ambient)
    own = {mention.id for mention in reading.mentions}
    function = lexicon(reading.lang).function
    content = [t for t in reading.tokens if not t.names and t.text not in function]
    anew = _named_anew(reading, context.reading, ambient)
    if anew and not named and len(content) <= 1:  # "what is CELAC?"
        return []
    kinds = {*NO_THINGS, *named_kinds}
    # what an answer told of is "it", and stands beside no other name
    spoken_of = before if named and context.told else _spoken_of(context, ambient)
    lent = [mention for mention in spoken_of if mention.kind not in kinds]
    if not lent and named and len(content) <= 1:  # "is Brazil a member?" after who is in CELAC
        return [mention for mention in before if mention.id in ambient - own]
    return lent


def _among(reading: Reading, context: Context, ambient: frozenset[str]) -> Reading | None:
    """Return "which of the two is older" asked of the last two things that were named, if they are of one kind."""
    said = tuple(token.text for token in reading.tokens)
    asked = (
        number
        for phrase, number in lexicon(reading.lang).among
        if any(said[at : at + len(phrase)] == phrase for at in range(len(said)))
    )
    number = next(asked, 0)
    last = context.named[-number:]
    if not number or _told_apart(reading.mentions, ambient) or len(last) < number:
        return None
    if len({mention.kind for mention in last}) > 1:
        return None
    return _with(reading, [_token(mention, ambient) for mention in last], last)


def named_in(
    context: Context | None, reading: Reading, ambient: frozenset[str]
) -> tuple[Mention, ...]:
    """Return what was named in a conversation up to a question, the last at the end."""
    before = context.named if context else ()
    own = {m.id: m for m in _told_apart(reading.mentions, ambient) if m.kind not in NO_THINGS}
    return (*(m for m in before if m.id not in own), *own.values())[-MOST_NAMED:]


def _named_anew(reading: Reading, before: Reading, ambient: frozenset[str]) -> list[Mention]:
    """Return what a question names that may be about everything here, if the one before did not: CELAC, the EU."""
    known = {mention.id for mention in before.mentions}
    fresh = (m for m in reading.mentions if m.id in ambient and m.id not in known)
    return [mention for mention in fresh if mention.kind not in PLACES]


def _of_another(
    reading: Reading, before: Reading, named: Sequence[Mention], ambient: frozenset[str]
) -> list[Reading]:
    """Return the ways to ask the question before of what `reading` merely names; none where it does not lean."""
    own = _told_apart(reading.mentions, ambient) or named
    same_kind = {m.kind for m in own} & {m.kind for m in before.mentions}
    if not reading.leaning and not (same_kind and len(reading.tokens) <= SHORT):
        return []
    again = _asked_again(before, named, ambient)
    countries = all(mention.kind == COUNTRY for mention in named)
    if same_kind or not countries or not _told_apart(before.mentions, ambient):
        return [again]
    # "Panama too?" after the members of SICA asks of both
    return [again, _with(before, [_token(m, ambient) for m in named], named)]


def _asks_why(reading: Reading) -> bool:
    """Say whether a question asks for the reason of what was told: "why?", which the same answer does not tell."""
    said = tuple(token.text for token in _beyond_opening(reading))
    return any(said[: len(reason)] == reason for reason in lexicon(reading.lang).reasons)


def _asks_one_thing(reading: Reading) -> bool:
    """Say whether a question says one thing alone, and which: "which day?", "and between regions?"."""
    language = lexicon(reading.lang)
    said = _beyond_opening(reading)
    small = [token for token in said if token.text in language.function]
    asks = reading.leaning or all(token.text in language.interrogatives for token in small)
    return not reading.mentions and asks and len(said) < SHORT and len(said) == len(small) + 1


def _beside(reading: Reading, before: Reading) -> Reading:
    """Return a question with what the one before said."""
    said = [token for token in before.tokens if token not in reading.tokens]
    return _with(reading, said, before.mentions)


def _named_in_full(
    reading: Reading,
    spoken_of: Sequence[Mention],
    ambient: frozenset[str],
    neighbours: Neighbours,
) -> Reading:
    """Return a question with what it names in short named in full: "and Amazonia" after "Interreg Caribbean"."""
    said = [token.text for token in reading.tokens]
    for mention in spoken_of if not _told_apart(reading.mentions, ambient) else ():
        found = neighbours.sibling(mention, said)
        if found:
            before, after = reading.tokens[: found.start], reading.tokens[found.end :]
            tokens = (*before, _token(found, ambient), *after)
            return replace(reading, tokens=tokens, mentions=(*reading.mentions, found))
    return reading


def _spoken_of(context: Context, ambient: frozenset[str]) -> Sequence[Mention]:
    """Return what "it" may be: what the answer before told of, else what its question named."""
    if context.told:
        return [context.told]
    return _told_apart(context.reading.mentions, ambient) or context.reading.mentions


def _asking(reading: Reading) -> list[Token]:
    """Return the question words of a reading, but for those of an opening: "what about"."""
    interrogatives = lexicon(reading.lang).interrogatives
    return [token for token in _beyond_opening(reading) if token.text in interrogatives]


def _beyond_opening(reading: Reading) -> Sequence[Token]:
    """Return the tokens after an opening that only says that a question leans: "no, I meant"."""
    return reading.tokens[lexicon(reading.lang).opening([t.text for t in reading.tokens]) :]


def _asked_otherwise(before: Reading, reading: Reading) -> Reading:
    """Return the question before, asked with the question words of `reading` where it has some: "and where?"."""
    interrogatives = lexicon(before.lang).interrogatives
    asking = _asking(reading) if reading.lang == before.lang else []
    if not asking or all(token in before.tokens for token in asking):
        return before
    rest = [token for token in before.tokens if token.text not in interrogatives]
    return replace(before, tokens=(*asking, *rest))


def _dated(named: Sequence[Mention], before: Reading, neighbours: Neighbours) -> list[Mention]:
    """Return what is named, a year as the thing of that year where the question before was about such a thing.

    "And in 2023?" after a question about the summit of 2025 asks of the summit of 2023.
    """
    kinds = [mention.kind for mention in before.mentions]
    found = []
    for mention in named:
        of_year = (neighbours.of_year(kind, mention) for kind in kinds if mention.kind == YEAR)
        found.append(next(filter(None, of_year), mention))
    return found


def _renamed(
    reading: Reading, old: Sequence[Mention], new: Sequence[Mention], ambient: frozenset[str]
) -> Reading:
    """Return a question with other things named in the place of some."""
    places = {f"={before.id}": after for before, after in zip(old, new, strict=True)}
    tokens = (
        _token(places[token.names], ambient) if token.names in places else token
        for token in reading.tokens
    )
    mentions = (
        new[old.index(mention)] if mention in old else mention for mention in reading.mentions
    )
    return replace(reading, tokens=tuple(tokens), mentions=tuple(mentions))


def _counted(
    reading: Reading,
    before: Reading,
    spoken_of: Sequence[Mention],
    ambient: frozenset[str],
    neighbours: Neighbours,
) -> Reading | None:
    """Return what "and the second?" asks after a question about one thing in a row of things."""
    language = lexicon(reading.lang)
    numbers = [int(m.id) for m in reading.mentions if m.kind == ORDINAL]
    numbers += [1 for token in reading.tokens if token.text in language.first]
    others = [m for m in _told_apart(reading.mentions, ambient) if m.kind != ORDINAL]
    rest = replace(
        reading,
        tokens=tuple(t for t in reading.tokens if not t.names and t.text not in language.first),
        mentions=(),
    )
    if len(numbers) != 1 or others or not (only_names(rest) or _ends_with_number(reading)):
        return None
    found = [m for m in (neighbours.neighbour(m, numbers[0], True) for m in spoken_of) if m]
    if not found:
        return None
    if _asking(reading):
        return _with(rest, [_token(found[0], ambient)], found[:1])
    return _asked_again(before, found[:1], ambient)


def _ends_with_number(reading: Reading) -> bool:
    """Say whether a question ends with an ordinal: "what was the theme of the second one"."""
    language = lexicon(reading.lang)
    said = [t for t in reading.tokens if t.text not in language.function]
    ordinals = {f"={m.id}" for m in reading.mentions if m.kind == ORDINAL}
    return bool(said) and (said[-1].names in ordinals or said[-1].text in language.first)


def _stepped(
    reading: Reading,
    before: Reading,
    spoken_of: Sequence[Mention],
    ambient: frozenset[str],
    neighbours: Neighbours,
) -> Reading | None:
    """Return what "and the next one?" asks after a question about one thing in a row of things."""
    language = lexicon(reading.lang)
    steps = [language.steps[t.text] for t in reading.tokens if t.text in language.steps]
    if len(steps) != 1 or len(reading.tokens) > 2 * SHORT:
        return None
    found = [m for m in (neighbours.neighbour(m, steps[0]) for m in spoken_of) if m]
    rest = replace(reading, tokens=tuple(t for t in reading.tokens if t.text not in language.steps))
    again = only_names(rest) and not _asking(reading)
    if not found:  # "who chairs it?", "and before that?"
        return _beside(reading, before) if again else None
    if again:
        return _asked_again(before, found[:1], ambient)
    return _with(rest, [_token(found[0], ambient)], found[:1])


def complete(part: Reading, whole: Reading, ambient: frozenset[str]) -> Reading:
    """Return `part` of a text with what the whole text names."""
    named = _told_apart(whole.mentions, ambient)
    return _with(part, [_token(mention, ambient) for mention in named], named)


def _with(reading: Reading, tokens: Sequence[Token], mentions: Sequence[Mention]) -> Reading:
    return replace(
        reading, tokens=(*reading.tokens, *tokens), mentions=(*reading.mentions, *mentions)
    )


def _told_apart(mentions: Sequence[Mention], ambient: frozenset[str]) -> list[Mention]:
    return [mention for mention in mentions if mention.id not in ambient]


def asks_for_source(text: str, lang: str) -> bool:
    """Say whether a text asks where the last answer comes from, and nothing else: "source?"."""
    language = lexicon(lang)
    said = tuple(word.folded for word in words(text))
    for phrase in language.sources:
        for start in range(len(said) - len(phrase) + 1):
            if said[start : start + len(phrase)] == phrase:
                return language.function.issuperset(said[:start] + said[start + len(phrase) :])
    return False


def only_names(reading: Reading) -> bool:
    """Say whether nothing but names, and words that carry no content, is left."""
    function = lexicon(reading.lang).function
    return all(token.names or token.text in function for token in _beyond_opening(reading))


def _asked_again(before: Reading, named: Sequence[Mention], ambient: frozenset[str]) -> Reading:
    """Return the question before with `named` in place of what it named of the same kinds, else of all."""
    kinds = {mention.kind for mention in named}
    new = {mention.id for mention in named}
    old = [
        m
        for m in before.mentions
        if m.kind in kinds and (m.id not in ambient or not new.isdisjoint(ambient))
    ]
    if not old:
        old = [m for m in before.mentions if m.kind not in (YEAR, ORDINAL) and m.id not in ambient]
    gone = {f"={mention.id}" for mention in old}
    counted = lexicon(before.lang).first if ORDINAL in kinds else frozenset[str]()
    fresh = [_token(mention, ambient) for mention in named]
    tokens: list[Token] = []
    placed = False
    for token in before.tokens:
        if token.names in gone or token.text in counted:
            tokens.extend([] if placed else fresh)
            placed = True
        else:
            tokens.append(token)
    if not placed:
        tokens.extend(fresh)
    mentions = [m for m in before.mentions if m not in old]
    return replace(before, tokens=tuple(tokens), mentions=(*named, *mentions))


def _token(mention: Mention, ambient: frozenset[str]) -> Token:
    return name_token(mention.kind, mention.id, ambient)
