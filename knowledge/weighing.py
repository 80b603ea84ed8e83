"""Weighing: a candidate is bound to what the question names, and what fits or does not is seen."""

import datetime
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from knowledge.binding import Binding, bind
from knowledge.compatibility import Compatibility
from knowledge.conversation import NO_THINGS, Context
from knowledge.entities import PLACES, Mention
from knowledge.index import Candidate, Index
from knowledge.library import PARTED, Library
from knowledge.operations import Outcome, outcomes_of, without_record
from knowledge.reading import Reading

__all__ = ["Hypothesis", "Part", "Weighing"]

SHORT = 2
"""A question of so few words of content, beside names, may lean on the one before."""
AMISS = ("left_over", "not_mentioned", "open", "not_recorded")
"""Evidence that something else is named than the entry is about."""
REMEMBERED = 512
"""So many bound questions are remembered: people ask of the same few names."""


class Part(NamedTuple):
    """What a part of a text leaves out, and how probable the reading is that it is a part of."""

    probability: float
    aside: float = 0.0
    """The part of the text's content that stands in other sentences."""


WHOLE = Part(1.0)


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One way to understand a question: a candidate, what it is bound to and what that gives.

    No `outcomes` where something is missing that the question does not name.
    """

    candidate: Candidate
    evidence: Mapping[str, float]
    """What is seen of it, by the names of `decision.EVIDENCE`."""
    confidence: float = 0.0
    """The probability that this is meant, 0 to 1."""
    binding: Binding | None = None
    outcomes: tuple[Outcome, ...] = ()
    topic: str | None = None

    @property
    def refuses(self) -> bool:
        """Whether it would be answered with an honest no: by a refusal, or as a fact not on record."""
        return bool(self.evidence.get("refusal") or self.evidence.get("not_recorded"))

    @property
    def answered(self) -> tuple[object, ...]:
        """What tells the answers of hypotheses apart: the target and what it was asked of."""
        asked = self.binding.asked if self.binding else None
        if (
            self.binding
            and self.binding.stranger
            and self.outcomes
            and not self.binding.asked.subjects
        ):
            return (self.outcomes[0].question, self.binding.stranger.id)
        target, _, about = self.candidate.target.partition(PARTED)
        if asked is None:  # a described record is as one that is named
            return (target, (about,) if about else (), (), (), None)
        ids = tuple(record.id for record in asked.subjects)
        countries = tuple(country.id for country in asked.countries)
        return (target, ids, countries, asked.years, asked.number)

    @property
    def reading(self) -> Reading:
        """Return how the question was read."""
        return self.candidate.reading


@dataclass(frozen=True, slots=True)
class _Bound:
    """A question about records, bound to what was named: what comes of it, and what is seen of that."""

    binding: Binding
    outcomes: tuple[Outcome, ...]
    texts: tuple[Mapping[str, str], ...]
    """What would be told, where that is a fact."""
    evidence: Mapping[str, float]


class Weighing:
    """Weighs candidates against one knowledge base."""

    def __init__(
        self,
        library: Library,
        index: Index,
        compatibility: Compatibility,
        today: Callable[[], datetime.date],
    ) -> None:
        self._library = library
        self._index = index
        self._compatibility = compatibility
        self._today = today
        self._stems: dict[tuple[str, str], str] = {}
        self._bound = lru_cache(maxsize=REMEMBERED)(self._bind)

    def weigh(
        self,
        candidate: Candidate,
        context: Context | None,
        completed: Collection[Reading],
        parts: Mapping[Reading, Part],
    ) -> Hypothesis:
        """Return the hypothesis that `candidate` is meant, not yet with its confidence.

        `completed` are the readings that lean on the question before; `parts` those of a part of the text.
        """
        part = parts.get(candidate.reading, WHOLE)
        evidence = {
            **candidate.evidence,
            "reading": candidate.log_probability,
            "leant": float(candidate.reading in completed),
            "aside": part.aside,
        }
        entry = self._library.entry(candidate.target)
        if entry is None:
            return self._of_records(candidate, evidence, context)
        misfit = self._compatibility.misfit(entry, candidate.reading.mentions)
        evidence |= {
            **self._told(candidate, [entry.answer]),
            "other_topic": _another(entry.topic, context),
            "left_over": float(misfit.left),
            "not_mentioned": float(misfit.absent),
            "instead": float(misfit.instead),
            "smalltalk": float(entry.kind == "smalltalk"),
            "refusal": float(entry.kind == "refusal"),
        }
        if entry.kind == "answer":
            spoken_of, _ = self._compatibility.names_of_entry(entry.id)
            evidence["strays"] = self._strays(candidate, {*spoken_of, entry.about}, context)
        return Hypothesis(candidate, _checked(evidence), topic=entry.topic)

    def _of_records(
        self, candidate: Candidate, evidence: dict[str, float], context: Context | None
    ) -> Hypothesis:
        named = tuple((mention.kind, mention.id) for mention in candidate.reading.mentions)
        bound = self._bound(candidate.target, named, self._today().year)
        asked, outcomes, binding = bound.binding.asked, bound.outcomes, bound.binding
        if asked.guess and evidence["leant"]:  # what the question before named is no guess
            asked = replace(asked, guess=None)
            outcomes, binding = outcomes_of(asked), replace(binding, asked=asked)
        topic = asked.question.topic or next((record.topic for record in asked.subjects), None)
        evidence |= bound.evidence
        evidence |= self._told(candidate, bound.texts)
        evidence["other_topic"] = _another(topic, context)
        subjects = {id_ for one in asked.subjects for id_ in (one.id, one.country)}
        evidence["strays"] = self._strays(candidate, subjects, context)
        return Hypothesis(candidate, _checked(evidence), 0.0, binding, outcomes, topic)

    def _strays(
        self, candidate: Candidate, spoken_of: Collection[str | None], context: Context | None
    ) -> float:
        """Say whether a short question that names nothing new would be about something else than the chat is."""
        if context is None or context.about is None or context.about in spoken_of:
            return 0.0
        before = {mention.id for mention in context.reading.mentions} | {context.about}
        if context.told:
            before.add(context.told.id)
        ambient = self._library.ambient
        reading, content = candidate.reading, candidate.content
        if any(
            mention.kind not in NO_THINGS
            and mention.id not in before
            and not (mention.kind in PLACES and mention.id in ambient)
            for mention in reading.mentions
        ):
            return 0.0
        named = sum(bool(token.names) for token in reading.tokens)
        return float(len(content.words) - named <= SHORT)

    def _bind(self, target: str, named: Sequence[tuple[str, str]], year: int) -> _Bound:
        """Bind a question to what was named, and see what comes of it."""
        question = self._library.questions[target]
        mentions = [Mention(at, at + 1, kind, id_) for at, (kind, id_) in enumerate(named)]
        binding = bind(self._library, question, mentions, year)
        known = self._compatibility.names_in_facts(binding.asked.subjects)
        texts: list[Mapping[str, str]] = []
        outcomes: tuple[Outcome, ...] = ()
        if binding.stranger and "subject" in binding.open:
            if not self._names_other_things(binding):
                outcomes = without_record(binding.asked, binding.stranger)
        elif not binding.open:
            outcomes = outcomes_of(binding.asked)
            if question.asks:
                texts = [fact.text or {} for outcome in outcomes for fact in outcome.facts]
        missing = bool(outcomes) and all(outcome.name == "missing" for outcome in outcomes)
        evidence = {
            "record": 1.0,
            "left_over": float(sum(mention.id not in known for mention in binding.left)),
            "open": float(not outcomes),
            "not_recorded": float(missing),
        }
        return _Bound(binding, outcomes, tuple(texts), evidence)

    def _names_other_things(self, binding: Binding) -> bool:
        """Say whether more than countries was named in vain: "when did Costa Rica join INNOVACT" is about no dialogue."""
        left = (self._library.records.get(mention.id) for mention in binding.left)
        return any(record and record.kind not in PLACES for record in left)

    def _told(self, candidate: Candidate, answers: Sequence[Mapping[str, str]]) -> dict[str, float]:
        """Return the evidence of what the phrasings and these answers say of the question's content."""
        lang = candidate.reading.lang
        witness = self._index.witnesses[lang]
        told = ""
        for answer in answers:
            text = self._library.text(dict(answer), lang)
            if (lang, text) not in self._stems:
                self._stems[lang, text] = witness.stems(text)
            told += self._stems[lang, text]
        return witness.told(candidate.content, candidate.said, told)


def _another(topic: str | None, context: Context | None) -> float:
    """Say whether a topic is another than that of the question before."""
    return float(context is not None and context.topic not in (None, topic))


def _checked(evidence: dict[str, float]) -> dict[str, float]:
    """Return the evidence; the same words are no stored phrasing where other things are named."""
    if evidence["same"] and any(evidence.get(name) for name in AMISS):
        evidence["same"] = 0.0
    return evidence
