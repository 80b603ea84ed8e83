"""Each name of each record is understood, and names that are the same everywhere tell no language."""

from collections.abc import Iterator
from itertools import count

import pytest

from knowledge.assistant import Assistant
from knowledge.schema import EVERY_LANGUAGE, Question, Record
from knowledge.templates import slots

LANGUAGES = ("en", "es", "pt", "fr")
ASKED_OF_EACH_NAME = 3
UNDERSTOOD = 0.99


def _asked(assistant: Assistant, lang: str) -> Iterator[tuple[str, str, Question, Record]]:
    """Yield questions about every record by each of its names, in turn the facts that it has."""
    turn = count()
    library = assistant.library
    for record in library.records.values():
        able = [
            question
            for question in library.questions.values()
            if record.kind in question.about and question.asks in record.facts
        ]
        written = [
            (question, text)
            for question in able
            for text in question.questions[lang]
            if [slot.written for slot in slots(text)] == ["{subject}"]
        ]
        names = [record.name[code] for code in (lang, EVERY_LANGUAGE) if code in record.name]
        names += [name for code in (lang, EVERY_LANGUAGE) for name in record.aliases.get(code, ())]
        for name in names if written else ():
            for _ in range(ASKED_OF_EACH_NAME):
                question, text = written[next(turn) % len(written)]
                yield name, text.replace("{subject}", name), question, record


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_record_is_found_by_each_of_its_names(assistant: Assistant, lang: str) -> None:
    missed = []
    asked = 0
    for name, text, question, record in _asked(assistant, lang):
        asked += 1
        reply = assistant.ask(text, lang)
        fact = assistant.library.text(record.facts[question.asks or ""].text or {}, lang)
        found = reply.link == f"{question.id}--{record.id}" or (fact and fact in reply.text)
        if reply.kind != "answer" or not found:
            missed.append((name, text, reply.link))
    assert asked > 1000
    assert len(missed) <= (1 - UNDERSTOOD) * asked, missed


@pytest.mark.parametrize("setting", LANGUAGES)
@pytest.mark.parametrize("text", ["Chile 2010", "INNOVACT", "peru 2013"])
def test_names_alone_are_answered_in_the_language_of_the_setting(
    assistant: Assistant, text: str, setting: str
) -> None:
    reply = assistant.ask(text, setting)
    assert (reply.kind, reply.lang) == ("answer", setting)


@pytest.mark.parametrize(
    ("text", "lang"),
    [("Brésil 2007", "fr"), ("cumbre de Santa Marta", "es"), ("cúpula de Santa Marta", "pt")],
)
def test_a_name_that_one_language_has_tells_it(assistant: Assistant, text: str, lang: str) -> None:
    assert assistant.ask(text, "en").lang == lang


@pytest.mark.parametrize(
    ("text", "lang", "named"),
    [
        ("c'est quoi le volet D d'Interreg", "fr", "interreg-d"),
        ("Communauté d'États latino-américains et caraïbes", "fr", "celac"),
        ("cuándo fue la cumbre de Santa Marta", "es", "summit-2025-santa-marta"),
        ("plataforma INNOVACT II", "es", "innovact-ii"),
        ("programa IURC-LAC", "es", "iurc-lac"),
        ("URB-AL I", "en", "urb-al"),
    ],
)
def test_a_name_is_read_whole(assistant: Assistant, text: str, lang: str, named: str) -> None:
    """What stands before it does not pull it apart, and its letters are no phone spelling."""
    readings = assistant.readings(text, lang, None)
    reading = next(iter(readings))
    assert ([mention.id for mention in reading.mentions], reading.foreign) == ([named], 0)


@pytest.mark.parametrize(
    ("text", "lang", "read"),
    [
        ("quem tem a presidência pro tempore", "pt", "pro"),
        ("INNOVACT vs INNOV-AL", "fr", "vs"),
        ("inicio del diálogo d Chile", "es", "de"),
        ("wen did chile dialog strt", "en", "start"),
    ],
)
def test_a_phone_spelling_is_written_out_only_where_it_is_one(
    assistant: Assistant, text: str, lang: str, read: str
) -> None:
    readings = assistant.readings(text, lang, None)
    own = next(reading for reading in readings if reading.lang == lang)
    assert read in [token.text for token in own.tokens]


@pytest.mark.parametrize(
    "question",
    ["What is INNOVASIA?", "Qui a financé le projet INNOVASIA au Brésil ?", "¿Qué es EUROSOLIAN?"],
)
def test_an_acronym_two_letters_off_is_another_name(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).kind != "answer"


@pytest.mark.parametrize("written", ["INOVACT", "INNOVCAT", "EUROSOCIEL"])
def test_an_acronym_with_one_slip_is_still_known(assistant: Assistant, written: str) -> None:
    assert assistant.ask(f"What is {written}?").kind == "answer"
