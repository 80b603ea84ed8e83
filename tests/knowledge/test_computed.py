"""What is computed over records: decades, neighbours, places, ages."""

import pytest

from knowledge.assistant import Assistant
from knowledge.lexicon import Lexicon, lexicon
from knowledge.reading import with_decades
from knowledge.text import words


@pytest.mark.parametrize(
    ("text", "lang", "read"),
    [
        ("dialogues in the nineties", "en", "dialogues between 1990 and 1999"),
        ("how many in the 2010s", "en", "how many between 2010 and 2019"),
        ("since the 90s", "en", "since 1990"),
        ("programas de los años noventa", "es", "programas entre 1990 y 1999"),
        ("nos anos 2010", "pt", "entre 2010 e 2019"),
        ("dans les années quatre-vingt-dix", "fr", "entre 1990 et 1999"),
        ("dans les années 2000", "fr", "entre 2000 et 2009"),
        ("in the 20 cities", "en", "in the 20 cities"),
        ("en el año 2010", "es", "en el ano 2010"),
        ("les 20 villes", "fr", "les 20 villes"),
    ],
)
def test_a_decade_is_a_span_of_years(text: str, lang: str, read: str) -> None:
    assert " ".join(word.folded for word in with_decades(words(text), lexicon(lang))) == read


def test_a_language_without_a_lexicon_has_no_decades() -> None:
    said = words("in the 1990s")
    assert with_decades(said, Lexicon()) == said


@pytest.mark.parametrize(
    ("question", "link"),
    [
        ("Which dialogues were launched in the 2010s?", "dialogues-between--2010--2019"),
        (
            "Which dialogue came right after the one with Chile?",
            "dialogues-right-after--dialogue-chile",
        ),
        ("¿Qué diálogo vino justo antes del de México?", "dialogues-right-before--dialogue-mexico"),
        ("dialogues in reverse order, the latest first", "dialogues-newest-first"),
        ("How old is CELAC?", "subject-age--celac"),
        ("Which is older, URB-AL or Interreg?", "subjects-older--urb-al--interreg"),
    ],
)
def test_what_is_computed_is_asked_for(assistant: Assistant, question: str, link: str) -> None:
    assert assistant.ask(question, "en").link == link


@pytest.mark.parametrize(
    ("link", "held"),
    [
        ("dialogues-right-after--dialogue-chile", ("Argentina", "2012")),
        ("dialogues-right-before--dialogue-mexico", ("Peru", "2013")),
        ("dialogues-right-before--dialogue-brazil", ("None", "2007")),
        ("dialogues-right-after--dialogue-colombia", ("None", "2015")),
        ("dialogues-newest-first", ("Colombia (2015), Mexico (2014)",)),
        ("subject-age--celac", ("15 years", "2011")),
        ("subject-age--urb-al", ("19 years", "1994", "2013")),
        ("subject-age--fpi", ("around 2011",)),
        ("subjects-gap--celac--urb-al", ("17 years",)),
        ("programmes-first", ("AL-INVEST and URB-AL", "1994")),
        ("summits-placed--belgium", ("2015", "2023")),
        ("summits-placed--spain", ("None", "Santa Marta")),
        ("summit-took-place--summit-2015-brussels--belgium", ("Yes.", "Brussels")),
        ("summit-took-place--summit-2025-santa-marta--spain", ("No.", "Santa Marta")),
        ("programmes-between--1990--1999", ("AL-INVEST (1994)", "Total: 2")),
    ],
)
def test_what_is_computed_is_right(assistant: Assistant, link: str, held: tuple[str, ...]) -> None:
    text = assistant.recall(link, "en").text
    assert all(part in text for part in held), text
