"""The index of a knowledge base: everything that is learnt from its content before the first question."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.crossfit import Rows, cross_fitted
from knowledge.decision import Decision
from knowledge.entities import Gazetteer, Mention
from knowledge.evidence import Content, Witness
from knowledge.features import Token
from knowledge.language import LanguageGuesser
from knowledge.library import Library
from knowledge.matcher import Matcher
from knowledge.phrasings import written_out
from knowledge.reading import Reader, Reading
from knowledge.text import words

__all__ = ["Candidate", "Index", "Sighting", "make_reader", "make_reader_from"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry or question that may be meant, as a question was read; `evidence` is of the match."""

    target: str
    reading: Reading
    content: Content
    evidence: Mapping[str, float]
    words: Mapping[str, float]
    """The words of the entry's phrasings, with the part that has each."""
    log_probability: float
    """Log of the probability of the reading."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """All candidates for a question, and what speaks for none of them."""

    candidates: tuple[Candidate, ...] = ()
    of_question: Mapping[str, float] | None = None


class Index:
    """Matchers by language, the reader and the decision of one knowledge base."""

    def __init__(
        self,
        targets: Sequence[str],
        matchers: Mapping[str, Matcher],
        reader: Reader,
        decision: Decision,
        refusals: frozenset[str] = frozenset(),
    ) -> None:
        self.targets = tuple(targets)
        self.matchers = dict(matchers)
        self.reader = reader
        self.decision = decision
        self.witnesses = {lang: Witness(matcher) for lang, matcher in self.matchers.items()}
        self._refusals = {
            lang: [
                at for at, entry in enumerate(matcher.classes) if self.targets[entry] in refusals
            ]
            for lang, matcher in self.matchers.items()
        }

    @classmethod
    def build(cls, library: Library) -> "Index":
        """Learn everything from the content. Takes seconds to a minute; save the result (`store`)."""
        reader = make_reader(library)
        targets = (*library.entries, *library.questions)
        rows = rows_of(library, reader)
        matchers = {lang: Matcher.build(lang, some) for lang, some in rows.items()}
        own = library.calibration
        decision = own.decision() if own else cross_fitted(rows)
        return cls(targets, matchers, reader, decision, refusals_of(library))

    def look(self, readings: Mapping[Reading, float]) -> Sighting:
        """Return the best candidates over readings in several languages, each with its probability.

        What speaks for none of them is judged by the reading that comes nearest to a phrasing.
        """
        found: dict[tuple[str, tuple[Mention, ...]], Candidate] = {}
        of_questions: list[Mapping[str, float]] = []
        for reading, probability in readings.items():
            matcher = self.matchers.get(reading.lang)
            if matcher is None or not reading.tokens:
                continue
            witness = self.witnesses[reading.lang]
            fit = matcher.fit(reading.tokens)
            content = witness.content(reading)
            of_questions.append(witness.of_question(fit, content, self._refusals[reading.lang]))
            log_probability = math.log(max(probability, 1e-6))
            for at, evidence in zip(fit.best, witness.of_match(fit, content), strict=True):
                target = self.targets[matcher.classes[at]]
                # one text may be read in several ways that name the same things: the best match counts
                key = (target, reading.mentions)
                known = found.get(key)
                if known is None or _strength(known) < evidence["share"] + log_probability:
                    own = witness.words_of(at)
                    found[key] = Candidate(
                        target, reading, content, evidence, own, log_probability
                    )
        nearest = min(of_questions, key=lambda seen: seen["far"], default=None)
        return Sighting(tuple(found.values()), nearest)


def _strength(candidate: Candidate) -> float:
    return candidate.evidence["share"] + candidate.log_probability


def refusals_of(library: Library) -> frozenset[str]:
    """Return the ids of the entries that refuse."""
    return frozenset(entry.id for entry in library.entries.values() if entry.kind == "refusal")


def rows_of(library: Library, reader: Reader) -> dict[str, list[tuple[Sequence[Token], int]]]:
    """Return the tokens of every phrasing by language, each with the number of its entry or question."""
    number = {target: i for i, target in enumerate((*library.entries, *library.questions))}
    rows: dict[str, list[tuple[Sequence[Token], int]]] = defaultdict(list)
    seen: set[tuple[str, tuple[Token, ...], int]] = set()
    for phrasing in written_out(library):
        tokens = reader.read(phrasing.text, phrasing.lang, repair=False).tokens
        key = (phrasing.lang, tokens, number[phrasing.target])
        if tokens and key not in seen:
            seen.add(key)
            rows[phrasing.lang].append((tokens, number[phrasing.target]))
    return rows


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
