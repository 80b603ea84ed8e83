"""The bot's own sentences: complete in all languages, with the same placeholders, within Telegram's limits."""

import re
from dataclasses import fields

import pytest

from bot.texts import LANGUAGES, Texts, language_name, texts
from knowledge.assistant import Assistant

PLACEHOLDER = re.compile(r"\{(\w*)\}")
SENTENCES = [field.name for field in fields(Texts) if field.name != "commands"]
DESCRIPTION, SHORT_DESCRIPTION, COMMAND, INLINE_BUTTON, ALERT = 512, 120, 256, 64, 200
"""Telegram's limits, in characters."""


def test_the_bot_speaks_all_languages_of_its_knowledge(assistant: Assistant) -> None:
    assert set(assistant.library.languages) <= set(LANGUAGES)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", SENTENCES)
def test_each_sentence_has_the_same_placeholders_in_all_languages(lang: str, name: str) -> None:
    said = getattr(texts(lang), name)
    assert said.strip()
    expected = sorted(PLACEHOLDER.findall(getattr(texts("en"), name)))
    assert sorted(PLACEHOLDER.findall(said)) == expected


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_same_commands_are_described_in_all_languages(lang: str) -> None:
    assert list(texts(lang).commands) == list(texts("en").commands)
    for name, said in texts(lang).commands.items():
        assert re.fullmatch(r"[a-z0-9_]{1,32}", name)
        assert 1 <= len(said) <= COMMAND


@pytest.mark.parametrize("lang", LANGUAGES)
def test_descriptions_and_notices_fit_into_telegram(lang: str, assistant: Assistant) -> None:
    manifest = assistant.library.manifest
    assert manifest
    own = texts(lang)
    scope = assistant.library.text(manifest.scope, lang)
    assert len(own.description.format(scope=scope)) <= DESCRIPTION
    assert len(own.short_description) <= SHORT_DESCRIPTION
    assert len(own.inline_nothing) <= INLINE_BUTTON
    for notice in (own.old_button, own.gone, own.thanks_not_helpful, own.voted_already):
        assert len(notice) <= ALERT


def test_another_language_is_spoken_to_in_english() -> None:
    assert texts("xx") == texts("en")


def test_a_language_is_called_by_its_own_name() -> None:
    names = [language_name(lang) for lang in ("en", "es", "pt", "fr")]
    assert names == ["English", "Español", "Português", "Français"]
