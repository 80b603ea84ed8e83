"""Questions without an answer, grouped, with the nearest answer and a line ready to paste."""

from datetime import date
from io import StringIO
from pathlib import Path

import yaml
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bot.curators.clusters import clusters
from bot.curators.unanswered import print_unanswered, suggestion, yaml_line
from bot.state.unanswered import Asked
from knowledge.assistant import Assistant
from knowledge.loading import load
from tests.running import write_knowledge

DAY = date(2026, 11, 24)


def asked(question: str, times: int = 1, lang: str = "en", last: date = DAY) -> Asked:
    return Asked(question, lang, "unknown", times, last)


def test_the_same_in_other_words_is_one_group_the_most_frequent_first() -> None:
    found = clusters(
        [
            asked("what does Z mean", 2),
            asked("What does Z mean?", 3, last=date(2026, 11, 20)),
            asked("mean what does z"),
            asked("¿qué significa Z?", 4, "es"),
            asked("opening hours"),
        ]
    )
    assert [(c.times, c.lead.question, len(c.questions)) for c in found] == [
        (6, "What does Z mean?", 3),
        (4, "¿qué significa Z?", 1),
        (1, "opening hours", 1),
    ]
    assert found[0].last == DAY


def test_languages_are_kept_apart() -> None:
    assert len(clusters([asked("CELAC", lang=lang) for lang in ("en", "es")])) == 2


@given(st.text(min_size=1).filter(lambda text: text.isprintable()))
def test_a_line_to_paste_says_what_was_asked(question: str) -> None:
    assert yaml.safe_load(yaml_line(question)) == [question]
    assert "\n" not in yaml_line(question)


def test_the_nearest_answer_comes_with_its_place(small: Assistant, folder: Path) -> None:
    library = load(write_knowledge(folder))
    near = suggestion(small, library, asked("who is it that made y again"))
    assert near
    assert near.link == "who-made-y"
    assert near.title == "Who made Y?"
    assert near.place == "answers.yaml:7 [who-made-y]"


def test_what_is_printed(small: Assistant, folder: Path) -> None:
    library = load(write_knowledge(folder))
    out = StringIO()
    console = Console(file=out, width=100)
    print_unanswered(
        small,
        library,
        [asked("y made by: who", 2), asked("[bold] hours"), asked("zzz")],
        2,
        console,
    )
    text = out.getvalue()
    assert "2 × y made by: who" in text
    assert "add to answers.yaml:7 [who-made-y], questions, en:" in text
    assert "      - 'y made by: who'" in text
    assert "[bold] hours" in text
    assert "and 1 more" in text
    print_unanswered(small, library, [], 2, console)
    assert "went unanswered" in out.getvalue()
