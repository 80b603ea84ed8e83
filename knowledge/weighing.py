"""Weighing: a candidate is bound to what the question names, and what fits or does not is seen."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
import datetime

from knowledge.binding import Binding, bind
from knowledge.conversation import Context
from knowledge.entities import ELSEWHERE, ORDINAL, YEAR, Gazetteer, Mention
from knowledge.index import Candidate, Index
from knowledge.library import Library
from knowledge.operations import OPERATIONS, Outcome
from knowledge.reading import Reading
from knowledge.schema import Entry, Record
from knowledge.text import words

__all__ = ["Hypothesis", "Weighing"]

PLACES_AND_TIMES = ("country", "region", ELSEWHERE, YEAR, ORDINAL)


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

    @property
    def reading(self) -> Reading:
        """Return how the question was read."""
        return self.candidate.reading


class Weighing:
    """Weighs candidates against one knowledge base."""

    def __init__(self, library: Library, index: Index, today: Callable[[], datetime.date]) -> None:
        self._library = library
        self._index = index
        self._today = today
        self._gazetteer = Gazetteer(library)
        self._ambient = frozenset(r.id for r in library.records.values() if r.ambient)
        self._entry_names: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        self._fact_names: dict[str, frozenset[str]] = {}
        self._stems: dict[tuple[str, str, str], frozenset[str]] = {}

    def weigh(
        self,
        candidate: Candidate,
        context: Context | None,
        completed: Collection[Reading],
        parts: Collection[Reading],
    ) -> Hypothesis:
        """Return the hypothesis that `candidate` is meant, not yet with its confidence."""
        entry = self._library.entries.get(candidate.target)
        topic = entry.topic if entry else self._library.questions[candidate.target].topic
        evidence = {
            **candidate.evidence,
            "reading": candidate.log_probability,
            "other_topic": float(context is not None and context.topic not in (None, topic)),
            "leant": float(candidate.reading in completed),
            "part": float(candidate.reading in parts),
        }
        if entry:
            left, absent = self._misfit(entry, candidate.reading.mentions)
            evidence |= {
                "told": self._told(candidate, entry.answer),
                "left_over": float(left),
                "not_mentioned": float(absent),
                "smalltalk": float(entry.kind == "smalltalk"),
                "refusal": float(entry.kind == "refusal"),
            }
            return Hypothesis(candidate, evidence)
        return self._of_records(candidate, evidence)

    def _of_records(self, candidate: Candidate, evidence: dict[str, float]) -> Hypothesis:
        mentions = candidate.reading.mentions
        question = self._library.questions[candidate.target]
        binding = bind(self._library, question, mentions, self._today().year)
        known = self._names_in_facts(binding.asked.subjects)
        evidence["left_over"] = float(sum(mention.id not in known for mention in binding.left))
        evidence["told"] = evidence["coverage"]
        outcomes: tuple[Outcome, ...] = ()
        if binding.stranger and "subject" in binding.open:
            outcomes = self._no_such(binding)
        elif not binding.open:
            operation = OPERATIONS[question.operation or "value"]
            asked = binding.asked
            each = asked.subjects if question.operation is None else ()
            outcomes = tuple(operation.run(replace(asked, subjects=(one,))) for one in each)
            outcomes = outcomes or (operation.run(asked),)
            if question.asks:
                texts = [fact.text or {} for outcome in outcomes for fact in outcome.facts]
                evidence["told"] = max((self._told(candidate, t) for t in texts), default=0.0)
        evidence["open"] = float(not outcomes)
        evidence["not_recorded"] = float(
            bool(outcomes) and all(outcome.name == "missing" for outcome in outcomes)
        )
        return Hypothesis(candidate, evidence, 0.0, binding, outcomes)

    def _told(self, candidate: Candidate, answer: Mapping[str, str]) -> float:
        lang = candidate.reading.lang
        text = self._library.text(dict(answer), lang)
        key = (candidate.target, lang, text)
        witness = self._index.witnesses[lang]
        if key not in self._stems:
            self._stems[key] = witness.stems(text)
        return witness.coverage(candidate.content, candidate.words, self._stems[key])

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

    def _names_in_facts(self, records: Sequence[Record]) -> frozenset[str]:
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
