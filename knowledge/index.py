"""The index of a knowledge base: everything that is learnt from its content before the first question."""

import math
import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.calibration import UNCALIBRATED, Calibration
from knowledge.entities import Gazetteer, Mention
from knowledge.features import Token
from knowledge.language import LanguageGuesser
from knowledge.lexicon import lexicon
from knowledge.library import Library
from knowledge.matcher import Fit, Matcher
from knowledge.phrasings import written_out
from knowledge.reading import Reader, Reading
from knowledge.stems import stem
from knowledge.text import words

__all__ = ["Candidate", "Index", "make_reader", "make_reader_from"]

Rows = Sequence[tuple[Sequence[Token], int]]

FOLDS = 3
LEFT_OUT_ENTRIES = 0.1
CALIBRATED_ON = 2500
"""At most so many phrasings of a language are used to calibrate."""
SMALLEST = 60
"""A knowledge base with fewer phrasings is not calibrated on itself."""
REPAIRED = 0.5
"""What a repaired word counts as evidence."""
SYNONYM = 0.8
"""What a synonym counts as evidence."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry or question that may be meant: `logit` is the log odds that it is."""

    target: str
    logit: float
    reading: Reading
    evidence: tuple[float, ...]
    """What is seen of the match (see `OF_MATCH`)."""
    log_probability: float
    """Log of the probability of the reading."""


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
        self._words = {lang: _Evidence(matcher) for lang, matcher in self.matchers.items()}

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
        own = library.calibration
        calibration = (
            Calibration.named(own.constant, own.coefficients) if own else _calibrated(rows)
        )
        return cls(targets, matchers, reader, calibration)

    def candidates(self, readings: Mapping[Reading, float]) -> list[Candidate]:
        """Return the best candidates over readings in several languages (with their probability), best first."""
        found: dict[tuple[str, tuple[Mention, ...]], Candidate] = {}
        for reading, probability in readings.items():
            matcher = self.matchers.get(reading.lang)
            if matcher is None or not reading.tokens:
                continue
            fit = matcher.fit(reading.tokens)
            log_probability = math.log(max(probability, 1e-6))
            seen = self._words[reading.lang].of(fit, reading)
            for at, evidence in zip(fit.best, seen, strict=True):
                logit = self.calibration.logit(evidence) + log_probability
                target = self.targets[matcher.classes[at]]
                # one text may be read in several ways that name the same things: the likeliest counts
                key = (target, reading.mentions)
                if key not in found or found[key].logit < logit:
                    found[key] = Candidate(target, logit, reading, evidence, log_probability)
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
    guesser = LanguageGuesser.learn(library.languages, texts)
    return make_reader_from(library, gazetteer, vocabulary, guesser)


def make_reader_from(
    library: Library,
    gazetteer: Gazetteer,
    vocabulary: Mapping[str, int],
    guesser: LanguageGuesser,
) -> Reader:
    """Return the reader of a knowledge base from what was learnt before."""
    ambient = frozenset(record.id for record in library.records.values() if record.ambient)
    return Reader(gazetteer, vocabulary, guesser, ambient)


class _Evidence:
    """What can be seen of a match in one matcher, for the calibration."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._words: dict[int, frozenset[str]] = {}
        self._lexicon = lexicon(matcher.lang)

    def of(self, fit: Fit, reading: Reading) -> list[tuple[float, ...]]:
        """Return the evidence (see `OF_MATCH`) for each of the best entries."""
        content = self._content(reading)
        total = sum(weight for _, _, weight, _ in content) or 1.0
        known = sum(worth for _, _, _, worth in content) if content else 1.0
        length = math.log(1 + len(content))
        rarest = self._matcher.idf("")
        found: list[tuple[float, ...]] = []
        for rank, at in enumerate(fit.best):
            rival = fit.best[0] if rank else fit.best[1] if len(fit.best) > 1 else at
            share = math.log(float(fit.probability[at]) + 1e-6)
            lead = share - math.log(float(fit.probability[rival]) + 1e-6)
            own = self._words_of(at)
            covered = gap = 0.0
            for stemmed, group, weight, worth in content:
                if stemmed in own:
                    covered += worth or weight
                elif group in own:
                    covered += SYNONYM * (worth or weight)
                else:
                    gap = max(gap, weight)
            coverage = covered / total if content else 1.0
            found.append(
                (share, lead, fit.similarity[rank], coverage, known / total, length, gap / rarest)
            )
        return found

    def _content(self, reading: Reading) -> list[tuple[str, str | None, float, float]]:
        """Return the words of content: stem, group of synonyms, weight, and what is known of the weight."""
        content = []
        for token in reading.tokens:
            if token.text in self._lexicon.function:
                continue
            stemmed = token.text if token.names else stem(token.text, self._matcher.lang)
            weight = self._matcher.idf(stemmed)
            known = token.names or token.text not in reading.unknown
            worth = (REPAIRED * weight if token.repaired else weight) if known else 0.0
            content.append((stemmed, self._lexicon.synonyms.get(stemmed), weight, worth))
        return content

    def _words_of(self, at: int) -> frozenset[str]:
        if at not in self._words:
            self._words[at] = self._matcher.words_of(at)
        return self._words[at]


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
    return Calibration.of_match(np.array(evidence), np.array(right))


def _fold(lang: str, rows: Rows, chance: random.Random) -> list[tuple[tuple[float, ...], bool]]:
    entries = sorted({entry for _, entry in rows})
    outside = set(chance.sample(entries, max(1, round(LEFT_OUT_ENTRIES * len(entries)))))
    trained: list[tuple[Sequence[Token], int]] = []
    asked: list[tuple[Sequence[Token], int]] = []
    for tokens, entry in rows:
        leave = entry in outside or chance.random() < 1 / FOLDS
        (asked if leave else trained).append((tokens, entry))
    matcher = Matcher.build(lang, trained)
    seen = _Evidence(matcher)
    known = {token.text for tokens, _ in trained for token in tokens}
    judged = []
    for tokens, entry in asked:
        fit = matcher.fit(tokens)
        unknown = tuple(t.text for t in tokens if not t.names and t.text not in known)
        reading = Reading(lang, tuple(tokens), (), unknown, leaning=False)
        judged.append((seen.of(fit, reading)[0], int(matcher.classes[fit.best[0]]) == entry))
    return judged
