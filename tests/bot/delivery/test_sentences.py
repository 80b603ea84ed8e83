"""What is said about updates: complete in all languages, the same placeholders, within Telegram's limits."""

import re
from dataclasses import fields

import pytest

from bot.delivery.composing import compose, compose_digest
from bot.delivery.sentences import LANGUAGES, Sentences, sentences
from knowledge.assistant import Assistant
from knowledge.library import Library
from knowledge.schema import Update

PLACEHOLDER = re.compile(r"\{(\w*)\}")
NAMES = [field.name for field in fields(Sentences)]
ALERT = 200


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_each_sentence_has_the_same_placeholders_in_all_languages(lang: str, name: str) -> None:
    said = getattr(sentences(lang), name)
    assert said.strip()
    assert sorted(PLACEHOLDER.findall(said)) == sorted(
        PLACEHOLDER.findall(getattr(sentences("en"), name))
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_notices_fit_into_telegram(lang: str) -> None:
    own = sentences(lang)
    for notice in (
        own.admins_only,
        own.stopped_all,
        own.storage_away,
        own.news_refused,
        own.news_for_admins,
        own.unknown_topic,
    ):
        assert len(notice) <= ALERT


def test_all_languages_of_the_knowledge_are_spoken(assistant: Assistant) -> None:
    assert set(assistant.library.languages) <= set(LANGUAGES)


def update(id_: str, text: str = "Text") -> Update:
    return Update(
        id=id_,
        date="2026-11-24",
        topics=("chile",),
        title={"en": "A < B & C"},
        text={"en": text},
        sources=("page",),
    )


def test_nothing_in_an_update_acts_as_markup() -> None:
    said = compose(Library(), update("one", "<script>1 < 2</script>"), "en")
    assert said.startswith("<b>A &lt; B &amp; C</b>")
    assert "<script>" not in said
    assert "November 24, 2026" in said


@pytest.mark.parametrize("length", [10, 4_000, 20_000])
@pytest.mark.parametrize("count", [1, 2, 30, 500])
def test_a_message_always_fits(length: int, count: int) -> None:
    updates = [update(f"update-{number}", "x" * length) for number in range(count)]
    assert len(compose_digest(Library(), updates, "en")) <= 4096


def test_a_digest_that_has_room_gives_whole_texts_else_titles() -> None:
    short = compose_digest(Library(), [update("one"), update("two")], "en")
    assert short.count("Text") == 2
    long = compose_digest(Library(), [update("one", "x" * 3000), update("two", "y" * 3000)], "en")
    assert "xxx" not in long
    assert long.count("• A") == 2
