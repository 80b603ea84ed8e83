"""Questions about records, over small knowledge bases: what is bound, told, recalled and refused."""

import textwrap
import time
from pathlib import Path

import pytest

from knowledge.answering import Answering
from knowledge.assistant import Assistant
from knowledge.binding import Binding, bind
from knowledge.comparison import sides
from knowledge.compatibility import LEFT_OVER, NOT_MENTIONED, Compatibility, EntryNames
from knowledge.entities import COUNTRY, ELSEWHERE, ORDINAL, YEAR, Gazetteer, Mention
from knowledge.errors import ContentError, UnknownLink
from knowledge.library import Library
from knowledge.loading import load
from knowledge.store import open_assistant

RECORDS = """\
- {id: chile, kind: country, name: Chile}
- {id: peru, kind: country, name: Peru}
- {id: ecuador, kind: country, name: Ecuador}
- id: visit-chile
  kind: visit
  country: chile
  facts: {start: {value: 2001, text: The visit to Chile was in 2001., sources: [page]}}
- id: dialogue-chile
  kind: dialogue
  country: chile
  facts: {start: {value: 2010, text: The dialogue with Chile began in 2010., sources: [page]}}
- id: dialogue-peru
  kind: dialogue
  country: peru
  facts: {start: {value: 2013, text: The dialogue with Peru began in 2013., sources: [page]}}
- {id: the-plan, kind: plan, name: the Plan}
- id: first-club
  kind: club
  name: First Club
  facts: {members: {value: 3, text: The First Club has 3 members., sources: [page]}}
- id: other-club
  kind: club
  name: Other Club
  facts: {members: {value: 5, text: The Other Club has 5 members., sources: [page]}}
"""
QUESTIONS = """\
- id: visit-exists
  about: [country]
  over: visit
  operation: exists
  questions: {en: ["Was there a visit to {subject.the}?"]}
  answers: {affirmative: Yes there was one., negative: "No visit, but to {names}."}
- id: dialogue-exists
  about: [country]
  over: dialogue
  operation: exists
  questions: {en: ["Is there a dialogue with {subject.the}?", "a dialogue with {subject}"]}
  answers: {affirmative: There is., negative: "No dialogue, but with {names}."}
- id: dialogue-start
  about: [dialogue]
  asks: start
  questions: {en: ["When did the dialogue with {subject.the} start?", "start of dialogue with {subject}"]}
- id: dialogue-verify
  about: [dialogue]
  operation: verify
  questions: {en: ["Did the dialogue with {subject.the} start in {year}?"]}
  answers: {affirmative: "Yes, in {year}.", negative: "No, in {start}."}
- id: dialogues-between
  over: dialogue
  operation: between
  questions: {en: ["Which dialogues started between {year} and {until}?"]}
  answers: {some: "Between {year} and {until}: {items}.", none: "None from {year} to {until}."}
- id: dialogues-nth
  over: dialogue
  operation: nth
  questions: {en: ["Which was the {number} dialogue?"]}
  answers: {found: "It was {subject}.", none: "There are {count}."}
- id: plans-first
  over: plan
  operation: first
  questions: {en: ["Which plan was the first?", "the oldest plan", "what plan came first of all"]}
  answer: "{subject}, in {start}."
- id: clubs-larger
  about: [club]
  asks: members
  operation: larger
  questions: {en: ["Which has more members, {subject.the} or {other.the}?"]}
  answers: {larger: "{subject}. {first} {second}", same: "{first} {second}"}
"""
MANIFEST = """\
name: Small
scope: a few things
languages: [LANGUAGES]
topics: {}
"""


def written(folder: Path, languages: str = "en", records: str = RECORDS) -> Path:
    """Write a knowledge base of questions about records."""
    for name, text in (
        ("knowledge.yaml", MANIFEST.replace("LANGUAGES", languages)),
        ("sources.yaml", "- {id: page, title: A page}\n"),
        ("records/all.yaml", records),
        ("questions/all.yaml", QUESTIONS),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The small knowledge base."""
    return load(written(tmp_path_factory.mktemp("records")))


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant for the small knowledge base."""
    folder = written(tmp_path_factory.mktemp("asked"))
    return open_assistant(folder, tmp_path_factory.mktemp("cache"))


def bound(library: Library, question: str, *named: tuple[str, str]) -> Binding:
    mentions = [Mention(at, at + 1, kind, id_) for at, (kind, id_) in enumerate(named)]
    return bind(library, library.questions[question], mentions, 2026)


def test_a_year_said_twice_is_one_year(library: Library) -> None:
    twice = [(COUNTRY, "chile"), (YEAR, "2010"), (YEAR, "2010")]
    binding = bound(library, "dialogue-verify", *twice)
    assert (binding.asked.years, binding.left, binding.open) == ((2010,), (), ())
    assert bound(library, "dialogues-between", *twice[1:]).open == ("year",)


def test_two_ordinals_leave_open_which_is_meant(library: Library) -> None:
    assert bound(library, "dialogues-nth", (ORDINAL, "2")).asked.number == 2
    assert bound(library, "dialogues-nth", (ORDINAL, "2"), (ORDINAL, "2")).asked.number == 2
    assert bound(library, "dialogues-nth", (ORDINAL, "2"), (ORDINAL, "3")).open == ("number",)


def test_a_country_stands_for_the_record_of_the_kind_asked_about(library: Library) -> None:
    (subject,) = bound(library, "dialogue-start", (COUNTRY, "chile")).asked.subjects
    assert subject.id == "dialogue-chile"
    assert bound(library, "dialogue-start", (COUNTRY, "ecuador")).stranger


def test_what_names_do_to_an_entry_is_what_it_is_weighed_by(folder: Path) -> None:
    entry = """
        - id: {id}
          kind: {kind}
          questions: {{en: [What of {id}?]}}
          answer: It is so.
          sources: [page]
    """
    names: EntryNames = {
        "tells": (["chile", "peru", "2010"], ["chile"]),
        "refuses": (["chile", "first-club"], ["first-club"]),
        "greets": (["chile"], ["chile"]),
    }
    kinds = zip(names, ("answer", "refusal", "smalltalk"), strict=True)
    text = "".join(textwrap.dedent(entry.format(id=id_, kind=kind)) for id_, kind in kinds)
    written(folder, records=RECORDS + "- {id: eu, kind: club, name: EU, ambient: true}\n")
    (folder / "answers.yaml").write_text(text, encoding="utf-8")
    library = load(folder)
    targets = [*names, *library.questions]
    known = Compatibility(library, targets, Gazetteer(library), names, lambda: 2026)
    mentions = [Mention(0, 1, record.kind, id_) for id_, record in library.records.items()]
    others = ((YEAR, "2010"), (YEAR, "1999"), (ORDINAL, "2"), (ELSEWHERE, "jp"))
    for mention in [*mentions, *(Mention(0, 1, *other) for other in others)]:
        prior = known.prior([mention])
        for at, target in enumerate(names):
            left, absent, _ = known.misfit(library.entries[target], [mention])
            assert -prior[at] == LEFT_OVER * left + NOT_MENTIONED * absent, (mention, target)


def test_years_are_told_in_their_order(library: Library) -> None:
    told = Answering(library).recall("dialogues-between--2013--2010", "en", 2026)
    assert told.text == "Between 2010 and 2013: Chile (2010) and Peru (2013)."


@pytest.mark.parametrize(
    "link", ["clubs-larger--first-club", "dialogues-between--2010", "plans-first", "clubs-larger"]
)
def test_a_link_that_names_too_little_is_unknown(library: Library, link: str) -> None:
    with pytest.raises(UnknownLink):
        Answering(library).recall(link, "en", 2026)


def test_of_a_country_without_a_dialogue_it_is_told_that_there_is_none(asked: Assistant) -> None:
    reply = asked.ask("When did the dialogue with Ecuador start?")
    assert (reply.kind, reply.link) == ("answer", "dialogue-exists--ecuador")
    assert asked.recall("dialogue-exists--ecuador", "en").text == reply.text


def test_what_is_first_of_things_without_a_year_is_not_known(asked: Assistant) -> None:
    assert asked.ask("Which plan was the first?").kind == "none"


def test_names_without_end_still_get_a_reply(folder: Path, tmp_path: Path) -> None:
    summit = "- {id: summit, kind: summit, name: {en: Second Summit, es: Segunda Cumbre}}\n"
    spoken = written(folder, "en, es", RECORDS + summit)
    questions = (spoken / "questions" / "all.yaml").read_text(encoding="utf-8")
    both = questions.replace("questions: {en: [", "questions: {es: [], en: [")
    (spoken / "questions" / "all.yaml").write_text(both, encoding="utf-8")
    assert open_assistant(spoken, tmp_path / "cache").ask("second " * 580).text


def test_a_language_that_nobody_has_described_is_answered_in(folder: Path, tmp_path: Path) -> None:
    spoken = written(folder, "xx")
    questions = (spoken / "questions" / "all.yaml").read_text(encoding="utf-8")
    (spoken / "questions" / "all.yaml").write_text(questions.replace("{en: [", "{xx: ["))
    reply = open_assistant(spoken, tmp_path / "cache").ask("Is there a dialogue with Ecuador?")
    assert reply.text == "No dialogue, but with Chile, Peru."


def test_white_space_without_end_is_no_work() -> None:
    started = time.process_time()
    assert sides("a" + " " * 4000 + "b") is None
    assert time.process_time() - started < 0.03


def test_a_fact_that_names_no_record_is_reported(tmp_path: Path) -> None:
    later = "- {id: later-plan, kind: plan, name: Later Plan, facts: {predecessor: {value: [the-plna], text: A., sources: [page]}}}\n"
    with pytest.raises(ContentError, match="'the-plna'") as caught:
        load(written(tmp_path, records=RECORDS + later))
    assert "the-plan" in str(caught.value)
