"""Wishes for updates are told from questions."""

import pytest

from bot.delivery.wishes import topics_in, wish_in
from knowledge.assistant import Assistant
from tests.questions.sets import DEVELOPMENT, load


@pytest.mark.parametrize(
    "text",
    [
        "what is new in IURC?",
        "tell me about Chile",
        "how do I subscribe to updates?",
        "¿Cuándo cambió el diálogo con Chile?",
        "¿Cómo puedo recibir noticias?",
        "as novidades do programa INNOVACT",
        "parle-moi du Chili",
        "stop",
        "",
        "tell me when something changes about Chile " * 20,
    ],
)
def test_a_question_is_no_wish(text: str) -> None:
    assert wish_in(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "TELL ME WHEN SOMETHING CHANGES ABOUT CHILE!",
        "Avisame de novedades sobre INNOVACT",
        "tenez-moi au courant pour le Pérou",
        "mantenha-me informado sobre o México",
    ],
)
def test_a_wish_is_heard_in_any_letters(text: str) -> None:
    wish = wish_in(text)
    assert wish
    assert wish.kind == "start"


def test_no_question_of_the_sets_is_taken_for_a_wish() -> None:
    taken = [e.question for e in load(DEVELOPMENT) if wish_in(e.question)]
    assert not taken


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("news about chlie and Peru", ["chile", "peru"]),
        ("the Chile dialogue", ["chile"]),
        ("novedades de INNOVACT", ["innovact"]),
        ("tout", ["*"]),
        ("Action Plan", ["action-plan"]),
        ("Japan", []),
    ],
)
def test_topics_are_found_in_words(assistant: Assistant, text: str, topics: list[str]) -> None:
    assert topics_in(assistant, text, "en") == topics
