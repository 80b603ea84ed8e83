"""Fitting the decision on the knowledge base itself, where no real questions are at hand.

Phrasings left out of the index are questions it can answer, phrasings of entries left out whole are
questions it cannot.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from knowledge.decision import BY_EXPERIENCE, OF_QUESTION, Case, Decision, fitted
from knowledge.evidence import Witness
from knowledge.features import Token
from knowledge.learning import Rows, many
from knowledge.matcher import Matcher
from knowledge.reading import Reading

__all__ = ["cross_fitted"]

FOLDS = 3
LEFT_OUT_ENTRIES = 0.1
FITTED_ON = 2500
"""At most so many phrasings of a language are used."""
PENALTY = 10.0
"""Phrasings resemble real questions only so far: what they teach stays near experience."""
BY_SHARE = {"similarity": 0.5, "told": 1.0}
"""Among entries alone the fitted share ranks best; what else is seen tells whether any of them is meant."""
SMALLEST = 60
"""A language with fewer phrasings is not used."""


def cross_fitted(rows: Mapping[str, Rows]) -> Decision:
    """Return the decision fitted on the phrasings themselves, the same each time."""
    chance = random.Random(0)  # noqa: S311 - the same folds each time
    kept = {lang: _some(own, chance) for lang, own in rows.items()}
    kept = {lang: some for lang, some in kept.items() if len(some) >= SMALLEST}
    network = many(rows)
    cases = [case for _ in range(FOLDS if kept else 0) for case in _fold(kept, network, chance)]
    if not cases:
        return Decision(BY_EXPERIENCE)
    start = {**BY_EXPERIENCE, **BY_SHARE}
    return Decision(fitted(cases, start, ("share", *OF_QUESTION), PENALTY))


def _some(rows: Rows, chance: random.Random) -> Rows:
    """Return the phrasings of entries drawn at random, until there are enough."""
    by_entry: dict[int, list[tuple[Sequence[Token], int]]] = defaultdict(list)
    for row in rows:
        by_entry[row[1]].append(row)
    entries = sorted(by_entry)
    chance.shuffle(entries)
    kept: list[tuple[Sequence[Token], int]] = []
    for entry in entries:
        if len(kept) < FITTED_ON:
            kept.extend(by_entry[entry])
    return kept


def _fold(rows: Mapping[str, Rows], network: bool, chance: random.Random) -> Iterator[Case]:
    entries = sorted({entry for own in rows.values() for _, entry in own})
    outside = set(chance.sample(entries, max(1, round(LEFT_OUT_ENTRIES * len(entries)))))
    trained: dict[str, list[tuple[Sequence[Token], int]]] = {lang: [] for lang in rows}
    asked: dict[str, list[tuple[Sequence[Token], int]]] = {lang: [] for lang in rows}
    for lang, own in rows.items():
        for row in own:
            leave = row[1] in outside or chance.random() < 1 / FOLDS
            (asked if leave else trained)[lang].append(row)
    left = {lang: own for lang, own in trained.items() if own}
    for lang, matcher in Matcher.build(left, network=network).items():
        yield from _cases(matcher, trained[lang], asked[lang])


def _cases(matcher: Matcher, trained: Rows, asked: Rows) -> Iterator[Case]:
    witness = Witness(matcher)
    known = {token.text for tokens, _ in trained for token in tokens}
    for tokens, entry in asked:
        fit = matcher.fit(tokens)
        unknown = tuple(t.text for t in tokens if not t.names and t.text not in known)
        reading = Reading(matcher.lang, tuple(tokens), (), unknown, 0, leaning=False)
        content = witness.content(reading)
        seen = witness.of_match(fit, content)
        options = [{**one.evidence, **witness.told(content, one.said)} for one in seen]
        options.append(witness.of_question(fit, content, seen))
        right = [int(matcher.classes[at]) == entry for at in fit.best]
        yield Case(options, [*right, not any(right)])
