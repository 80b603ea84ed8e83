"""Understanding: the ways in which a question may be meant, each with its probability."""

import datetime
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from knowledge.compatibility import Compatibility
from knowledge.conversation import Context, complete, lean
from knowledge.decision import Evidence
from knowledge.entities import COUNTRY, ELSEWHERE, Gazetteer, Mention
from knowledge.features import name_token
from knowledge.index import Index
from knowledge.library import Library
from knowledge.operations import countries_of, start_year
from knowledge.reading import PLAUSIBLE, Reading
from knowledge.templates import name_of
from knowledge.text import sentences
from knowledge.weighing import Hypothesis, Part, Weighing

__all__ = ["Understanding", "Understood"]

LONG = 9
"""Tokens from which on a question is also read sentence by sentence: the rest may be a lead-in."""
TIMES = frozenset(("~day", "~when", "~month", "~year"))
"""Meanings of words that a date answers."""
NEGLIGIBLE = 1e-5
"""Hypotheses less probable than this are dropped."""
OWN_LANGUAGE, CHAT_LANGUAGE = 3.0, 10.0
"""How much more probable the person's own language is, and that of the conversation."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What a question may mean: hypotheses, the most probable first, and the probability of none of them."""

    hypotheses: tuple[Hypothesis, ...]
    none: float


class Understanding:
    """Finds the hypotheses for a question in one knowledge base."""

    def __init__(self, library: Library, index: Index, today: Callable[[], datetime.date]) -> None:
        self._library = library
        self._index = index
        self._compatibility = Compatibility(
            library, index.targets, index.reader.gazetteer, index.names, lambda: today().year
        )
        self._weighing = Weighing(library, index, self._compatibility, today)
        self._neighbours = _Neighbours(library, index.reader.gazetteer)
        self._ambient = library.ambient

    def readings(self, text: str, setting: str, context: Context | None) -> dict[Reading, float]:
        """Return `text` as read in each plausible language, with its probability, likeliest first."""
        prior = {setting: OWN_LANGUAGE}
        if context:
            spoken = context.lang
            prior[spoken] = prior.get(spoken, 1.0) * CHAT_LANGUAGE
        odds = self._index.reader.languages(text, prior)
        likely = sorted(((p, lang) for lang, p in odds.items() if p >= PLAUSIBLE), reverse=True)
        return {self.reading(text, lang): p for p, lang in likely}

    def reading(self, text: str, lang: str) -> Reading:
        """Return `text` as read in one language."""
        return self._at_home(self._index.reader.read(text, lang))

    def named(self, text: str, lang: str) -> list[str]:
        """Return the names of the records that `text` is about."""
        mentions = self._index.reader.read(text, lang).mentions
        records = (self._library.records.get(id_) for id_ in dict.fromkeys(m.id for m in mentions))
        return [
            name_of(self._library, record, lang)
            for record in records
            if record and not record.ambient
        ]

    def _at_home(self, reading: Reading) -> Reading:
        """Return a reading in which a country of elsewhere that takes part in what is named is as any other.

        IURC has Canada among its countries: "is Canada in IURC" asks what "is Chile in IURC" asks.
        """
        abroad = {mention.id for mention in reading.mentions if mention.kind == ELSEWHERE}
        if not abroad:
            return reading
        named = (self._library.records.get(mention.id) for mention in reading.mentions)
        known = {country for record in named if record for country in countries_of(record)}
        moved = {f"={id_}" for id_ in abroad & known}
        if not moved:
            return reading
        return replace(
            reading,
            tokens=tuple(
                name_token(COUNTRY, token.names[1:], self._ambient, repaired=token.repaired)
                if token.names in moved
                else token
                for token in reading.tokens
            ),
            mentions=tuple(
                replace(mention, kind=COUNTRY) if f"={mention.id}" in moved else mention
                for mention in reading.mentions
            ),
        )

    def understand(
        self, text: str, readings: dict[Reading, float], context: Context | None
    ) -> Understood:
        """Return the ways in which `text` may be meant: as a whole or by one of its sentences."""
        return self._decided(*self.weighed(text, readings, context))

    def weighed(
        self, text: str, readings: dict[Reading, float], context: Context | None
    ) -> tuple[list[Hypothesis], Evidence]:
        """Return all hypotheses with their evidence, not yet decided, and what speaks for none of them."""
        tried, completed = self._leant(readings, context)
        return self._weighed(tried, completed, self._apart(text, readings), context)

    def _leant(
        self, readings: dict[Reading, float], context: Context | None
    ) -> tuple[dict[Reading, float], frozenset[Reading]]:
        """Return the readings with those that lean on the question before, and which these are."""
        if context is None:
            return readings, frozenset()
        leant = [
            (way, p)
            for reading, p in readings.items()
            for way in lean(reading, context, self._ambient, self._neighbours)
        ]
        alone = {} if any(way.only for way, _ in leant) else readings
        return alone | {way.reading: p for way, p in leant}, frozenset(w.reading for w, _ in leant)

    def _weighed(
        self,
        tried: dict[Reading, float],
        completed: frozenset[Reading],
        parts: dict[Reading, Part],
        context: Context | None,
    ) -> tuple[list[Hypothesis], Evidence]:
        if completed and not tried.keys() - completed:
            parts = {}  # it asks nothing by itself
        read = tried | {part: of.probability for part, of in parts.items()}
        sighting = self._index.look(read, self._compatibility.prior)
        weighed = [
            self._weighing.weigh(candidate, context, completed, parts)
            for candidate in sighting.candidates
            # a greeting before a long question
            if not (parts and self._is_smalltalk(candidate.target))
        ]
        given = context.links if context else ()
        weighed = [
            one
            for one in weighed
            if not (one.reading.lent and not self._tells_more(one, given))
            and not (one.reading in completed and self._repeats(one, given))
        ]
        return weighed, sighting.of_question or {"none": 1.0}

    def _decided(self, weighed: list[Hypothesis], of_question: Evidence) -> Understood:
        decision = self._index.decision
        scores = [decision.score(hypothesis.evidence) for hypothesis in weighed]
        *shares, none = decision.probabilities([*scores, decision.score(of_question)])
        # the same answer to several readings of one question is as probable as all of them together
        best: dict[object, Hypothesis] = {}
        total: dict[object, float] = {}
        for share, hypothesis in sorted(zip(shares, weighed, strict=True), key=lambda x: -x[0]):
            key = hypothesis.answered
            best.setdefault(key, hypothesis)
            total[key] = total.get(key, 0.0) + share
        ranked = [
            replace(h, confidence=total[key]) for key, h in best.items() if total[key] >= NEGLIGIBLE
        ]
        ranked.sort(key=lambda hypothesis: -hypothesis.confidence)
        return Understood(tuple(ranked), none)

    def _apart(self, text: str, readings: dict[Reading, float]) -> dict[Reading, Part]:
        """Return the sentences of a long text, each of which may be all that is asked, in each of its readings."""
        several = sentences(text)
        if len(several) < 2 or not _is_long(readings):
            return {}
        found: dict[Reading, Part] = {}
        for whole, probability in readings.items():
            total = self._content(whole)
            for sentence in several:
                own = self._index.reader.read(sentence, whole.lang)
                if own.tokens and own.tokens != whole.tokens:
                    part = Part(probability, max(0.0, 1 - self._content(own) / total))
                    found |= dict.fromkeys(self._named_as_in(whole, own), part)
        return found

    def _tells_more(self, hypothesis: Hypothesis, given: Collection[str]) -> bool:
        """Say whether what fits the question before tells of what is asked now: "which day?" of where they met.

        An answer that was given already must hold it itself. Of a record that is asked by its name.
        """
        entry = self._library.entry(hypothesis.candidate.target)
        if entry is None:
            return bool(hypothesis.outcomes)
        if not hypothesis.evidence["told"]:
            return False
        if entry.id not in given:
            return True
        reading, content = hypothesis.reading, hypothesis.candidate.content
        witness = self._index.witnesses[reading.lang]
        text = witness.stems(self._library.text(entry.answer, reading.lang))
        in_time = any(word.group in TIMES for word in content.words)
        return in_time or witness.told(content, [0.0] * len(content.words), text)["told"] > 0

    def _repeats(self, hypothesis: Hypothesis, given: Collection[str]) -> bool:
        """Say whether what was answered before would be told again of something that it has no place for: "and Quito?"."""
        return hypothesis.candidate.target in given and hypothesis.evidence["left_over"] > 0

    def _content(self, reading: Reading) -> float:
        """Return how much content a reading has, never nothing."""
        witness = self._index.witnesses.get(reading.lang)
        return (witness.content(reading).total if witness else 0.0) or 1.0

    def _named_as_in(self, whole: Reading, part: Reading) -> list[Reading]:
        """Return a part of a text; if it tells nothing apart by name, also as being about what the whole names.

        "I'm from Uruguay: what is DG REGIO?" asks nothing of Uruguay, "I work on INNOVACT: who runs it?" does.
        """
        if any(mention.id not in self._ambient for mention in part.mentions):
            return [part]
        completed = complete(part, whole, self._ambient)
        return [part, completed] if part.mentions else [completed]

    def _is_smalltalk(self, target: str) -> bool:
        entry = self._library.entry(target)
        return entry is not None and entry.kind == "smalltalk"


class _Neighbours:
    """What stands beside the things of one knowledge base (see `conversation.Neighbours`)."""

    def __init__(self, library: Library, gazetteer: Gazetteer) -> None:
        self._library = library
        self._gazetteer = gazetteer
        ordered = [q for q in library.questions.values() if q.operation in ("order", "nth")]
        self._in_order = frozenset(kind for q in ordered for kind in (q.over, *q.about))

    def neighbour(self, mention: Mention, step: int, first: bool = False) -> Mention | None:
        """Return the record `step` after the one mentioned, or counted from the first of its kind, by start."""
        record = self._library.records.get(mention.id)
        if record is None or record.kind not in self._in_order or start_year(record) is None:
            return None
        row = [r for r in self._library.of_kind(record.kind) if start_year(r) is not None]
        row.sort(key=lambda r: start_year(r) or 0)
        at = step - 1 if first else row.index(record) + step
        return replace(mention, id=row[at].id) if 0 <= at < len(row) else None

    def of_year(self, kind: str, year: Mention) -> Mention | None:
        """Return the one of a kind that a year tells from the others, named where the year is."""
        id_ = self._gazetteer.of_year(kind, year.id)
        return replace(year, kind=kind, id=id_) if id_ else None

    def sibling(self, mention: Mention, said: Sequence[str]) -> Mention | None:
        """Return the one whose name begins as the mentioned one's and goes on with words of `said`, where they are."""
        for rest, id_ in self._gazetteer.siblings(mention.kind, mention.id):
            for start in range(len(said) - len(rest) + 1):
                if tuple(said[start : start + len(rest)]) == rest:
                    return Mention(start, start + len(rest), mention.kind, id_)
        return None


def _is_long(readings: dict[Reading, float]) -> bool:
    return len(next(iter(readings)).tokens) >= LONG
