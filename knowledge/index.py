"""The index of a knowledge base: everything that is learnt from its content before the first question."""

import math
import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.calibration import UNCALIBRATED, Calibration
from knowledge.entities import Gazetteer
from knowledge.features import Token, stem
from knowledge.language import LanguageGuesser
from knowledge.lexicon import lexicon
from knowledge.library import Library
from knowledge.matcher import Fit, Matcher
from knowledge.phrasings import written_out
from knowledge.reading import Reader, Reading
from knowledge.text import words

__all__ = ["Candidate", "Index"]

Rows = Sequence[tuple[Sequence[Token], int]]

CONSIDERED = 8
"""How many of the best entries are looked at closely."""
FOLDS = 3
LEFT_OUT_ENTRIES = 0.2
CALIBRATED_ON = 2500
"""At most so many phrasings of a language are used to calibrate."""
SMALLEST = 60
"""A knowledge base with fewer phrasings is not calibrated on itself."""
UNSEEN_IDF_SHARE = 1.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry or question that may be meant: `logit` is the log odds that it is."""

    target: str
    logit: float
    reading: Reading


class Index:
    """Matchers by language, the reader and the calibration of one knowledge base."""

    def __init__(
        self,
        targets: Sequence[str],
        matchers: Mapping[str, Matcher],
        reader: Reader,
        calibration: Calibration,
    ) -> None:
        self.targets = tuple(targets)
        self.matchers = dict(matchers)
        self.reader = reader
        self.calibration = calibration
        self._vocabularies = {lang: _ClassWords(m) for lang, m in self.matchers.items()}

    @classmethod
    def build(cls, library: Library) -> "Index":
        """Learn everything from the content. Takes seconds to a minute; save the result (`cache`)."""
        reader = make_reader(library)
        targets = (*library.entries, *library.questions)
        number = {target: i for i, target in enumerate(targets)}
        rows: dict[str, list[tuple[Sequence[Token], int]]] = defaultdict(list)
        seen: set[tuple[str, tuple[Token, ...], int]] = set()
        for phrasing in written_out(library):
            tokens = reader.read(phrasing.text, phrasing.lang, repair=False).tokens
            key = (phrasing.lang, tokens, number[phrasing.target])
            if tokens and key not in seen:
                seen.add(key)
                rows[phrasing.lang].append((tokens, number[phrasing.target]))
        matchers = {lang: Matcher.build(lang, some) for lang, some in rows.items()}
        return cls(targets, matchers, reader, _calibrated(rows))

    def candidates(self, readings: Mapping[Reading, float]) -> list[Candidate]:
        """Return the best candidates over readings in several languages (with their probability), best first."""
        found: dict[str, Candidate] = {}
        for reading, probability in readings.items():
            matcher = self.matchers.get(reading.lang)
            if matcher is None or not reading.tokens:
                continue
            fit = matcher.fit(reading.tokens)
            for at in _best(fit):
                evidence = _evidence(matcher, self._vocabularies[reading.lang], fit, at, reading.tokens, reading.unknown)
                logit = self.calibration.logit(evidence) + math.log(max(probability, 1e-6))
                target = self.targets[matcher.classes[at]]
                if target not in found or found[target].logit < logit:
                    found[target] = Candidate(target, logit, reading)
        return sorted(found.values(), key=lambda candidate: -candidate.logit)


def make_reader(library: Library) -> Reader:
    """Return the reader of a knowledge base: its names, its vocabulary, its languages."""
    gazetteer = Gazetteer(library)
    vocabulary: Counter[str] = Counter(gazetteer.vocabulary)
    texts: dict[str, list[str]] = defaultdict(list)
    for phrasing in written_out(library):
        for word in words(phrasing.text):
            vocabulary[word.folded] += 1
            if word.folded not in gazetteer.vocabulary:
                texts[phrasing.lang].append(word.written)
    guesser = LanguageGuesser(library.languages, texts)
    ambient = frozenset(record.id for record in library.records.values() if record.ambient)
    return Reader(gazetteer, vocabulary, guesser, ambient)


class _ClassWords:
    """Which words each entry's phrasings use, found when first asked for."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._known: dict[int, frozenset[str]] = {}

    def of(self, at: int) -> frozenset[str]:
        if at not in self._known:
            self._known[at] = self._matcher.words_of(at)
        return self._known[at]


def _best(fit: Fit) -> list[int]:
    count = min(CONSIDERED, len(fit.probability))
    best = np.argpartition(-fit.probability, count - 1)[:count]
    return [int(at) for at in best[np.argsort(-fit.probability[best])]]


def _evidence(
    matcher: Matcher,
    vocabularies: _ClassWords,
    fit: Fit,
    at: int,
    tokens: Sequence[Token],
    unknown: Sequence[str],
) -> tuple[float, ...]:
    share = float(fit.probability[at])
    others = np.partition(fit.probability, -2)[-2:] if len(fit.probability) > 1 else [0.0, 0.0]
    rival = float(others[0] if share >= others[-1] else others[-1])
    function = lexicon(matcher.lang).function
    own = vocabularies.of(at)
    total = covered = known = 0.0
    content = 0
    for token in tokens:
        if token.text in function:
            continue
        content += 1
        feature = token.text if token.names else stem(token.text, matcher.lang)
        weight = matcher.idf(feature)
        total += weight
        worth = 0.5 if token.repaired else 1.0
        if feature in own:
            covered += worth * weight
        if token.names or token.text not in unknown:
            known += worth * weight
    return (
        math.log(share + 1e-6),
        math.log((share + 1e-6) / (rival + 1e-6)),
        float(fit.similarity[at]),
        covered / total if total else 1.0,
        known / total if total else 1.0,
        math.log(1 + content),
    )


def _calibrated(rows: Mapping[str, Rows]) -> Calibration:
    chance = random.Random(0)  # noqa: S311 - the same folds each time
    evidence: list[tuple[float, ...]] = []
    right: list[bool] = []
    for lang, some in rows.items():
        entries = sorted({entry for _, entry in some})
        chance.shuffle(entries)
        kept: list[tuple[Sequence[Token], int]] = []
        by_entry: dict[int, list[tuple[Sequence[Token], int]]] = defaultdict(list)
        for row in some:
            by_entry[row[1]].append(row)
        for entry in entries:
            if len(kept) < CALIBRATED_ON:
                kept.extend(by_entry[entry])
        if len(kept) < SMALLEST:
            continue
        for _ in range(FOLDS):
            for seen, verdict in _fold(lang, kept, chance):
                evidence.append(seen)
                right.append(verdict)
    if len(set(right)) < 2:
        return UNCALIBRATED
    return Calibration.fit(np.array(evidence), np.array(right))


def _fold(
    lang: str, rows: Rows, chance: random.Random
) -> list[tuple[tuple[float, ...], bool]]:
    entries = sorted({entry for _, entry in rows})
    outside = set(chance.sample(entries, max(1, round(LEFT_OUT_ENTRIES * len(entries)))))
    trained: list[tuple[Sequence[Token], int]] = []
    asked: list[tuple[Sequence[Token], int]] = []
    for tokens, entry in rows:
        leave = entry in outside or chance.random() < 1 / FOLDS
        (asked if leave else trained).append((tokens, entry))
    matcher = Matcher.build(lang, trained)
    vocabularies = _ClassWords(matcher)
    known = {token.text for tokens, _ in trained for token in tokens}
    judged = []
    for tokens, entry in asked:
        fit = matcher.fit(tokens)
        at = _best(fit)[0]
        unknown = [t.text for t in tokens if not t.names and t.text not in known]
        seen = _evidence(matcher, vocabularies, fit, at, tokens, unknown)
        judged.append((seen, int(matcher.classes[at]) == entry))
    return judged
