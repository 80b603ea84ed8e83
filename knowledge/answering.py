"""Answering: a hypothesis becomes the text that a person reads, with its sources."""

import contextlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from knowledge.errors import UnknownLink
from knowledge.lexicon import lexicon
from knowledge.library import Library
from knowledge.links import Links, parse
from knowledge.operations import OPERATIONS, Asked, Outcome, outcomes_of, tell, without_record
from knowledge.phrasings import title
from knowledge.reply import Choice, Reply
from knowledge.schema import Entry, Fact, Question, Record, Source
from knowledge.stems import stem_once
from knowledge.templates import name_of, typeset
from knowledge.text import words
from knowledge.texts import texts
from knowledge.weighing import Hypothesis

__all__ = ["Answering"]

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\W\da-z])")
SOURCES = 4
"""At most so many sources are cited with an answer."""
ALIKE = 0.8
"""A sentence was nearly said where so many of its content words were, and all of its names and numbers."""
CHOICES = 4
"""At most so many choices are offered."""


class Answering:
    """Writes the replies of one knowledge base."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._links = Links(library)

    def link(self, hypothesis: Hypothesis) -> str:
        """Return what names this answer for good: the entry's id, with what it was asked of."""
        target = hypothesis.candidate.target
        binding = hypothesis.binding
        if binding is None:
            return target
        asked = binding.asked
        told = {outcome.question for outcome in hypothesis.outcomes} - {""}
        if binding.stranger and told:  # answered for the stranger alone
            return f"{told.pop()}--{binding.stranger.id}"
        parts = [target, *(record.id for record in asked.subjects)]
        parts.extend(country.id for country in asked.countries)
        parts.extend(str(year) for year in asked.years)
        if asked.number is not None:
            parts.append(f"n{asked.number}")
        if asked.guess:
            parts.append(asked.guess.id)
        return "--".join(parts)

    def title(self, hypothesis: Hypothesis, lang: str) -> str:
        """Return the question that this hypothesis answers, as a person would ask it."""
        return self._links.title(self.link(hypothesis), lang)

    def _title_of(self, hypothesis: Hypothesis, lang: str) -> str:
        """Return the question that this hypothesis answers; empty where it does not name all it must."""
        with contextlib.suppress(UnknownLink):
            return self.title(hypothesis, lang)
        return ""

    def answer(self, hypothesis: Hypothesis, lang: str) -> Reply:
        """Return the reply to a question that is understood; not always an answer: a fact may be missing."""
        entry = self._library.entry(hypothesis.candidate.target)
        confidence = hypothesis.confidence
        if entry:
            return self.entry(entry, lang, confidence)
        binding = hypothesis.binding
        if binding is None or not hypothesis.outcomes:
            return self._which(hypothesis, lang)
        asked = binding.asked
        said = self._said(asked.question, hypothesis.outcomes, lang)
        if said:
            text, sources = said
            return Reply("answer", self.link(hypothesis), text, lang, confidence, sources=sources)
        lacking = hypothesis.outcomes[0].values.get("subject")
        record = lacking if isinstance(lacking, Record) else next(iter(asked.subjects), None)
        if record is None:
            return self.unknown(lang, confidence)
        return self._not_recorded(record, lang, confidence)

    def _said(
        self, question: Question, outcomes: Iterable[Outcome], lang: str
    ) -> tuple[str, tuple[Source, ...]] | None:
        """Return what is told of the outcomes of a question, with its sources; None where nothing is on record."""
        known = [outcome for outcome in outcomes if outcome.name != "missing"]
        if not known:
            return None
        text = " ".join(tell(self._library, question, outcome, lang) for outcome in known)
        cited = [source for one in known for fact in one.facts for source in fact.sources]
        return typeset(text, lang), self._sources([*question.sources, *cited])

    def entry(self, entry: Entry, lang: str, confidence: float) -> Reply:
        """Return the reply that a free-standing entry gives."""
        said = self._library.text(entry.answer, lang)
        if entry.quote:
            said = said.replace("{quote}", entry.quote)
        said = typeset(said, lang)
        if entry.kind == "refusal":
            return Reply("none", None, said, lang, confidence, reason=entry.id)
        sources = self._sources(entry.sources)
        return Reply(entry.kind, entry.id, said, lang, confidence, sources=sources)

    def joined(self, first: Reply, second: Reply) -> Reply:
        """Return two answers as one, without the sentences of the second that the first has nearly said."""
        if first.link == second.link:
            return first
        added = self._added(second.text, first.text, first.lang)
        if not added:
            return first
        if not self._added(first.text, second.text, first.lang):
            return second
        sources = dict.fromkeys((*first.sources, *second.sources))
        return replace(
            first,
            text=f"{first.text} {added}",
            confidence=min(first.confidence, second.confidence),
            sources=tuple(sources)[:SOURCES],
        )

    @staticmethod
    def _added(text: str, said: str, lang: str) -> str:
        """Return the sentences of `text` that add something to what was said: a name, a number or enough other words."""
        language = lexicon(lang)
        function = language.function
        sources = "|".join(map(re.escape, language.attributions)) or "$^"
        attribution = re.compile(rf"(^|, )({sources})\b[^,;:.]*", re.IGNORECASE)
        known = {stem_once(word.folded, lang) for word in words(said)}
        kept = []
        for sentence in _SENTENCE.split(text):
            content = [word for word in words(sentence) if word.folded not in function]
            stated = words(attribution.sub("", sentence))  # who says so adds nothing
            new = (word for word in stated if word.folded not in function)
            added = [word for word in new if stem_once(word.folded, lang) not in known]
            opening = words(sentence)[:1]  # its capital tells nothing
            names = [word for word in added if not word.written.islower() and word not in opening]
            if names or len(added) > (1 - ALIKE) * len(content):
                kept.append(sentence)
        return " ".join(kept)

    @staticmethod
    def source_of(reply: Reply) -> Reply:
        """Return where an answer comes from: its sources, by title, publisher and address."""
        named = [
            f"• {one.title} ({one.publisher}): {one.url}"
            if one.publisher
            else f"• {one.title}: {one.url}"
            for one in reply.sources
        ]
        said = "\n".join([texts(reply.lang).sources, *named])
        return replace(reply, text=typeset(said, reply.lang))

    def suggest(self, offered: Sequence[Hypothesis], lang: str) -> Reply:
        """Return the reply that asks which of a few questions is meant."""
        titled: dict[str, Hypothesis] = {}
        for hypothesis in offered:
            if title := self._title_of(hypothesis, lang):
                titled.setdefault(title, hypothesis)
        choices = tuple(Choice(self.link(h), h.confidence, t) for t, h in titled.items())
        if not choices:
            return self.unknown(lang, offered[0].confidence)
        opening = texts(lang).suggest if len(choices) > 1 else texts(lang).suggest_one
        return self._offer(opening, choices, lang, offered[0].confidence, "unsure")

    def unknown(self, lang: str, confidence: float) -> Reply:
        """Return the honest reply that this is not known here, and what is."""
        said = texts(lang).unknown
        if self._library.manifest:
            scope = self._library.text(self._library.manifest.scope, lang)
            said = texts(lang).unknown_scope.format(scope=scope)
        return Reply("none", None, typeset(said, lang), lang, confidence, reason="unknown")

    def elsewhere(self, record: Record | None, lang: str, confidence: float) -> Reply:
        """Return the reply to a question about a country of neither region."""
        if record is None or self._library.manifest is None:
            return self.unknown(lang, confidence)
        scope = self._library.text(self._library.manifest.scope, lang)
        subject = name_of(self._library, record, lang, "the")
        bare = name_of(self._library, record, lang)
        said = texts(lang).elsewhere.format(scope=scope, subject=subject, bare=bare)
        said = typeset(said[:1].upper() + said[1:], lang)
        return Reply("none", None, said, lang, confidence, reason="elsewhere")

    def recall(self, link: str, lang: str, this_year: int) -> Reply:
        """Return the answer that `link` names. Raises UnknownLink where nothing has that name."""
        parsed = parse(self._library, link)
        entry = self._library.entries.get(parsed.target)
        if entry:
            return self.entry(entry, lang, 1.0)
        question = self._library.questions[parsed.target]
        operation = OPERATIONS[question.operation or "value"]
        records, countries, years = parsed.records, parsed.countries, parsed.years
        enough = len(records) >= operation.subjects and len(years) >= operation.years
        if (
            not enough
            or (operation.number and parsed.number is None)
            or (operation.country and not countries)
        ):
            raise UnknownLink(link)
        number, guess = parsed.number, parsed.guess
        asked = Asked(self._library, question, records, countries, years, number, this_year, guess)
        said = self._said(question, self._outcomes(asked), lang)
        if said is None:
            raise UnknownLink(link)
        text, sources = said
        return Reply("answer", link, text, lang, 1.0, sources=sources)

    @staticmethod
    def _outcomes(asked: Asked) -> tuple[Outcome, ...]:
        """Return what is found for each subject, or for all together; of a country without a record, that it has none."""
        question = asked.question
        subjects = tuple(r for r in asked.subjects if r.kind in question.about)
        if asked.subjects and question.about and not subjects:
            return without_record(asked, asked.subject)
        return outcomes_of(replace(asked, subjects=subjects or asked.subjects))

    def _which(self, hypothesis: Hypothesis, lang: str) -> Reply:
        """Ask which record is meant where the question names none."""
        binding = hypothesis.binding
        question = binding.asked.question if binding else None
        if question is None or not question.about:
            return self.unknown(lang, hypothesis.confidence)
        able = [
            record
            for record in self._library.records.values()
            if record.kind in question.about
            and (not question.asks or question.asks in record.facts)
        ]
        choices = tuple(
            Choice(
                f"{question.id}--{record.id}",
                hypothesis.confidence,
                typeset(title(self._library, question.id, lang, [record]), lang),
            )
            for record in able[:CHOICES]
        )
        return self._offer(texts(lang).which, choices, lang, hypothesis.confidence, "which")

    def _not_recorded(self, record: Record, lang: str, confidence: float) -> Reply:
        subject = name_of(self._library, record, lang, "the")
        of = name_of(self._library, record, lang, "of")
        said = texts(lang).not_recorded.format(subject=subject, of=of)
        known = self._in_short(record)
        if known and known.text:
            told = self._library.text(known.text, lang)
            said = f"{said} {texts(lang).known} {told}"
        return Reply(
            "none",
            None,
            typeset(said, lang),
            lang,
            confidence,
            sources=self._sources(known.sources if known else ()),
            reason="not recorded",
        )

    def _in_short(self, record: Record) -> Fact | None:
        """Return what is told of a record in short: the first of the manifest's aspects, where it has that."""
        aspects = self._library.manifest.aspects if self._library.manifest else {}
        return record.facts.get(next(iter(aspects), ""))

    def _offer(
        self, opening: str, choices: tuple[Choice, ...], lang: str, confidence: float, reason: str
    ) -> Reply:
        text = "\n".join([opening, *(f"• {choice.title}" for choice in choices)])
        return Reply(
            "suggest", None, typeset(text, lang), lang, confidence, choices=choices, reason=reason
        )

    def _sources(self, ids: Iterable[str]) -> tuple[Source, ...]:
        known = self._library.sources
        cited = dict.fromkeys(ids)
        return tuple(known.get(id_) or Source(id=id_, title=id_) for id_ in list(cited)[:SOURCES])
