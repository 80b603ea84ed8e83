"""What a person who asks can count on."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.assistant import Assistant
from knowledge.errors import UnknownLink
from knowledge.loading import CONTENT, load

OTHER_YEARS = {
    "brazil": "2007",
    "chile": "2010",
    "argentina": "2012",
    "peru": "2013",
    "mexico": "2014",
    "colombia": "2015",
}


@given(st.text(max_size=300), st.sampled_from(["en", "es", "pt", "fr", "xx", None]))
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200
)
def test_any_text_gets_a_reply(assistant: Assistant, text: str, lang: str | None) -> None:
    reply = assistant.ask(text, lang, top=3)
    assert reply.kind in ("answer", "suggest", "none", "smalltalk")
    assert reply.text
    assert 0 <= reply.confidence <= 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "🙂🙂",
        "?" * 4000,
        "a " * 2000,
        "<b>x</b>",
        "'; DROP TABLE x; --",
        "{subject}",
        "{0.__class__}",
        "‮abc",
        "你好",
        "مرحبا",
    ],
)
def test_odd_texts_claim_nothing(assistant: Assistant, text: str) -> None:
    assert assistant.ask(text).kind != "answer"


@pytest.mark.parametrize("country", OTHER_YEARS)
def test_each_start_year_is_answered_without_the_others(assistant: Assistant, country: str) -> None:
    reply = assistant.ask(f"when did the {country} dialogue start")
    assert reply.kind == "answer"
    assert OTHER_YEARS[country] in reply.text
    assert not any(y in reply.text for c, y in OTHER_YEARS.items() if c != country)
    assert reply.sources[0].url


@pytest.mark.parametrize(
    ("question", "lang"),
    [
        ("what is INNOVACT?", "en"),
        ("¿qué es INNOVACT?", "es"),
        ("o que é o INNOVACT?", "pt"),
        ("qu'est-ce qu'INNOVACT ?", "fr"),
    ],
)
def test_the_answer_speaks_the_language_of_the_question(
    assistant: Assistant, question: str, lang: str
) -> None:
    reply = assistant.ask(question, "en")
    assert (reply.kind, reply.lang) == ("answer", lang)


def test_a_known_negative_is_an_answer(assistant: Assistant) -> None:
    reply = assistant.ask("is there a dialogue with Ecuador?")
    assert reply.kind == "answer"
    assert reply.text.startswith("No")


@pytest.mark.parametrize(
    "question",
    [
        "when did the Japan dialogue start",
        "what is the population of Chile",
        "who won the election in Peru",
        "celiac disease",
        "interrail pass",
    ],
)
def test_what_cannot_be_known_is_refused(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).kind != "answer"


def test_small_talk_claims_no_fact(assistant: Assistant) -> None:
    for greeting in ("hello", "hola", "bom dia", "merci"):
        reply = assistant.ask(greeting)
        assert (reply.kind, reply.sources) == ("smalltalk", ())


def test_every_answer_can_be_recalled_by_its_link(assistant: Assistant) -> None:
    for question in (
        "which is older, Brazil or Mexico",
        "which country joined in 2013",
        "what is URBELAC",
        "is Colombia in INNOV-AL?",
    ):
        reply = assistant.ask(question)
        assert reply.link
        assert assistant.recall(reply.link, reply.lang).text == reply.text


def test_a_link_that_is_gone_is_told(assistant: Assistant) -> None:
    for link in (
        "",
        "nothing",
        "dialogue-start",
        "dialogue-start--nowhere",
        "dialogues-in-year--x",
    ):
        with pytest.raises(UnknownLink):
            assistant.recall(link, "en")


def test_where_all_is_names_the_names_tell_the_language(assistant: Assistant) -> None:
    assert assistant.ask("INNOVACT Colombia-Ecuador value chains", "en").lang == "en"
    assert assistant.ask("INNOVACT Colombia-Ecuador cadenas de valor", "en").lang == "es"


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("Is Canada in IURC?", "Yes"),
        ("¿Participa Estados Unidos en IURC?", "Sí"),
        ("Is Chile in IURC?", "Yes"),
    ],
)
def test_a_country_of_elsewhere_that_takes_part_is_as_any_other(
    assistant: Assistant, question: str, says: str
) -> None:
    reply = assistant.ask(question)
    assert (reply.kind, reply.text.split(",")[0]) == ("answer", says)
    assert assistant.ask("When did the dialogue with Canada start?").kind != "answer"


@pytest.mark.parametrize(
    ("question", "lang"),
    [
        ("ordename los dialogos del mas antiguo al mas nuevo", "es"),
        ("C'etait en quelles annés le programe IUC ?", "fr"),
    ],
)
def test_misspelt_questions_keep_their_language(
    assistant: Assistant, question: str, lang: str
) -> None:
    readings = assistant.readings(question, "en", None)
    assert lang in {reading.lang for reading in readings}


def test_a_place_joined_by_a_hyphen_is_no_unknown_name(assistant: Assistant) -> None:
    reply = assistant.ask("Which EU region was Bogotá-Cundinamarca paired with?")
    assert (reply.kind, reply.link) == ("answer", "iuc-bogota-cundinamarca-lazio")


def test_south_americans_are_not_of_the_united_states(assistant: Assistant) -> None:
    readings = assistant.readings("a frontier between South American countries", "en", None)
    assert all(mention.kind != "elsewhere" for mention in next(iter(readings)).mentions)


@pytest.mark.parametrize("year", [2013, 2015, 2023, 2025])
def test_a_summit_in_a_year_is_told_with_its_place(assistant: Assistant, year: int) -> None:
    cities = {2013: "Santiago", 2015: "Brussels", 2023: "Brussels", 2025: "Santa Marta"}
    reply = assistant.ask(f"which EU-CELAC summit took place in {year}?")
    assert cities[year] in reply.text


@pytest.mark.parametrize(
    "question",
    [
        "I'm a student from Leeds and my thesis is due on Monday. When did the dialogue with Peru start? Thanks!",
        "Trabajo en un municipio y mi jefa necesita saber cuándo empezó el diálogo con el Perú. ¿Me ayudan?",
    ],
)
def test_what_is_said_around_a_question_changes_nothing(
    assistant: Assistant, question: str
) -> None:
    reply = assistant.ask(question)
    assert (reply.kind, reply.link) == ("answer", "dialogue-start--dialogue-peru")


@pytest.mark.parametrize(
    "question",
    [
        "Who took the photographs of the launch of IURC-LAC?",
        "¿Cuántas mujeres asistieron al seminario de INNOV-AL en Aguascalientes?",
        "Por que Salta escolheu o Alentejo e não outra região?",
        "Quel était le tirage du rapport de 2015 ?",
    ],
)
def test_what_nobody_recorded_is_declined(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).kind in ("none", "suggest")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("is there a dialogue with Uruguay or Paraguay?", ["No, ", "Uruguay and Paraguay"]),
        ("is there a dialogue with Chile or Ecuador?", ["Yes. ", "Chile", "No, ", "Ecuador"]),
        ("Does Argentina have a regional policy dialogue with the EU?", ["Yes. ", "Argentina"]),
    ],
)
def test_of_several_countries_each_is_answered(
    assistant: Assistant, question: str, told: list[str]
) -> None:
    reply = assistant.ask(question)
    assert reply.kind == "answer"
    assert all(part in reply.text for part in told)
    assert reply.link
    assert assistant.recall(reply.link, "en").text == reply.text


def test_a_list_of_american_partners_says_nothing_of_spain(assistant: Assistant) -> None:
    assert assistant.ask("does Costa Rica take part in IURC?").text.startswith("No")
    assert not assistant.ask("does Spain take part in IURC?").text.startswith("No")


def test_where_somebody_is_from_is_not_asked_about(assistant: Assistant) -> None:
    reply = assistant.ask("I'm from Germany; is there a dialogue with Peru?")
    assert reply.link == "dialogue-exists--peru"


def test_what_is_known_goes_with_what_is_not(assistant: Assistant) -> None:
    reply = assistant.ask("Where is the seat of INNOV-AL?")
    assert (reply.kind, reply.reason) == ("none", "not recorded")
    assert "What I do know: INNOV-AL was an EU project" in reply.text
    assert reply.sources


def test_a_part_that_names_what_all_is_about_is_read_for_itself(assistant: Assistant) -> None:
    reply = assistant.ask("I'm a councillor in Uruguay: what is DG REGIO?")
    assert reply.link == "subject-what--dg-regio"


def test_one_year_or_another_is_no_question_about_the_first(assistant: Assistant) -> None:
    reply = assistant.ask("Was the Argentine dialogue set up in 2012 or 2016?")
    assert reply.link == "argentina-2012-or-2016"


@pytest.mark.parametrize(
    "question",
    [
        "Apart from Brazil and Chile, which countries have a dialogue?",
        "Aparte de Brasil y Chile, ¿qué países tienen un diálogo?",
        "Além do Brasil e do Chile, que países têm um diálogo?",
        "À part le Brésil et le Chili, quels pays ont un dialogue ?",
    ],
)
def test_a_country_that_is_left_out_is_not_asked_about(assistant: Assistant, question: str) -> None:
    reply = assistant.ask(question)
    assert (reply.kind, reply.link) == ("answer", "dialogues-list")
    other = question.replace("Chile", "Peru").replace("Chili", "Pérou")
    assert assistant.ask(other).link == reply.link


@pytest.mark.parametrize(
    ("question", "link"),
    [
        ("Is Colombia's dialogue the oldest?", "dialogues-first--dialogue-colombia"),
        ("Is the dialogue with Peru the latest one?", "dialogues-last--dialogue-peru"),
        (
            "¿Es verdad que México fue el primero en tener un diálogo?",
            "dialogues-first--dialogue-mexico",
        ),
    ],
)
def test_a_wrong_guess_at_the_first_or_last_is_denied(
    assistant: Assistant, question: str, link: str
) -> None:
    reply = assistant.ask(question)
    assert reply.link == link
    assert reply.text.startswith("No")
    assert assistant.recall(link, reply.lang).text == reply.text


def test_what_the_question_before_named_is_no_guess(assistant: Assistant) -> None:
    reply = assistant.ask("and which was the first?", "en", ["When did the Peru dialogue start?"])
    assert reply.link == "dialogues-first"
    assert not reply.text.startswith("No")


@pytest.mark.parametrize(
    ("question", "lang", "link"),
    [
        ("wen did chile dialog strt", "en", "dialogue-start--dialogue-chile"),
        ("q es innovact", "es", "subject-what--innovact"),
        ("qdo começou o dialogo c o chile", "pt", "dialogue-start--dialogue-chile"),
        ("kan a commencé le dialogue avec le chili", "fr", "dialogue-start--dialogue-chile"),
        ("dnd fue la cumbre de sta marta", "es", "subject-place--summit-2025-santa-marta"),
    ],
)
def test_phone_style_is_understood(
    assistant: Assistant, question: str, lang: str, link: str
) -> None:
    reply = assistant.ask(question, "en")
    assert (reply.link, reply.lang) == (link, lang)


def test_another_country_than_the_answer_speaks_of_has_no_answer(assistant: Assistant) -> None:
    assert assistant.ask("Quand le Venezuela est-il revenu dans la CELAC ?").kind != "answer"


@pytest.mark.parametrize(
    ("question", "link"),
    [
        ("which EU-CELAC summits were held after 2015?", "summits-after-year--2015"),
        ("cumbres UE-CELAC entre 2013 y 2023", "summits-between--2013--2023"),
        ("Is INNOVACT older than IURC?", "subjects-older--innovact--iurc"),
        (
            "Which has the larger budget, Interreg Caribbean or Interreg Amazonia?",
            "subjects-larger-budget--interreg-caribbean--interreg-amazonia",
        ),
    ],
)
def test_what_is_reckoned_over_records_is_told(
    assistant: Assistant, question: str, link: str
) -> None:
    assert assistant.ask(question).link == link


def test_of_two_sums_the_larger_is_told_first(assistant: Assistant) -> None:
    reply = assistant.ask("which has more money, Interreg Amazonia or Interreg Caribbean?")
    assert reply.text.startswith("Interreg Caribbean")
    assert reply.text.index("67,895,832") < reply.text.index("18,899,049")


def test_of_three_sums_the_largest_is_told(assistant: Assistant) -> None:
    reply = assistant.ask("which has the larger budget, Interreg Amazonia, EUROFRONT or LACIF?")
    assert reply.text.startswith("LACIF")


def test_a_thing_may_be_described(assistant: Assistant) -> None:
    question = "Is there something that mixes EU grants with bank loans for Latin America?"
    assert assistant.ask(question).link == "which-lacif"


def test_what_is_asked_below_a_link_is_answered_with_it(assistant: Assistant) -> None:
    content = load(CONTENT)
    asked = [
        (link, lang, ways[link][0])
        for lang, ways in content.more_ways.items()
        for link in content.described
        if link in ways
    ]
    answered = [assistant.ask(text, lang).link == link for link, lang, text in asked]
    assert len(asked) > len(content.described)
    assert sum(answered) / len(answered) > 0.98


@pytest.mark.parametrize("country", ["Canada", "the United States", "Spain"])
def test_who_is_no_member_is_told_so(assistant: Assistant, country: str) -> None:
    reply = assistant.ask(f"Is {country} a member of CELAC?")
    assert reply.text.startswith("No, ")


@pytest.mark.parametrize(
    "question",
    [
        "quand le Costa Rica a-t-il rejoint INNOVACT ?",
        "avec quelle ville Lima est-elle associée dans l'IURC ?",
    ],
)
def test_a_country_and_more_named_in_vain_is_no_question_about_dialogues(
    assistant: Assistant, question: str
) -> None:
    assert assistant.ask(question).kind != "answer"


def test_grammar_words_that_names_hold_tell_the_language(assistant: Assistant) -> None:
    assert assistant.ask("Le budget d'EUROFRONT", "en").lang == "fr"


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("Are Chile and Peru in INNOV-AL?", ["Chile and Peru"]),
        ("Does INNOV-AL work with Uruguay or Ecuador?", ["Uruguay and Ecuador"]),
        ("¿Participan Chile y Perú en INNOV-AL?", ["Chile y Perú"]),
        ("Is Costa Rica a member of SICA and of CELAC?", ["SICA", "CELAC"]),
        ("O Brasil participa do IURC e do INNOVACT?", ["IURC", "INNOVACT"]),
    ],
)
def test_of_several_that_may_take_part_each_is_answered(
    assistant: Assistant, question: str, held: list[str]
) -> None:
    reply = assistant.ask(question, "en")
    assert reply.kind == "answer"
    assert all(part in reply.text for part in held)
    assert assistant.recall(reply.link or "", reply.lang).text == reply.text


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("¿Argentina 2012 o 2016? no me queda claro", "es"),
        ("A Groenlândia pertence à UE?", "pt"),
        ("capital de Honduras", "es"),
        ("à quoi sert l'IURC", "fr"),
        ("o Peru no IURC", "pt"),
    ],
)
def test_small_words_tell_the_language(assistant: Assistant, text: str, lang: str) -> None:
    assert assistant.ask(text, "en").lang == lang


def test_joined_answers_say_nothing_twice(assistant: Assistant) -> None:
    reply = assistant.ask("Who runs the S3 Platform and where is it based?", "en")
    assert reply.kind == "answer"
    assert reply.text.count("Seville") == 1


def test_a_year_after_the_end_is_told_when_it_was(assistant: Assistant) -> None:
    assert "1994-2013" in assistant.recall("subject-verify--urb-al--2016", "en").text
    assert "2013" not in assistant.recall("subject-verify--urb-al--2001", "en").text
