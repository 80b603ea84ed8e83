"""Understanding: the ways in which a question may be meant, each with the odds for it."""

import datetime
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from knowledge.binding import Binding, bind
from knowledge.conversation import Context, complete, lean
from knowledge.entities import ELSEWHERE, ORDINAL, YEAR, Gazetteer, Mention
from knowledge.index import Candidate, Index
from knowledge.lexicon import lexicon
from knowledge.library import Library
from knowledge.operations import OPERATIONS, Outcome
from knowledge.reading import PLAUSIBLE, Reading
from knowledge.schema import Record
from knowledge.text import fold, sentences, words

__all__ = ["Hypothesis", "Understanding"]

LONG = 12
"""Tokens from which on a question is also read sentence by sentence: the rest may be a lead-in."""
LEFT_OVER = 4.0
"""What each name without a place in the question takes off the log odds."""
NOT_MENTIONED = 1.0
"""What each name that an entry always speaks of, but the question does not, takes off."""
NOT_RECORDED = 1.5
"""What a fact that is not on record takes off, so that an entry that has it goes first."""
OPEN = 2.0
"""What takes off that something is missing which the question must name."""
LEANT = 0.3
"""What leaning on the question before takes off, so that a question that stands alone goes first."""
OTHER_TOPIC = 0.7
"""What it takes off that the topic is not that of the question before, in a conversation."""
REFUSED_OTHER = 2.0
"""What each programme or institution that a refusal does not speak of takes off."""
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
    binding: Binding | None = None
    outcomes: tuple[Outcome, ...] = ()

    @property
    def confidence(self) -> float:
        """Return the probability that this is meant, 0 to 1."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.logit))))

    @property
    def reading(self) -> Reading:
        return self.candidate.reading


class Understanding:
    """Finds the hypotheses for a question in one knowledge base."""

    def __init__(
        self, library: Library, index: Index, today: Callable[[], datetime.date]
    ) -> None:
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
            tried |= {way.reading: p * math.exp(-LEANT) for way, p in leant}
        weighed: list[Hypothesis] = []
        best = -math.inf
        for candidate in self._index.candidates(tried):
            # weighing only takes off, so what starts far behind cannot come first any more
            if len(weighed) >= ENOUGH and candidate.logit < best - FAR_BEHIND:
                break
            if long and self._is_smalltalk(candidate):
                continue  # a greeting before a long question
            weighed.append(self._weigh(candidate, context))
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

    def _weigh(self, candidate: Candidate, context: Context | None) -> Hypothesis:
        """Bind a candidate to what was named, and take off for what does not fit."""
        item = self._library.questions.get(candidate.target) or self._library.entries[candidate.target]
        if context and context.topic not in (None, item.topic):
            candidate = replace(candidate, logit=candidate.logit - OTHER_TOPIC)
        question = self._library.questions.get(candidate.target)
        mentions = candidate.reading.mentions
        if question is None:
            misfit = self._misfit(candidate.target, mentions)
            return Hypothesis(candidate, candidate.logit - misfit)
        binding = bind(self._library, question, mentions, self._today().year)
        told = self._told_of(binding.asked.subjects)
        logit = candidate.logit - LEFT_OVER * sum(m.id not in told for m in binding.left)
        if binding.stranger and "subject" in binding.open:
            return Hypothesis(candidate, logit, binding, self._no_such(binding))
        if binding.open:
            return Hypothesis(candidate, logit - OPEN, binding)
        operation = OPERATIONS[question.operation or "value"]
        asked = binding.asked
        if question.operation is None:
            outcomes = tuple(
                operation.run(replace(asked, subjects=(subject,))) for subject in asked.subjects
            )
        else:
            outcomes = (operation.run(asked),)
        if all(outcome.name == "missing" for outcome in outcomes):
            logit -= NOT_RECORDED
        return Hypothesis(candidate, logit, binding, outcomes)

    def _no_such(self, binding: Binding) -> tuple[Outcome, ...]:
        """Return what is said of a country that has no dialogue, whatever was asked of the dialogue."""
        for question in self._library.questions.values():
            if question.operation == "exists" and binding.stranger:
                asked = replace(binding.asked, question=question, subjects=(binding.stranger,))
                outcome = OPERATIONS["exists"].run(asked)
                return (replace(outcome, question=question.id),)
        return ()

    def _misfit(self, target: str, mentions: Sequence[Mention]) -> float:
        kind = self._library.entries[target].kind
        if kind != "answer":
            if kind == "smalltalk":
                return 0.0
            spoken, _ = self._names_of_entry(target)
            things = {m.id for m in mentions if m.kind not in PLACES_AND_TIMES} - self._ambient
            return REFUSED_OTHER * len(things - spoken)
        spoken, always = self._names_of_entry(target)
        named = {mention.id for mention in mentions if mention.kind != ORDINAL} - self._ambient
        return LEFT_OVER * len(named - spoken) + NOT_MENTIONED * len(always - named)

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
