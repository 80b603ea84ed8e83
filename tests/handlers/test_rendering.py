"""Replies as Telegram takes them, whatever their text holds."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.localapi.formatting import parse_html
from handlers.rendering import cut, html
from knowledge.reply import Choice, Reply
from knowledge.schema import Source

TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=6000)
TITLE = (
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=200)
    .map(str.strip)
    .filter(bool)
)
SOURCES = st.lists(
    st.builds(
        Source,
        id=st.just("a"),
        title=TITLE,
        url=st.sampled_from([None, 'https://x.eu/?a="b"&c=<d>', "https://x.eu/ü"]),
    ),
    max_size=4,
)


@settings(deadline=None, max_examples=150)
@given(TEXT, SOURCES, st.one_of(st.just(""), TITLE))
def test_any_answer_is_valid_html_within_the_limit_and_shows_its_own_characters(
    text: str, sources: list[Source], title: str
) -> None:
    shown, entities = parse_html(
        html(Reply("answer", "x", text, "en", 1.0, sources=tuple(sources)), title)
    )
    assert len(shown) <= 4096
    assert text.strip()[:1000] in shown
    links = [e for e in entities if e["type"] == "text_link"]
    assert len(links) <= sum(source.url is not None for source in sources)


@settings(deadline=None, max_examples=50)
@given(st.lists(TITLE, min_size=1, max_size=4))
def test_choices_are_listed_whole(titles: list[str]) -> None:
    choices = tuple(Choice("x", 0.5, title) for title in titles)
    shown, _ = parse_html(html(Reply("suggest", None, "Which?\n• a", "en", 0.5, choices=choices)))
    assert all(title in shown for title in titles)


def test_cutting_shows_that_something_is_missing() -> None:
    assert cut("abc", 3) == "abc"
    assert cut("abcd", 3) == "ab…"
