"""A private chat, driven through the whole application."""

import pytest

from bot.localapi import LocalMessage
from bot.localapi.attachments import CONTACT, DICE, LOCATION, POLL, STICKER, VENUE, VOICE
from bot.localapi.parameters import Json, Upload
from bot.state import State
from bot.texts import texts
from handlers.links import carrying
from tests.handlers.harness import Player, Stage

CHILE = "when did the Chile dialogue start?"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(8) + b"\0\0\0\1\0\0\0\1" + bytes(9)
UNKNOWN = "how many penguins live in the committee room"


async def test_a_question_is_answered_with_its_source_as_a_link(stage: Stage) -> None:
    (answer,) = await stage.person().asks(CHILE)
    assert "2010" in answer.text
    assert answer.links[0].startswith("https://")


async def test_no_answer_shows_a_link_preview(stage: Stage) -> None:
    await stage.person().asks(CHILE)
    (call,) = stage.api.called("sendMessage")
    assert call["link_preview_options"] == {"is_disabled": True}


async def test_the_next_question_leans_on_the_one_before(stage: Stage) -> None:
    ana = stage.person()
    await ana.asks(CHILE)
    (answer,) = await ana.asks("and Peru?")
    assert "2013" in answer.text


async def test_one_persons_talk_does_not_lean_on_anothers(stage: Stage) -> None:
    await stage.person().asks(CHILE)
    (answer,) = await stage.person("Zé").asks("and Peru?")
    assert "2013" not in answer.text


async def test_start_greets_in_the_persons_language_with_questions_to_try(stage: Stage) -> None:
    ana = stage.person("Ana", "es")
    (welcome,) = await ana.asks("/start")
    assert "¡Hola!" in welcome.text
    assert "UE" in welcome.text
    await ana.presses(welcome, welcome.buttons[0])
    assert ana.private.visible[-1].links


async def test_help_lists_every_command_in_the_persons_language(stage: Stage) -> None:
    (help_,) = await stage.person("Zé", "pt-BR").asks("/help")
    for name, said in texts("pt").commands.items():
        assert f"/{name} – {said}" in help_.text


async def test_an_unknown_command_is_answered_with_the_known_ones(stage: Stage) -> None:
    (answer,) = await stage.person().asks("/nonsense")
    assert "/topics" in answer.text


async def test_a_deep_link_gives_its_answer(stage: Stage) -> None:
    (answer,) = await stage.person().asks("/start dialogue-start--dialogue-chile")
    assert "2010" in answer.text


async def test_a_deep_link_may_carry_a_question(stage: Stage) -> None:
    parameter = carrying("¿Cuándo empezó el diálogo con Chile?")
    assert parameter == "q_cuando_empezo_el_dialogo_con_chile"
    (answer,) = await stage.person().asks(f"/start {parameter}")
    assert "2010" in answer.text


@pytest.mark.parametrize("parameter", ["gone-entry", "s_zzzzzz", "q_", "'\"<&>", "x" * 64])
async def test_a_deep_link_to_nothing_greets(stage: Stage, parameter: str) -> None:
    (welcome,) = await stage.person().asks(f"/start {parameter}")
    assert "Hello!" in welcome.text


@pytest.mark.parametrize(
    "question",
    [
        "<b>hello</b>",
        "<script>alert(1)</script>",
        "1 < 2 & 3 > 2",
        "&lt;i&gt;",
        "*bold* _it_ [x](http://x)",
        "{subject} {0} {} {scope} %s",
        "{{7*7}} ${7*7}",
    ],
)
async def test_markup_and_braces_in_a_question_stay_text(stage: Stage, question: str) -> None:
    (answer,) = await stage.person().asks(question)
    assert not [e for e in answer.entities if e["type"] == "bold"]
    assert "49" not in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "x" * 4096,
        "Chile " * 682,
        "?" * 4000,
        "Когда начался диалог?",
        "対話はいつ始まりましたか",
        "متى بدأ الحوار مع تشيلي؟",
        "\u202eelihC",
        "👩‍👩‍👧‍👦" * 300,
        "\u0301" * 500,
        "a\u200bb",
        "١٩٩٩",
        ".",
    ],
)
async def test_any_text_gets_one_reply(stage: Stage, question: str) -> None:
    (answer,) = await stage.person().asks(question)
    assert 1 <= len(answer.text) <= 4096


async def test_a_long_answer_folds(stage: Stage) -> None:
    ana = stage.person()
    library = stage.services.knowledge.assistant.library
    answers = [entry for entry in library.entries.values() if entry.kind == "answer"]
    long = max(answers, key=lambda entry: len(entry.answer["en"]) + len(entry.quote or ""))
    (answer,) = await ana.asks(f"/start {long.id}")
    assert [e for e in answer.entities if e["type"] == "expandable_blockquote"]


async def test_a_choice_answers_in_place(stage: Stage) -> None:
    ana = stage.person()
    offer = await _offer(ana)
    query = await ana.presses(offer, offer.buttons[0])
    assert query.answer is not None
    assert offer is ana.private.visible[-1]
    assert offer.links


async def _offer(ana: Player) -> LocalMessage:
    """Return a "did you mean", to whatever question gets one."""
    for question in ("when summit", "INNOV", "summit", "dialogue signed", "programme budget"):
        (reply,) = await ana.asks(question)
        if any("None of these" in button["text"] for button in reply.buttons):
            return reply
    pytest.fail("no question is asked back")


async def test_none_of_these_asks_for_other_words_and_is_noted(stage: Stage, state: State) -> None:
    ana = stage.person()
    offer = await _offer(ana)
    await ana.presses(offer, "None of these")
    assert offer.text == texts("en").another_question
    assert any(asked.reason == "none of these" for asked in await state.unanswered.all())


async def test_an_answer_offers_related_questions_share_and_votes(stage: Stage) -> None:
    (answer,) = await stage.person().asks(CHILE)
    labels = [button["text"] for button in answer.buttons]
    own = texts("en")
    assert labels[-3:] == [own.share, own.helpful, own.not_helpful]
    assert 2 <= len(labels[:-3]) <= 3
    share = answer.button(own.share)["switch_inline_query_chosen_chat"]
    assert share["query"] == "en:dialogue-start--dialogue-chile"


async def test_a_related_question_is_answered_below_under_its_title(stage: Stage) -> None:
    ana = stage.person()
    (answer,) = await ana.asks(CHILE)
    label = answer.buttons[0]["text"]
    await ana.presses(answer, label)
    below = ana.private.visible[-1]
    assert below is not answer
    assert below.text.startswith(label[:20])
    assert "2010" in answer.text


async def test_a_vote_counts_once_and_leaves_no_trace_of_who(stage: Stage, state: State) -> None:
    ana = stage.person()
    (answer,) = await ana.asks(CHILE)
    button = answer.button(texts("en").helpful)
    for _ in range(3):
        await ana.presses(answer, button)
    (verdict,) = await state.feedback.all()
    assert (verdict.link, verdict.helpful, verdict.unhelpful) == (
        "dialogue-start--dialogue-chile",
        1,
        0,
    )
    assert texts("en").helpful not in [b["text"] for b in answer.buttons]
    assert texts("en").share in [b["text"] for b in answer.buttons]


async def test_a_question_without_an_answer_is_noted_without_who(
    stage: Stage, state: State
) -> None:
    await stage.person().asks(UNKNOWN)
    assert UNKNOWN in [asked.question for asked in await state.unanswered.all()]


async def test_an_edited_question_gets_its_answer_edited(stage: Stage) -> None:
    ana = stage.person()
    question = await ana.says(CHILE)
    (answer,) = ana.heard_since(question)
    await ana.edits(question, "when did the Peru dialogue start?")
    assert ana.heard_since(question) == [answer]
    assert "2013" in answer.text


async def test_an_edit_that_changes_no_answer_changes_nothing(stage: Stage) -> None:
    ana = stage.person()
    question = await ana.says(CHILE)
    await ana.edits(question, CHILE + " ")
    assert len(ana.heard_since(question)) == 1


async def test_an_edited_question_whose_answer_is_gone_is_answered_anew(stage: Stage) -> None:
    ana = stage.person()
    question = await ana.says(CHILE)
    ana.deletes(ana.heard_since(question)[0])
    await ana.edits(question, "when did the Peru dialogue start?")
    (answer,) = ana.heard_since(question)
    assert "2013" in answer.text


@pytest.mark.parametrize("content", [VOICE, STICKER, LOCATION, VENUE, CONTACT, DICE, POLL])
async def test_what_is_no_text_gets_a_word_on_what_can_be_read(stage: Stage, content: Json) -> None:
    ana = stage.person("Ana", "fr")
    (answer,) = ana.heard_since(await ana.sends(content))
    assert answer.text == texts("fr").reads_text


async def test_the_caption_of_a_picture_is_a_question(stage: Stage) -> None:
    ana = stage.person()
    photo = Upload("p.png", PNG, "image/png")
    (answer,) = ana.heard_since(await ana.sends_file("photo", photo, caption=CHILE))
    assert "2010" in answer.text
    (answer,) = ana.heard_since(await ana.sends_file("photo", photo))
    assert answer.text == texts("en").reads_text


async def test_an_album_is_answered_once(stage: Stage) -> None:
    ana = stage.person()
    first = await ana.sends(VOICE | {"media_group_id": "7"})
    await ana.sends(VOICE | {"media_group_id": "7"})
    assert len(ana.heard_since(first)) == 1


async def test_service_messages_get_no_reply(stage: Stage) -> None:
    ana = stage.person()
    for content in (
        {"new_chat_title": "x"},
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 5}},
    ):
        assert ana.heard_since(await ana.sends(content)) == []
