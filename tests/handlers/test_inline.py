"""Inline and guest mode: complete messages, best first, in the right language."""

import re
import time

import pytest

from bot.localapi import calls_as_guest, picks
from bot.localapi.parameters import Json
from bot.localapi.queries import Pending
from bot.texts import texts
from tests.handlers.harness import Player, Stage


def results(pending: Pending) -> list[Json]:
    assert pending.answer is not None
    return list(pending.answer["results"])


async def test_the_best_answer_comes_first_and_is_a_complete_message(stage: Stage) -> None:
    ana = stage.person()
    group = stage.group(ana)
    pending = await ana.types_inline("when did the Chile dialogue start", group)
    assert 1 <= len(results(pending)) <= 10
    sent = await picks(ana, pending)
    assert "2010" in sent.text
    assert "Chile" in sent.text.splitlines()[0]
    assert sent.links
    assert re.fullmatch(
        r"https://t\.me/local_bot\?start=[A-Za-z0-9_-]{1,64}", sent.buttons[0]["url"]
    )


async def test_results_speak_the_language_of_the_query_else_the_persons(stage: Stage) -> None:
    ana = stage.person("Ana", "fr")
    spanish = results(await ana.types_inline("¿cuándo empezó el diálogo con Chile?"))
    assert "2010" in spanish[0]["input_message_content"]["message_text"]
    assert "diálogo" in spanish[0]["title"]
    french = results(await ana.types_inline(""))
    assert any(word in french[0]["title"] for word in ("Combien", "Quel", "Qu'"))


async def test_results_have_title_short_text_and_stable_ids(stage: Stage) -> None:
    ana, ben = stage.person(), stage.person("Ben")
    first = results(await ana.types_inline("chile dialogue"))
    again = results(await ben.types_inline("chile dialogue"))
    assert [r["id"] for r in first] == [r["id"] for r in again]
    for result in first:
        assert result["title"]
        assert 1 <= len(result["description"]) <= 120


async def test_results_of_one_language_are_not_cached_for_all(stage: Stage) -> None:
    pending = await stage.person().types_inline("chile")
    assert pending.answer
    assert pending.answer["is_personal"]
    assert 0 < int(pending.answer["cache_time"]) <= 300


async def test_an_empty_query_offers_the_popular_ones(stage: Stage) -> None:
    assert len(results(await stage.person().types_inline(""))) == 10


@pytest.mark.parametrize(
    "query", ["weather tomorrow in tokyo", "🙂🙂🙂🙂", "привет как дела", "x" * 256]
)
async def test_where_nothing_fits_a_button_leads_into_the_private_chat(
    stage: Stage, query: str
) -> None:
    ana = stage.person()
    pending = await ana.types_inline(query)
    assert results(pending) == [] or not re.search(r"\w", query)
    if not results(pending):
        assert pending.answer
        button = pending.answer["button"]
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", button["start_parameter"])
        (answer,) = await ana.asks(f"/start {button['start_parameter']}")
        assert answer.text


async def test_the_button_carries_the_question(stage: Stage) -> None:
    pending = await stage.person().types_inline("weather tomorrow in tokyo")
    assert pending.answer
    assert pending.answer["button"]["start_parameter"] == "q_weather_tomorrow_in_tokyo"


async def test_share_opens_inline_mode_with_this_answer_in_its_language(stage: Stage) -> None:
    ana = stage.person("Ana", "en")
    (answer,) = await ana.asks("¿cuándo empezó el diálogo con Chile?")
    share = answer.button(texts("es").share)["switch_inline_query_chosen_chat"]
    (result,) = results(await ana.types_inline(share["query"]))
    assert "2010" in result["input_message_content"]["message_text"]
    assert "diálogo" in result["title"]


@pytest.mark.parametrize(
    "query", ["en:gone", "xx:iurc", "en:s_zzzzzz", "fr:", "{x}", "<b>", "'\"--"]
)
async def test_a_share_of_what_is_gone_is_an_ordinary_query(stage: Stage, query: str) -> None:
    results(await stage.person().types_inline(query))


async def test_there_is_no_second_page(stage: Stage) -> None:
    assert results(await stage.person().types_inline("chile", offset="10")) == []


async def test_markup_in_a_query_does_not_reach_the_message(stage: Stage) -> None:
    for result in results(await stage.person().types_inline("<b>chile</b> dialogue")):
        assert "<b>chile</b>" not in result["input_message_content"]["message_text"]


async def test_a_query_that_came_too_late_does_no_harm(stage: Stage) -> None:
    clock = stage.api.world.clock
    ana = stage.person()
    stage.api.world.clock = iter([time.time(), time.time() + 60]).__next__
    pending = await ana.types_inline("chile")
    stage.api.world.clock = clock
    assert pending.answer is None


async def _guest(stage: Stage, text: str) -> tuple[Player, Pending]:
    ana = stage.person("Ana", "es")
    chat = stage.group(ana, bot="left")
    return ana, await calls_as_guest(ana, text, chat)


async def test_a_guest_answers_once_with_source(stage: Stage) -> None:
    _, pending = await _guest(stage, "@local_bot ¿cuándo empezó el diálogo con Chile?")
    assert pending.answer is not None
    (call,) = stage.api.called("answerGuestQuery")
    said = call["result"]["input_message_content"]["message_text"]
    assert "2010" in said
    assert '<a href="https://' in said


@pytest.mark.parametrize(
    "text", ["@local_bot", "@local_bot qwertz uiop", "@LOCAL_BOT hola", "<b>@local_bot"]
)
async def test_a_guest_says_honestly_what_it_does_not_know(stage: Stage, text: str) -> None:
    _, pending = await _guest(stage, text)
    assert pending.answer is not None
