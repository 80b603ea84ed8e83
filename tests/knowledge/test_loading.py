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


ASKED = """\
- id: plan-budget
  about: [plan]
  asks: budget
  questions: {en: ["What does {subject.the} cost?"]}
  answer: {en: "{budget}, from {start}."}
- id: plans-nth
  over: plan
  operation: nth
  questions: {en: ["Which was the {number} plan?"]}
  answers: {found: "{subject}.", none: "There are {count}."}
- id: plan-place
  about: [plan]
  operation: took-place
  questions: {en: ["Was {subject.the} in {country.the}?"]}
  answers: {affirmative: "Yes.", negative: "No."}
"""
PLANS = """\
kind: plan
records:
  - id: big-plan
    name: Big Plan
    facts:
      budget: {value: 5, sources: [a-book]}
      start: {value: 2001, sources: [a-book]}
  - id: old-plan
    name: Old Plan
    facts: {start: {value: 1999, sources: [a-book]}, end: {value: 2000, sources: [a-book]}}
"""
LACKS_ITS_START = PLANS.replace("      start: {value: 2001, sources: [a-book]}\n", "")


def asked(folder: Path, questions: str, records: str = PLANS) -> list[str]:
    for part, text in (("records", records), ("questions", questions)):
        (folder / part).mkdir()
        (folder / part / "all.yaml").write_text(text, encoding="utf-8")
    try:
        load(folder)
    except ContentError as error:
        return [str(problem) for problem in error.problems]
    return []


def test_questions_that_can_be_answered_of_all_records_are_well_formed(folder: Path) -> None:
    assert asked(folder, ASKED) == []


@pytest.mark.parametrize(
    ("change", "line", "thing", "says"),
    [
        (("from {start}", "until {end}"), 5, "plan-budget", "{end}, which nothing fills. Known: "),
        (("There are {count}", "Not {subject}"), 10, "plans-nth", "{subject}, which nothing fills"),
        (("{subject}.", "{star}."), 10, "plans-nth", "Did you mean 'start'?"),
        (("{subject}.", "{subject.start}."), 10, "plans-nth", "{subject.start}, which nothing"),
        (("none:", "non:"), 10, "plans-nth", "unknown outcome 'non'. Did you mean 'none'?"),
        (("{country.the}", "Peru"), 14, "plan-place", "needs a country"),
        (
            ("about: [plan]\n  operation", "operation"),
            11,
            "plan-place",
            "no kind of record. Known: plan.",
        ),
    ],
)
def test_a_question_that_could_not_be_answered_is_told(
    folder: Path, change: tuple[str, str], line: int, thing: str, says: str
) -> None:
    found = asked(folder, ASKED.replace(*change))
    begins = f"questions/all.yaml:{line}: [{thing}] "
    assert any(problem.startswith(begins) and says in problem for problem in found), found


def test_a_fact_that_one_of_the_records_lacks_fills_no_answer(folder: Path) -> None:
    (found,) = asked(folder, ASKED, LACKS_ITS_START)
    assert found == (
        "questions/all.yaml:5: [plan-budget] has the slot {start}, which nothing fills. "
        "Known: budget, subject."
    )


def test_what_an_item_names_must_exist(folder: Path) -> None:
    strange = PLANS.replace("name: Big Plan", "name: Big Plan\n    group: old-plann")
    (found,) = asked(folder, ASKED, strange)
    assert "names the unknown record 'old-plann'. Did you mean 'old-plan'?" in found
