"""Understanding: the ways in which a question may be meant, each with the odds for it."""

import datetime
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from knowledge.binding import Binding, bind
from knowledge.calibration import OF_MATCH, probability
from knowledge.conversation import Context, complete, lean
from knowledge.entities import ELSEWHERE, ORDINAL, YEAR, Gazetteer, Mention
from knowledge.index import Candidate, Index
from knowledge.lexicon import lexicon
from knowledge.library import Library
from knowledge.operations import OPERATIONS, Outcome
from knowledge.reading import PLAUSIBLE, Reading
from knowledge.schema import Entry, Record
from knowledge.text import fold, sentences, words

__all__ = ["Hypothesis", "Understanding"]

LONG = 12
"""Tokens from which on a question is also read sentence by sentence: the rest may be a lead-in."""
SAME, SURE = 0.97, 3.5
"""A question so similar to a stored phrasing is that phrasing, so its log odds are at least these."""
PLACES_AND_TIMES = ("country", "region", ELSEWHERE, YEAR, ORDINAL)
FEWEST_BEFORE = 3
"""A question word with fewer words before it begins no part of its own."""
ENOUGH, FAR_BEHIND = 3, 2.0
"""So many candidates are weighed, and more if they are not so far behind the best in log odds."""
OWN_LANGUAGE, CHAT_LANGUAGE = 1.5, 3.0
"""How much more probable the person's own language is, and that of the conversation."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One way to understand a question: a candidate, what it is bound to and what that gives.

    No `outcomes` where something is missing that the question does not name.
    """

    candidate: Candidate
    logit: float
    fit: tuple[float, ...]
    """What is seen of how the question fits what was named (see `OF_FIT`)."""
    binding: Binding | None = None
    outcomes: tuple[Outcome, ...] = ()

    @property
    def confidence(self) -> float:
        """Return the probability that this is meant, 0 to 1."""
        return probability(self.logit)

    @property
    def reading(self) -> Reading:
        """Return how the question was read."""
        return self.candidate.reading


class Understanding:
    """Finds the hypotheses for a question in one knowledge base."""

    def __init__(self, library: Library, index: Index, today: Callable[[], datetime.date]) -> None:
        self._library = library
        self._index = index
        self._today = today
        self._gazetteer = Gazetteer(library)
        self._ambient = frozenset(r.id for r in library.records.values() if r.ambient)
        self._entry_names: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        self._fact_names: dict[str, frozenset[str]] = {}

    def readings(self, text: str, setting: str, context: Context | None) -> dict[Reading, float]:
        """Return `text` as read in each plausible language, with its probability, likeliest first."""
        prior = {setting: OWN_LANGUAGE}
        if context:
            spoken = context.reading.lang
            prior[spoken] = prior.get(spoken, 1.0) * CHAT_LANGUAGE
        odds = self._index.reader.languages(text, prior)
        likely = sorted(((p, lang) for lang, p in odds.items() if p >= PLAUSIBLE), reverse=True)
        return {self._index.reader.read(text, lang): p for p, lang in likely}

    def hypotheses(
        self, text: str, readings: dict[Reading, float], context: Context | None
    ) -> list[Hypothesis]:
        """Return the ways in which `text` may be meant, the most probable first."""
        tried = dict(readings)
        completed: frozenset[Reading] = frozenset()
        long = len(next(iter(readings)).tokens) >= LONG
        if long:
            tried |= self._parts(text, readings)
        if context:
            leant = [
                (way, p)
                for reading, p in readings.items()
                for way in lean(reading, context, self._ambient)
            ]
            if any(way.only for way, _ in leant):
                tried.clear()
            completed = frozenset(way.reading for way, _ in leant)
            tried |= {way.reading: p for way, p in leant}
        weighed: list[Hypothesis] = []
        best = -math.inf
        for candidate in self._index.candidates(tried):
            # weighing only takes off, so what starts far behind cannot come first any more
            if len(weighed) >= ENOUGH and candidate.logit < best - FAR_BEHIND:
                break
            if long and self._is_smalltalk(candidate):
                continue  # a greeting before a long question
            weighed.append(self._weigh(candidate, context, completed))
            best = max(best, weighed[-1].logit)
        return sorted(weighed, key=lambda hypothesis: -hypothesis.logit)

    def _parts(self, text: str, readings: dict[Reading, float]) -> dict[Reading, float]:
        """Return the sentences of a long text, and what follows each question word: the rest may be a lead-in."""
        parts = {}
        for reading, p in readings.items():
            language = lexicon(reading.lang)
            spoken = [word.written for word in words(text)]
            openings = [
                " ".join(spoken[i:])
                for i in range(FEWEST_BEFORE, len(spoken) - 1)
                if fold(spoken[i]) in language.interrogatives
            ]
            for part in (*sentences(text), *openings):
                own = self._index.reader.read(part, reading.lang)
                parts[self._named_as_in(reading, own)] = p
        return parts

    def _named_as_in(self, whole: Reading, part: Reading) -> Reading:
        """Return a part of a text; if it names nothing itself, it is about what the whole names."""
        if all(mention.id in self._ambient for mention in part.mentions):
            return complete(part, whole, self._ambient)
        return part

    def _is_smalltalk(self, candidate: Candidate) -> bool:
        entry = self._library.entries.get(candidate.target)
        return entry is not None and entry.kind == "smalltalk"

    def _weigh(
        self, candidate: Candidate, context: Context | None, completed: frozenset[Reading]
    ) -> Hypothesis:
        """Bind a candidate to what was named, and reckon with what does not fit."""
        target, mentions = candidate.target, candidate.reading.mentions
        entry = self._library.entries.get(target)
        topic = entry.topic if entry else self._library.questions[target].topic
        other_topic = float(context is not None and context.topic not in (None, topic))
        leant = float(candidate.reading in completed)

        def weighed(
            left: int,
            absent: int = 0,
            binding: Binding | None = None,
            outcomes: tuple[Outcome, ...] = (),
        ) -> Hypothesis:
            missing = bool(outcomes) and all(outcome.name == "missing" for outcome in outcomes)
            is_open = binding is not None and not outcomes
            refusal = entry is not None and entry.kind == "refusal"
            fit = (left, absent, is_open, missing, other_topic, leant, refusal)
            of_fit = tuple(float(value) for value in fit)
            logit = self._index.calibration.logit(candidate.evidence, of_fit)
            logit += candidate.log_probability
            similarity = candidate.evidence[OF_MATCH.index("similarity")]
            if similarity >= SAME and not (left or absent or is_open or missing):
                logit = max(logit, SURE)
            return Hypothesis(candidate, logit, of_fit, binding, outcomes)

        if entry:
            return weighed(*self._misfit(entry, mentions))
        question = self._library.questions[target]
        binding = bind(self._library, question, mentions, self._today().year)
        told = self._told_of(binding.asked.subjects)
        left = sum(mention.id not in told for mention in binding.left)
        if binding.stranger and "subject" in binding.open:
            return weighed(left, 0, binding, self._no_such(binding))
        if binding.open:
            return weighed(left, 0, binding)
        operation = OPERATIONS[question.operation or "value"]
        asked = binding.asked
        each = asked.subjects if question.operation is None else ()
        outcomes = tuple(operation.run(replace(asked, subjects=(one,))) for one in each)
        return weighed(left, 0, binding, outcomes or (operation.run(asked),))

    def _no_such(self, binding: Binding) -> tuple[Outcome, ...]:
        """Return what is said of a country that has no dialogue, whatever was asked of the dialogue."""
        for question in self._library.questions.values():
            if question.operation == "exists" and binding.stranger:
                asked = replace(binding.asked, question=question, subjects=(binding.stranger,))
                outcome = OPERATIONS["exists"].run(asked)
                return (replace(outcome, question=question.id),)
        return ()

    def _misfit(self, entry: Entry, mentions: Sequence[Mention]) -> tuple[int, int]:
        """Count the names that an entry does not speak of, and those it always speaks of but the question does not."""
        if entry.kind == "smalltalk":
            return 0, 0
        spoken, always = self._names_of_entry(entry.id)
        named = {mention.id for mention in mentions if mention.kind != ORDINAL} - self._ambient
        if entry.kind == "refusal":  # refuses for all countries alike, but not for all programmes
            elsewhere = {m.id for m in mentions if m.kind in PLACES_AND_TIMES}
            return len(named - elsewhere - spoken), 0
        return len(named - spoken), len(always - named)

    def _names_of_entry(self, target: str) -> tuple[frozenset[str], frozenset[str]]:
        """Return the names that an entry speaks of anywhere, and those in each of its phrasings."""
        if target not in self._entry_names:
            entry = self._library.entries[target]
            named = [self._names(text) for some in entry.questions.values() for text in some]
            anywhere = frozenset[str]().union(*named, *map(self._names, entry.answer.values()))
            if entry.about:
                country = self._library.records[entry.about].country
                anywhere |= {entry.about, country or entry.about}
            always = frozenset.intersection(*named) if named else frozenset[str]()
            self._entry_names[target] = anywhere, always - self._ambient
        return self._entry_names[target]

    def _told_of(self, records: Sequence[Record]) -> frozenset[str]:
        """Return the names in the facts of `records`: naming them beside the record is no contradiction."""
        found = frozenset[str]()
        for record in records:
            if record.id not in self._fact_names:
                facts = [text for f in record.facts.values() for text in (f.text or {}).values()]
                self._fact_names[record.id] = frozenset[str]().union(*map(self._names, facts))
            found |= self._fact_names[record.id]
        return found

    def _names(self, text: str) -> frozenset[str]:
        return frozenset(mention.id for mention in self._gazetteer.find(words(text)))
