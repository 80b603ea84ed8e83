"""Telegram's HTML: what it means, and what is refused in which words."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.localapi import ApiError
from bot.localapi.detection import with_detected
from bot.localapi.formatting import parse_html, utf16

READABLE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"))


@given(READABLE)
def test_escaped_text_comes_out_as_it_was(text: str) -> None:
    assert parse_html(escape(text, quote=False)) == (text.strip(), [])


@given(READABLE.filter(str.strip), READABLE)
def test_an_entity_covers_its_text_in_utf16_units(inside: str, before: str) -> None:
    source = f"|{escape(before, quote=False)}<b>{escape(inside, quote=False)}</b>|"
    text, (bold,) = parse_html(source)
    encoded = text.encode("utf-16-le")
    covered = encoded[bold["offset"] * 2 : (bold["offset"] + bold["length"]) * 2]
    assert covered.decode("utf-16-le") == inside


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("a<br>b", 'Unsupported start tag "br" at byte offset 1'),
        ("é<p>b</p>", 'Unsupported start tag "p" at byte offset 2'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("<b>bold", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<script>alert(1)</script>", 'Unsupported start tag "script" at byte offset 0'),
        ('<span class="x">x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("a<", "Unclosed start tag at byte offset 1"),
    ],
)
def test_other_markup_is_refused_in_telegrams_words(source: str, complaint: str) -> None:
    with pytest.raises(ApiError) as refusal:
        parse_html(source)
    assert refusal.value.code == 400
    assert refusal.value.description == f"Bad Request: can't parse entities: {complaint}"


def test_links_quotes_and_code() -> None:
    text, entities = parse_html(
        '<a href="https://ec.europa.eu/a?b=1&amp;c=2">Seite</a> '
        "<blockquote expandable>long <b>x</b></blockquote><code>a <b>b</b></code>"
    )
    assert text == "Seite long xa b"
    assert [e["type"] for e in entities] == ["text_link", "expandable_blockquote", "bold", "code"]
    assert entities[0]["url"] == "https://ec.europa.eu/a?b=1&c=2"


def test_a_link_to_nowhere_is_plain_text() -> None:
    assert parse_html('<a href="javascript:alert(1)">x</a>') == ("x", [])


def test_named_entities_beyond_the_four_stay_text() -> None:
    assert parse_html("&nbsp;&lt;&amp;&#233;")[0] == "&nbsp;<&é"


def test_outer_blanks_go_and_entities_move() -> None:
    assert parse_html("  \n<b> x</b> ") == ("x", [{"type": "bold", "offset": 0, "length": 1}])


def test_what_telegram_finds_by_itself() -> None:
    text = "😀 /ask@local_bot #EU https://ec.europa.eu/a. @ana_b a@b.eu"
    found = {e["type"]: e for e in with_detected(text, [])}
    assert set(found) == {"bot_command", "hashtag", "url", "mention", "email"}
    assert found["bot_command"]["offset"] == utf16("😀 ")
    assert found["url"]["length"] == len("https://ec.europa.eu/a")
