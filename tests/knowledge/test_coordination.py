"""Several questions in one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.coordination import coordinated
from knowledge.lexicon import lexicon
from knowledge.store import open_assistant


@pytest.mark.parametrize(
    ("text", "lang", "several"),
    [
        ("When and where was it signed?", "en", ("When was it signed", "where was it signed")),
        ("¿Cuándo y dónde se firmó?", "es", ("Cuándo se firmó", "dónde se firmó")),
        ("Onde e quando foi adotado?", "pt", ("Onde foi adotado", "quando foi adotado")),
        (
            "who runs INNOVACT and what is it about",
            "en",
            ("who runs INNOVACT", "what is it about"),
        ),
        (
            "Who runs INNOVACT, when did it end and how much did it cost?",
            "en",
            ("Who runs INNOVACT", "when did it end", "how much did it cost"),
        ),
        ("q es el fpi y desde cdo existe", "es", ("q es el fpi", "desde cdo existe")),
        ("Qui gère l'IURC et depuis quand ?", "fr", ("Qui gère l IURC", "depuis quand")),
        ("When did Chile start? And Peru?", "en", ("When did Chile start", "And Peru")),
        ("Why? And Peru", "en", ("Why", "And Peru")),
        ("when did it start + who ran it", "en", ("when did it start", "who ran it")),
        (
            "When did INNOVACT start and is it still running?",
            "en",
            ("When did INNOVACT start", "is it still running"),
        ),
        (
            "¿Cuántos miembros tiene y sus dictámenes obligan?",
            "es",
            ("Cuántos miembros tiene", "sus dictámenes obligan"),
        ),
        (
            "Quantas visitas fez o IURC e em que ano foi criado?",
            "pt",
            ("Quantas visitas fez o IURC", "em que ano foi criado"),
        ),
        (
            "Le réseau, il a été lancé quand et il compte combien de pays ?",
            "fr",
            ("Le réseau il a été lancé quand", "il compte combien de pays"),
        ),
        (
            "I work for a ministry and I am lost: who runs INNOVACT and when did it end?",
            "en",
            ("who runs INNOVACT", "when did it end"),
        ),
        (
            "INNOVACT: who ran it and when did it end?",
            "en",
            ("INNOVACT who ran it", "when did it end"),
        ),
    ],
)
def test_several_questions_are_told_apart(text: str, lang: str, several: tuple[str, ...]) -> None:
    assert coordinated(text, lexicon(lang)) == several


@pytest.mark.parametrize(
    "text",
    [
        "When did Chile and Peru start?",
        "What is INNOVACT?",
        "What is AT&T who runs it",
        "What did EUROsociAL+ do when it ended?",
        "When Argentina signed in 2016, which number was it?",
        "Who, what, when, where and why?",
        "what is it and",
        "When and",
        "and",
        "",
    ],
)
def test_one_question_stays_one(text: str) -> None:
    assert coordinated(text, lexicon("en")) == ()


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("O diálogo com o México é de que ano?", "pt"),
        ("Le siège, c'est dans la ville où il est né ?", "fr"),
        ("¿Qué diálogo empezó primero, el peruano o el mexicano?", "es"),
    ],
)
def test_a_word_that_loses_its_marks_joins_nothing(text: str, lang: str) -> None:
    assert coordinated(text, lexicon(lang)) == ()


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("What is INNOVACT? When did it end?", ("value chains", "2020")),
        ("Quem gere o IURC e desde quando existe?", ("FPI", "2021")),
        ("When did Chile start? And Peru?", ("2010", "2013")),
        ("What is DG REGIO and what does it do?", ("Directorate-General",)),
        ("¿Cuándo empezó y cuándo terminó INNOV-AL II?", ("2019", "2020")),
    ],
)
def test_each_of_several_questions_is_answered(question: str, held: tuple[str, ...]) -> None:
    reply = open_assistant().ask(question)
    assert reply.kind == "answer"
    assert all(part in reply.text for part in held)


WORDS = ("when", "where", "who", "and", "or", "since", "did", "Chile", "Peru", "it", ",", "?", ";")


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
def test_any_text_is_one_question_or_two_or_three(text: str) -> None:
    several = coordinated(text, lexicon("en"))
    assert len(several) in (0, 2, 3)
    assert all(several)


def test_a_first_question_that_is_understood_by_itself_is_about_itself() -> None:
    reply = open_assistant().ask(
        "Who is the current commissioner for cohesion and who signed with Argentina?", "en"
    )
    assert "Fitto" in reply.text
    assert "Malcorra" in reply.text
