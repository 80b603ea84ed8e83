"""Every mistake that a curator can make is told with file, line, entry and next step."""

from pathlib import Path

import pytest

from knowledge.errors import ContentError, ContentNotFound
from knowledge.loading import CONTENT, content_key, load

ENTRY = """\
- id: what-is-x
  questions:
    en: [What is X?]
  answer:
    en: X is a letter.
  sources: [a-book]
"""


def problems(folder: Path, text: str, name: str = "answers.yaml") -> list[str]:
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load(folder)
    return [str(problem) for problem in caught.value.problems]


def test_a_folder_of_free_standing_entries_is_a_knowledge_base(folder: Path) -> None:
    (folder / "answers").mkdir()
    (folder / "answers" / "some.yaml").write_text(ENTRY)
    assert list(load(folder).entries) == ["what-is-x"]


def test_the_shipped_content_is_well_formed() -> None:
    library = load(CONTENT)
    assert sum(record.group == "celac" for record in library.of_kind("country")) == 33
    assert sum(record.group == "eu" for record in library.of_kind("country")) == 27


@pytest.mark.parametrize(
    ("change", "line", "says"),
    [
        (("answer:", "anser:"), 4, "Did you mean 'answer'?"),
        (("en: X is a letter.", "en: no"), 5, 'Write it in quotes: "no".'),
        (("en: X is a letter.", "en: 2015-06-10"), 5, "a date object"),
        (("id: what-is-x", "id: What Is X"), 1, "id: String should match pattern"),
        (
            ("  answer:", "  questions:\n    en: [Again?]\n  answer:"),
            4,
            "has the key 'questions' twice",
        ),
        (("en: [What is X?]", "en: [What is X?"), 4, "is not valid YAML"),
        (
            ("  answer:", "  any_subject: true\n  answer:"),
            4,
            "'any_subject', which is for refusals",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line(
    folder: Path, change: tuple[str, str], line: int, says: str
) -> None:
    found = problems(folder, ENTRY.replace(*change))
    assert any(p.startswith(f"answers.yaml:{line}:") and says in p for p in found), found


def test_two_entries_with_the_same_phrasing_are_told_apart(folder: Path) -> None:
    other = ENTRY.replace("what-is-x", "other").replace("What is X?", "what is x")
    assert any("is a question of 'what-is-x' as well" in p for p in problems(folder, ENTRY + other))


def test_all_problems_come_at_once(folder: Path) -> None:
    both = ENTRY.replace("answer:", "anser:") + ENTRY.replace("what-is-x", "Y")
    assert len(problems(folder, both)) >= 2


def test_an_unknown_source_is_named_with_the_nearest(folder: Path) -> None:
    (folder / "sources.yaml").write_text("sources:\n  - id: the-book\n    title: The book\n")
    found = problems(folder, ENTRY.replace("a-book", "the-bok"))
    assert any("Did you mean 'the-book'?" in p for p in found), found


def test_an_empty_or_missing_folder_is_told(folder: Path) -> None:
    with pytest.raises(ContentNotFound, match="holds no YAML file"):
        load(folder)
    with pytest.raises(ContentNotFound, match="no such folder"):
        load(folder / "missing")


def test_the_key_follows_the_content(folder: Path) -> None:
    path = folder / "answers.yaml"
    path.write_text(ENTRY)
    before = content_key(folder)
    assert content_key(folder) == before
    path.write_text(ENTRY + "\n")
    assert content_key(folder) != before


def test_a_popular_answer_that_does_not_exist_is_found(folder: Path) -> None:
    (folder / "knowledge.yaml").write_text(
        "name: {en: N}\nscope: {en: S}\nlanguages: [en]\ntopics: {}\npopular: [what-is-y]\n",
        encoding="utf-8",
    )
    found = problems(folder, ENTRY)
    assert any("knowledge.yaml" in p and "'what-is-y'" in p and "what-is-x" in p for p in found)
