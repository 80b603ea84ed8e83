"""What was learnt is kept, and learnt anew only where it must."""

from pathlib import Path

import pytest

from knowledge.store import open_assistant

ENTRIES = """
- id: opening-hours
  questions:
    en: [When are you open?, opening hours, what time does it close, are you open on Sunday]
  answer:
    en: {answer}
- id: parking
  questions:
    en: [Where can I park?, is there a car park, parking near the library, space for my car]
  answer:
    en: Behind the building.
"""


@pytest.fixture
def library(folder: Path) -> Path:
    (folder / "entries.yaml").write_text(ENTRIES.format(answer="From nine to five."))
    return folder


def test_a_folder_of_answers_alone_is_a_knowledge_base(library: Path, tmp_path: Path) -> None:
    reply = open_assistant(library, tmp_path / "cache").ask("at what time do you open")
    assert (reply.kind, reply.link, reply.text) == ("answer", "opening-hours", "From nine to five.")


def test_it_is_learnt_once(library: Path, tmp_path: Path) -> None:
    learnt: list[None] = []
    for _ in range(2):
        open_assistant(library, tmp_path / "cache", learning=lambda: learnt.append(None))
    assert len(learnt) == 1


def test_an_edited_answer_is_told_and_nothing_is_learnt_anew(library: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    learnt: list[None] = []
    open_assistant(library, cache, learning=lambda: learnt.append(None))
    kept = {*cache.glob("matchers-*"), *cache.glob("learnt-*")}
    assert len(kept) == 2
    (library / "entries.yaml").write_text(ENTRIES.format(answer="From ten to four."))
    reply = open_assistant(library, cache, learning=lambda: learnt.append(None)).ask(
        "opening hours"
    )
    assert reply.text == "From ten to four."
    assert {*cache.glob("matchers-*"), *cache.glob("learnt-*")} == kept
    assert len(learnt) == 1


def test_a_new_phrasing_is_learnt(library: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    open_assistant(library, cache)
    text = ENTRIES.format(answer="From nine to five.")
    (library / "entries.yaml").write_text(text.replace("is there a car park,", "leave my bicycle,"))
    assert open_assistant(library, cache).ask("leave my bicycle").link == "parking"


def test_a_broken_file_is_learnt_anew(library: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    open_assistant(library, cache)
    for path in cache.rglob("*.npy"):
        path.write_bytes(b"not what was kept")
    assert open_assistant(library, cache).ask("opening hours").link == "opening-hours"


def test_a_file_that_is_gone_is_learnt_anew(library: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    open_assistant(library, cache)
    gone = list(cache.rglob("*.npy"))[::2]
    for path in gone:
        path.unlink()
    assert open_assistant(library, cache).ask("opening hours").link == "opening-hours"
    assert all(path.exists() for path in gone)


def test_a_cache_that_cannot_be_written_is_no_error(library: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    assert open_assistant(library, blocked).ask("opening hours").link == "opening-hours"
