"""A private chat, driven through the whole application."""

from bot.texts import texts
from tests.handlers.harness import Stage


async def test_a_question_is_answered_with_its_source_as_a_link(stage: Stage) -> None:
    (answer,) = await stage.person().asks("when did the Chile dialogue start?")
    assert "2010" in answer.text
    assert answer.links
    assert answer.links[0].startswith("https://")


async def test_the_next_question_leans_on_the_one_before(stage: Stage) -> None:
    ana = stage.person()
    await ana.asks("when did the Chile dialogue start?")
    (answer,) = await ana.asks("and Peru?")
    assert "2013" in answer.text


async def test_start_greets_in_the_persons_language_with_questions_to_try(stage: Stage) -> None:
    (welcome,) = await stage.person("Ana", "es").asks("/start")
    assert "¡Hola!" in welcome.text
    assert "UE" in welcome.text
    assert welcome.buttons


async def test_help_lists_every_command_in_the_persons_language(stage: Stage) -> None:
    (help_,) = await stage.person("Zé", "pt-BR").asks("/help")
    for name, said in texts("pt").commands.items():
        assert f"/{name} – {said}" in help_.text


async def test_a_deep_link_gives_its_answer(stage: Stage) -> None:
    (answer,) = await stage.person().asks("/start dialogue-start--dialogue-chile")
    assert "2010" in answer.text


async def test_markup_in_a_question_stays_text(stage: Stage) -> None:
    ana = stage.person()
    for question in ("<b>hello</b>", "<script>alert(1)</script>"):
        (answer,) = await ana.asks(question)
        assert not [e for e in answer.entities if e["type"] == "bold"]


async def test_a_choice_answers_in_place(stage: Stage) -> None:
    ana = stage.person()
    (offer,) = await ana.asks("when summit")
    assert offer.buttons
    query = await ana.presses(offer, offer.buttons[0])
    assert query.answer is not None
    assert offer.text == ana.private.visible[-1].text
    assert offer.links
