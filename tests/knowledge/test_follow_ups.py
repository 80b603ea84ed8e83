"""Questions that lean on those before in the same chat."""

import pytest

from knowledge.assistant import Assistant
from knowledge.conversation import asks_for_source


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


@pytest.mark.parametrize(
    ("before", "question", "held"),
    [
        ("Who is the counterpart in Chile?", "no sorry, I meant Mexico", "SEDATU"),
        ("Who is the counterpart in Chile?", "wait, actually I was asking about Mexico", "SEDATU"),
        ("Quem é a contraparte no Chile?", "e no caso do México?", "SEDATU"),
        ("¿Quién es la contraparte en Chile?", "en el caso de México", "SEDATU"),
        ("Qui est l'homologue au Chili ?", "et le Mexique en particulier ?", "SEDATU"),
    ],
)
def test_openings_may_follow_one_another(
    assistant: Assistant, before: str, question: str, held: str
) -> None:
    assert held in assistant.ask(question, "en", [before]).text


@pytest.mark.parametrize(
    ("question", "lang"),
    [
        ("and in Spanish, please?", "es"),
        ("¿y en portugués?", "pt"),
        ("em francês", "fr"),
        ("en anglais svp", "en"),
        ("can you repeat that in English?", "en"),
    ],
)
def test_the_same_is_told_in_another_language(
    assistant: Assistant, question: str, lang: str
) -> None:
    before = "Which summit was the third?"
    reply = assistant.ask(question, "pt", [before])
    told = assistant.ask(before, "en")
    assert (reply.kind, reply.link, reply.lang) == ("answer", told.link, lang)
    assert reply.text == assistant.recall(told.link or "", lang).text


def test_both_answers_are_told_in_another_language(assistant: Assistant) -> None:
    before = ["When did the dialogue with Chile start and who is the counterpart in Chile?"]
    reply = assistant.ask("en español, por favor", "en", before)
    assert reply.lang == "es"
    assert "2010" in reply.text
    assert "SUBDERE" in reply.text


def test_a_language_asked_for_is_spoken_on(assistant: Assistant) -> None:
    history = ["Which summit was the third?", "in Spanish please"]
    assert assistant.ask("INNOVACT", "en", history).lang == "es"


def test_a_language_after_a_question_about_languages_asks_for_that(assistant: Assistant) -> None:
    before = ["Is the 2015 report available in Spanish?"]
    reply = assistant.ask("and in Portuguese?", "en", before)
    assert reply.lang == "en"


@pytest.mark.parametrize(
    "question",
    [
        "Different question: who runs it?",
        "Cambiando de tema, ¿quién lo gestiona?",
        "mudando de assunto: quem o gere?",
        "Changeons de sujet : qui le gère ?",
    ],
)
def test_what_says_so_changes_the_subject(assistant: Assistant, question: str) -> None:
    before = ["What is URBELAC?"]
    assert "URBELAC" not in assistant.ask(question, "en", before).text


def test_who_is_named_after_a_change_of_subject_is_understood(assistant: Assistant) -> None:
    before = ["What is URBELAC?"]
    reply = assistant.ask("On another topic, what is INNOVACT?", "en", before)
    assert reply.link == "subject-what--innovact"


@pytest.mark.parametrize(
    ("before", "question", "link"),
    [
        (
            "How much money does Interreg Caribbean have?",
            "and Amazonia?",
            "subject-budget--interreg-amazonia",
        ),
        (
            "Qual é o orçamento do Interreg Caribe?",
            "e o da Amazônia?",
            "subject-budget--interreg-amazonia",
        ),
        ("What is AL-INVEST?", "and Verde?", "subject-what--al-invest-verde"),
    ],
)
def test_what_is_called_like_what_was_named_may_be_named_in_short(
    assistant: Assistant, before: str, question: str, link: str
) -> None:
    assert assistant.ask(question, "en", [before]).link == link


@pytest.mark.parametrize("country", ["Peru", "Brazil", "Mexico"])
def test_a_country_named_too_may_take_part_as_well(assistant: Assistant, country: str) -> None:
    reply = assistant.ask(f"{country} too?", "en", ["Is Chile in INNOV-AL?"])
    assert reply.text.startswith("Yes")
    assert country in reply.text.partition(".")[0]


def test_one_thing_alone_is_asked_of_what_was_told(assistant: Assistant) -> None:
    before = ["Where did the foreign ministers of the EU and CELAC meet in October 2022?"]
    assert "27 October 2022" in assistant.ask("which day?", "en", before).text


def test_before_what_stands_in_no_row_the_same_is_asked_of_the_time_before(
    assistant: Assistant,
) -> None:
    reply = assistant.ask("and before that?", "en", ["Who chairs CELAC now?"])
    assert "Colombia" in reply.text


@pytest.mark.parametrize(
    ("before", "question"),
    [
        ("When did the dialogue with Chile start?", "source?"),
        ("When did the dialogue with Chile start?", "where do you have that from"),
        ("¿Cuándo empezó el diálogo con Chile?", "¿fuente?"),
        ("Quando começou o diálogo com o Chile?", "qual é a fonte?"),
        ("Quand a commencé le dialogue avec le Chili ?", "quelle est la source ?"),
    ],
)
def test_where_an_answer_comes_from_is_told(
    assistant: Assistant, before: str, question: str
) -> None:
    told = assistant.ask(before, "en")
    reply = assistant.ask(question, "en", [before])
    assert (reply.kind, reply.link, reply.lang) == ("answer", told.link, told.lang)
    assert all(source.title in reply.text for source in told.sources)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("what does it say?", "en"),
        ("from when?", "en"),
        ("what do you know", "en"),
        ("¿qué dice?", "es"),
        ("o que diz?", "pt"),
        ("que dit-il ?", "fr"),
    ],
)
def test_what_something_says_is_no_question_about_sources(text: str, lang: str) -> None:
    assert not asks_for_source(text, lang)


def test_what_has_no_answer_before_it_has_no_source(assistant: Assistant) -> None:
    assert assistant.ask("source?", "en").kind != "answer"


@pytest.mark.parametrize(
    ("before", "question"),
    [
        ("Is Cuba a member of CELAC?", "is Chile in it?"),
        ("How many countries are in CELAC?", "is Chile in it?"),
        ("¿Cuántos países tiene la CELAC?", "¿está Chile?"),
    ],
)
def test_it_may_be_the_group_that_was_spoken_of(
    assistant: Assistant, before: str, question: str
) -> None:
    assert assistant.ask(question, "en", [before]).link == "group-includes--celac--chile"


def test_what_is_named_anew_is_asked_about(assistant: Assistant) -> None:
    before = ["How many members does the EU-LAC Foundation have?"]
    assert assistant.ask("what is CELAC?", "en", before).link == "subject-what--celac"


@pytest.mark.parametrize("question", ["no, the other one", "why?"])
@pytest.mark.parametrize("before", ["Which countries did not sign the Santa Marta declaration?"])
def test_what_was_told_is_not_told_again_for_something_else(
    assistant: Assistant, before: str, question: str
) -> None:
    told = assistant.ask(before, "en")
    assert told.kind == "answer"
    assert assistant.ask(question, "en", [before]).link != told.link


def test_what_is_named_anew_may_be_asked_the_same(assistant: Assistant) -> None:
    before = ["Combien de membres compte la CELAC ?"]
    assert "27" in assistant.ask("et l'UE ?", "en", before).text


@pytest.mark.parametrize(
    ("history", "question"),
    [
        (
            ["When did the Peru dialogue start?", "and Colombia?", "and Chile?"],
            "which of the two is older?",
        ),
        (
            ["¿Desde cuándo hay diálogo con Colombia?", "¿y con Chile?"],
            "¿cuál de los dos empezó antes?",
        ),
    ],
)
def test_two_things_named_one_after_the_other_are_compared(
    assistant: Assistant, history: list[str], question: str
) -> None:
    reply = assistant.ask(question, "en", history)
    assert reply.link == "dialogues-older--dialogue-colombia--dialogue-chile"


def test_what_was_offered_is_spoken_of(assistant: Assistant) -> None:
    """A question that is only asked back says what the chat is about all the same."""
    context = None
    for question in ("smart specialisation in plain words", "who runs the platform for it"):
        _, context = assistant.turn(question, "en", context)
    reply, _ = assistant.turn("how many regions are on it?", "en", context)
    assert reply.link == "subject-members--s3-platform"


def test_what_came_before_is_spoken_of(assistant: Assistant) -> None:
    reply = assistant.ask("and when did that run?", "en", ["What came before IURC?"])
    assert reply.link == "subject-dates--iuc"


def test_the_last_of_two_questions_is_spoken_of(assistant: Assistant) -> None:
    before = ["When did INNOVACT start and what is SICA?"]
    reply = assistant.ask("who are its members?", "en", before)
    assert reply.link is not None
    assert "sica" in reply.link


def test_what_was_told_is_not_told_again_of_something_new(assistant: Assistant) -> None:
    before = ["Quelle ville italienne travaillait avec Medellín ?"]
    assert assistant.ask(before[0], "fr").kind == "answer"
    assert assistant.ask("et Quito ?", "fr", before).kind != "answer"


def test_a_document_in_another_language_is_no_request_to_translate(assistant: Assistant) -> None:
    before = ["Which report can be downloaded?", "how many pages has it?"]
    reply = assistant.ask("is there a Portuguese version?", "en", before)
    assert reply.lang == "en"
    assert reply.link == "report-languages"


def test_a_source_is_asked_for_in_any_language(assistant: Assistant) -> None:
    reply = assistant.ask("¿fuente?", "en", ["When did the dialogue with Chile start?"])
    assert "http" in reply.text


def test_the_same_is_asked_of_the_one_with_somebody_else(assistant: Assistant) -> None:
    before = ["Quand le dialogue avec le Brésil a-t-il commencé ?"]
    assert assistant.ask("Et celui avec l'Argentine ?", "fr", before).link == (
        "dialogue-start--dialogue-argentina"
    )
