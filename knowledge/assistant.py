"""The assistant: a question in, one reply out. The road of a question, in the order it is travelled:

clean -> read (language, lead-ins, spelling, names) -> lean on the question before -> match
-> bind to what was named -> decide -> answer
"""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import reduce

from knowledge.answering import Answering
from knowledge.conversation import Context, asks_for_source, named_in, only_names
from knowledge.coordination import coordinated
from knowledge.decision import Evidence
from knowledge.entities import ELSEWHERE, PLACES, Mention
from knowledge.errors import UnknownLink
from knowledge.index import Index
from knowledge.language import language_asked_for, names_language
from knowledge.lexicon import lexicon
from knowledge.library import Library
from knowledge.reading import Reading
from knowledge.reply import Choice, Reply
from knowledge.schema import Record
from knowledge.templates import typeset
from knowledge.text import clean, words
from knowledge.texts import texts
from knowledge.understanding import Understanding, Understood
from knowledge.weighing import Hypothesis

__all__ = ["Assistant"]

SUGGEST_FROM = 0.1
"""Lowest confidence to offer as "did you mean", where the knowledge base sets no other."""
SHORTEST = 2
"""A text without a word of so many letters asks nothing that can be read."""
OFFERED = 3
PLAINLY = 0.65
"""Below this confidence a refusal may name the wrong reason: what might be meant is offered instead."""
FITTING = 0.25
"""Below this one it most likely does: that this is not known is all that is said."""
PROBABLE = 0.3
"""What is offered with this confidence is what the next question is about."""
SURE = 0.97
"""From this confidence on a question is answered as a whole, even if it reads like several, unless one of them has that
answer as well."""


class Assistant:
    """Answers questions from one knowledge base. It holds no conversation: callers pass the `Context` back."""

    def __init__(
        self,
        library: Library,
        index: Index,
        today: Callable[[], datetime.date] = datetime.date.today,
    ) -> None:
        self.library = library
        self._today = today
        self._understanding = Understanding(library, index, today)
        self._answering = Answering(library)
        self._ambient = library.ambient
        self.decision = index.decision
        own = library.calibration
        self.suggest_from = own.suggest_from if own else SUGGEST_FROM

    def ask(
        self, question: str, lang: str | None = None, history: Iterable[str] = (), top: int = 0
    ) -> Reply:
        """Answer `question`. `lang` is the person's setting, used where the question shows no language.

        `history` holds the earlier questions of the same chat, oldest first. Up to `top` candidates
        come with the reply. Any text gets a reply; nothing is raised.
        """
        context: Context | None = None
        for earlier in history:
            _, context = self.turn(earlier, lang, context)
        return self.turn(question, lang, context, top)[0]

    def turn(
        self, question: str, lang: str | None, context: Context | None, top: int = 0
    ) -> tuple[Reply, Context | None]:
        """Answer one question of a conversation; return the reply and what to remember for the next."""
        text = clean(question)
        setting = lang if lang in self.library.languages else self.library.languages[0]
        if all(len(word.folded) < SHORTEST for word in words(text)):
            reason = "unreadable" if text else "empty"
            said = typeset(getattr(texts(setting), reason), setting)
            return Reply("none", None, said, setting, 0.0, reason=reason), context
        again = self._told_again(text, context) if context and context.links else None
        if again:
            return again
        readings = self._understanding.readings(text, setting, context)
        if any(reading.changes for reading in readings):
            context = None
        reply, after = self._one(text, readings, context, top)
        several = coordinated(text, lexicon(reply.lang))
        replies, last = self._joined(text, several, reply, context) if several else ([], None)
        if replies:
            joined = reduce(self._answering.joined, replies)
            reply, after = replace(joined, candidates=reply.candidates), last
        if after and reply.kind != "smalltalk":
            after = replace(after, lang=reply.lang, links=self._links(text, replies or [reply]))
        return reply, after

    def _links(self, text: str, replies: Sequence[Reply]) -> tuple[str, ...]:
        """Return what may be told again in another language: not after a question about languages itself.

        "And in Portuguese?" asks for the report then.
        """
        if names_language((word.folded for word in words(text)), self.library.languages):
            return ()
        return tuple(reply.link or reply.reason for reply in replies)

    def _told_again(self, text: str, context: Context) -> tuple[Reply, Context] | None:
        """Return what was answered last in the language that `text` asks for, or with where it comes from.

        None where `text` asks for something else.
        """
        lang = language_asked_for(text, self.library.languages)
        languages = dict.fromkeys((context.lang, *self.library.languages))
        source = lang is None and any(asks_for_source(text, spoken) for spoken in languages)
        if lang is None and not source:
            return None
        try:
            replies = [self.recall(link, lang or context.lang) for link in context.links]
        except UnknownLink:
            return None
        reply = reduce(self._answering.joined, replies)
        if source:
            return (self._answering.source_of(reply), context) if reply.sources else None
        return reply, replace(context, lang=reply.lang)

    def _one(
        self,
        text: str,
        readings: dict[Reading, float],
        context: Context | None,
        top: int = 0,
        about: str | None = None,
    ) -> tuple[Reply, Context | None]:
        """Answer one question; `about` is the record that it can only be about, where it tells of one."""
        understood = self._understanding.understand(text, readings, context)
        if about:
            understood = self._only_about(about, understood)
        reply = self._decide(understood, next(iter(readings)))
        if top:
            reply = replace(reply, candidates=self._candidates(understood.hypotheses, top))
        return reply, self._remember(reply, understood.hypotheses, readings, context)

    def _joined(
        self, text: str, several: Sequence[str], whole: Reply, context: Context | None
    ) -> tuple[list[Reply], Context | None]:
        """Return the answers to several questions in one text, and what to remember of the last.

        None where one has none, or they are asked as a whole.
        """
        first, *others = several
        if not self._understanding.named(first, whole.lang) and not self._stands_alone(
            first, whole.lang
        ):
            # "how many projects and how many regions did URB-AL have", "I work on URB-AL: when was it and who ran it"
            named = (self._understanding.named(part, whole.lang) for part in (*others, text))
            several = [" ".join([first, *next(filter(None, named), ())]), *others]
        replies, after = self._in_turn(several, whole.lang, context)
        as_whole = whole.kind == "answer" and whole.confidence >= SURE
        if len(replies) < len(several):
            return [], None
        if as_whole and whole.link not in [reply.link for reply in replies]:
            return [], None
        return replies, after

    def _stands_alone(self, question: str, lang: str) -> bool:
        """Say whether a question that names nothing is surely understood by itself: "who is the commissioner"."""
        readings = {self._understanding.reading(question, lang): 1.0}
        reply, _ = self._one(question, readings, None)
        told = self.library.entry(reply.link or "")
        return told is not None and reply.confidence >= SURE

    def _in_turn(
        self, several: Sequence[str], lang: str, context: Context | None
    ) -> tuple[list[Reply], Context | None]:
        """Return the answers to questions of which each may lean on the one before, up to the first without one."""
        replies: list[Reply] = []
        for question in several:
            reading = self._understanding.reading(question, lang)
            before = context if replies and not reading.mentions else None
            about = before.about if before else None
            reply, after = self._one(question, {reading: 1.0}, context, about=about)
            if reply.kind != "answer" or self._strays(before, after):
                break
            replies.append(reply)
            context = after
        return replies, context

    @staticmethod
    def _strays(before: Context | None, after: Context | None) -> bool:
        """Say whether what names nothing was answered about another topic than the question before it.

        "How many chapters has the plan, and which were added" asks of no border areas.
        """
        if before is None or after is None or None in (before.topic, after.topic):
            return False
        same = before.about is not None and before.about == after.about
        return before.topic != after.topic and not same

    def _only_about(self, id_: str, understood: Understood) -> Understood:
        """Return what may be meant where it tells of no other record than one, or of a part of that.

        "What is the Committee of the Regions, and which treaty created it" asks of no other body.
        """

        def tells_of_it(hypothesis: Hypothesis) -> bool:
            record = self._subject_of(hypothesis)
            if record is None:
                return True
            whole, part = sorted((f"{record.id}-", f"{id_}-"), key=len)
            return part.startswith(whole)

        kept = [one for one in understood.hypotheses if tells_of_it(one)]
        total = understood.none + sum(one.confidence for one in kept) or 1.0
        return replace(
            understood,
            hypotheses=tuple(replace(one, confidence=one.confidence / total) for one in kept),
            none=understood.none / total,
        )

    def readings(self, text: str, setting: str, context: Context | None) -> dict[Reading, float]:
        """Return how a clean text is read in each plausible language, with its probability, likeliest first."""
        return self._understanding.readings(text, setting, context)

    def weighed(
        self, text: str, setting: str, context: Context | None
    ) -> tuple[list[Hypothesis], Evidence]:
        """Return every hypothesis for a clean text with its evidence, undecided, and the evidence of none."""
        readings = self._understanding.readings(text, setting, context)
        return self._understanding.weighed(text, readings, context)

    def answer(self, hypothesis: Hypothesis) -> Reply:
        """Return the reply to a question that means this."""
        return self._answering.answer(hypothesis, hypothesis.reading.lang)

    def recall(self, link: str, lang: str) -> Reply:
        """Return the answer that a reply's `link` names. Raises UnknownLink where it is gone."""
        return self._answering.recall(link, lang, self._today().year)

    def _decide(self, understood: Understood, reading: Reading) -> Reply:
        """Answer, ask what is meant, or say honestly that this is not known."""
        told = [h for h in understood.hypotheses if not h.refuses]
        refused = [h for h in understood.hypotheses if h.refuses]
        none = understood.none + sum(h.confidence for h in refused)
        if (
            told
            and self.decision.gain(told[0].confidence, none) > 0
            and not self._vague(told[0], reading)
        ):
            return self.answer(told[0])
        lang = understood.hypotheses[0].reading.lang if understood.hypotheses else reading.lang
        confidence = told[0].confidence if told else 0.0
        strangers = [m.id for m in reading.mentions if m.kind == ELSEWHERE]
        if strangers:
            record = self.library.records.get(strangers[0])
            return self._answering.elsewhere(record, lang, confidence)
        offered = [h for h in told if h.confidence >= self.suggest_from and self._tells(h)]
        declined = refused[0].confidence if refused else 0.0
        if declined > confidence and self._fits(refused[0], PLAINLY if offered else FITTING):
            return self.answer(refused[0])
        if offered:
            return self._answering.suggest(offered[:OFFERED], lang)
        return self._answering.unknown(lang, confidence)

    @staticmethod
    def _fits(refused: Hypothesis, least: float) -> bool:
        """Say whether a refusal is sure enough to name its reason; that a fact is not on record is one by itself."""
        return refused.confidence >= least or (
            least <= FITTING and bool(refused.evidence.get("not_recorded"))
        )

    @staticmethod
    def _vague(hypothesis: Hypothesis, reading: Reading) -> bool:
        """Say whether too little was said to be sure: a word that asks nothing, "sorry", or "and Peru?" after nothing."""
        if hypothesis.evidence.get("same"):
            return False
        by_itself = hypothesis.reading == reading
        if reading.leaning and by_itself and only_names(reading):
            return True
        language = lexicon(reading.lang)
        asks = not by_itself and any(
            token.text in language.interrogatives or token.text not in language.function
            for token in reading.tokens
        )
        return len(reading.tokens) <= 1 and not reading.mentions and not asks

    def _tells(self, hypothesis: Hypothesis) -> bool:
        """Say whether a hypothesis would be answered with something known."""
        entry = self.library.entry(hypothesis.candidate.target)
        if entry:
            return entry.kind == "answer"
        return any(outcome.name != "missing" for outcome in hypothesis.outcomes)

    def _candidates(self, hypotheses: Sequence[Hypothesis], top: int) -> tuple[Choice, ...]:
        best: dict[str, Choice] = {}
        for hypothesis in hypotheses:
            link = self._answering.link(hypothesis)
            best.setdefault(link, Choice(link, hypothesis.confidence, ""))
        return tuple(best.values())[:top]

    def _remember(
        self,
        reply: Reply,
        hypotheses: Sequence[Hypothesis],
        readings: dict[Reading, float],
        context: Context | None,
    ) -> Context | None:
        if reply.kind == "smalltalk":
            return context
        given = reply.kind == "answer" or reply.reason == "not recorded"
        told = (h for h in hypotheses if not h.refuses and h.confidence >= PROBABLE)
        probable = next(told, None)
        if given:
            meant = next(h for h in hypotheses if h.refuses == (reply.kind != "answer"))
        elif reply.kind == "suggest" and probable:
            meant = probable  # what is asked next is about what was most probably meant
        else:
            reading = next(iter(readings))
            named = named_in(context, reading, self._ambient)
            return Context(reading, lang=reply.lang, named=named) if reading.mentions else context
        told_of = self._told_of(meant, any(map(self._names_any, readings)))
        about = self._subject_of(meant)
        id_ = about.id if about else None
        named = named_in(context, meant.reading, self._ambient)
        return Context(meant.reading, meant.topic, told_of, id_, reply.lang, named=named)

    def _told_of(self, hypothesis: Hypothesis, named: bool) -> Mention | None:
        """Return what an answer tells of that the question did not name.

        Brazil, if asked which dialogue was first; IUC, if asked what came before IURC.
        """
        facts = [fact for outcome in hypothesis.outcomes for fact in outcome.facts]
        value = facts[0].value if len(facts) == 1 else None
        other = (
            self.library.records.get(value[0])
            if isinstance(value, tuple) and len(value) == 1
            else None
        )
        if other and other.kind not in PLACES:
            return Mention(0, 0, other.kind, other.id)
        if named or (hypothesis.binding and hypothesis.binding.asked.subjects):
            return None
        subject = self._subject_of(hypothesis)
        return Mention(0, 0, subject.kind, subject.id) if subject else None

    def _subject_of(self, hypothesis: Hypothesis) -> Record | None:
        """Return the one record that an answer tells of, the country of a dialogue; None where there are several."""
        entry = self.library.entry(hypothesis.candidate.target)
        subject = self.library.records.get(entry.about or "") if entry else None
        if hypothesis.binding:
            told = [outcome.values.get("subject") for outcome in hypothesis.outcomes]
            subject = told[0] if len(told) == 1 and isinstance(told[0], Record) else None
        return self.library.records.get(subject.country or "", subject) if subject else None

    def _names_any(self, reading: Reading) -> bool:
        """Say whether a question names something that is not in all of them."""
        records = (self.library.records.get(mention.id) for mention in reading.mentions)
        return any(record and not record.ambient for record in records)
