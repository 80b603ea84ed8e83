"""Questions that lean on those before in the same chat."""

import pytest

from knowledge.assistant import Assistant


def test_a_follow_up_keeps_what_was_meant(assistant: Assistant) -> None:
    reply = assistant.ask("e o Peru?", None, ["quando começou o diálogo com o Chile?"])
    assert "2013" in reply.text
    assert "2010" not in reply.text


def test_the_first_of_a_row_follows_the_second(assistant: Assistant) -> None:
    history = ["Where was the second EU-CELAC summit held?"]
    assert "Santiago" in assistant.ask("and the first?", None, history).text


def test_a_year_after_a_summit_names_the_summit_of_that_year(assistant: Assistant) -> None:
    reply = assistant.ask("and in 2023?", "en", ["Who co-chaired the 2025 EU-CELAC summit?"])
    assert reply.link == "subject-chairs--summit-2023-brussels"


@pytest.mark.parametrize(
    ("before", "question", "held"),
    [
        ("When did the dialogue with Peru start?", "sorry, I meant Chile", "2010"),
        ("¿Cuándo empezó el diálogo con Perú?", "no, el de Chile", "2010"),
        ("Quando começou o diálogo com o Peru?", "obrigado, e o Chile?", "2010"),
        ("Quand a commencé le dialogue avec le Pérou ?", "merci ! et le Chili ?", "2010"),
        ("Quand a commencé le dialogue avec le Pérou ?", "qu'en est-il du Chili ?", "2010"),
        ("When did the dialogue with Peru start?", "ok thanks, and Chile?", "2010"),
        ("When was the third EU-CELAC summit?", "who co-chaired the fourth?", "Petro"),
        ("Where was the first EU-CELAC summit held?", "what about the second one", "Brussels"),
    ],
)
def test_thanks_and_corrections_ask_the_same_again(
    assistant: Assistant, before: str, question: str, held: str
) -> None:
    reply = assistant.ask(question, "en", [before])
    assert reply.kind == "answer"
    assert held in reply.text


@pytest.mark.parametrize(
    ("before", "question", "link"),
    [
        ("Which is the most recent dialogue?", "who is the counterpart?", "dialogue-counterpart"),
        ("¿Cuál fue el primer diálogo?", "¿dónde se firmó?", "dialogue-place"),
        (
            "What is the joint parliament of both regions called?",
            "how many members?",
            "subject-members--eurolat",
        ),
    ],
)
def test_it_is_what_the_answer_told_of(
    assistant: Assistant, before: str, question: str, link: str
) -> None:
    assert (assistant.ask(question, "en", [before]).link or "").startswith(link)


def test_one_word_may_follow_up(assistant: Assistant) -> None:
    reply = assistant.ask("onde?", "pt", ["Quando foi assinado o memorando com o Brasil?"])
    assert reply.link == "dialogue-place--dialogue-brazil"


@pytest.mark.parametrize("word", ["sorry", "no", "one", "ok"])
def test_a_word_that_asks_nothing_repeats_no_answer(assistant: Assistant, word: str) -> None:
    before = ["When did the dialogue with Peru start?"]
    assert assistant.ask(word, "en", before).kind != "answer"


def test_what_leans_on_nothing_is_asked_back(assistant: Assistant) -> None:
    assert assistant.ask("and Peru?", "en").kind == "suggest"


def test_a_question_that_names_its_own_thing_stands_alone(assistant: Assistant) -> None:
    before = ["Which is the most recent dialogue?"]
    reply = assistant.ask("Which was the first EU-CELAC summit?", "en", before)
    assert "Santiago" in reply.text


def test_what_was_named_stays_it_where_the_answer_told_of_another(assistant: Assistant) -> None:
    before = ["Is Colombia's dialogue the oldest?"]
    assert "2015" in assistant.ask("when did it start?", "en", before).text


def test_a_part_about_something_else_is_left_out(assistant: Assistant) -> None:
    question = "quantos capítulos tem o plano de ação de 2015 e quais foram acrescentados?"
    assert "INNOVACT" not in assistant.ask(question, "pt").text


def test_one_word_alone_asks_nothing(assistant: Assistant) -> None:
    assert assistant.ask("onde?", "pt").kind != "answer"
