"""More ways to ask, in files of their own: they are learnt, and mistakes in them are told."""

from pathlib import Path

import pytest

from knowledge.errors import ContentError
from knowledge.loading import load
from knowledge.phrasings import written_out
from knowledge.store import open_assistant
from tests.running import write_knowledge


def written(folder: Path, phrasings: str, lang: str = "en") -> Path:
    of_lang = write_knowledge(folder) / "phrasings" / lang
    of_lang.mkdir(parents=True)
    (of_lang / "letters.yaml").write_text(phrasings, encoding="utf-8")
    return folder


def problems(folder: Path) -> list[str]:
    with pytest.raises(ContentError) as caught:
        load(folder)
    return [str(problem) for problem in caught.value.problems]


def test_they_belong_to_the_answer_of_their_id(folder: Path, tmp_path: Path) -> None:
    written(folder, "what-is-x:\n  - the letter before Y, explained\n")
    found = [p.text for p in written_out(load(folder)) if p.target == "what-is-x"]
    assert found[0] == "What is X?"
    assert found[-1] == "the letter before Y, explained"
    reply = open_assistant(folder, tmp_path / "cache").ask("the letter before Y, explained")
    assert reply.text.startswith("X is a letter.")


def test_a_language_may_have_them_alone(folder: Path, tmp_path: Path) -> None:
    written(folder, "what-is-x:\n  - ¿qué letra es la equis?\n", "es")
    learnt = open_assistant(folder, tmp_path / "cache")
    kept = open_assistant(folder, tmp_path / "cache")
    for assistant in (learnt, kept):
        reply = assistant.ask("¿qué letra es la equis?")
        assert (reply.link, reply.kind, reply.lang) == ("what-is-x", "answer", "es")
        assert assistant.library.languages == ("en", "es")


@pytest.mark.parametrize(
    ("phrasings", "told"),
    [
        (
            "what-is-z:\n  - and Z?\n",
            "phrasings/en/letters.yaml:1: [what-is-z] is neither an answer nor a question. "
            "Did you mean 'what-is-x'?",
        ),
        (
            "what-is-x:\n  - about X\n  - who made y\n",
            "phrasings/en/letters.yaml:3: [what-is-x] 'who made y' (en) is a question of",
        ),
        (
            "what-is-x:\n  - about X\n  - 12\n",
            "phrasings/en/letters.yaml:3: [what-is-x] 12 is no way to ask.",
        ),
        ("- about X\n", "phrasings/en/letters.yaml:1: is not a mapping from ids to ways to ask."),
    ],
)
def test_mistakes_are_told_with_file_and_line(folder: Path, phrasings: str, told: str) -> None:
    found = problems(written(folder, phrasings))
    assert any(told in problem for problem in found), found


RECORDS = """\
kind: letter
records:
  - id: omega
    name: Omega
    facts:
      place: {text: {en: Omega closes the Greek alphabet.}, sources: [alphabets]}
"""
QUESTIONS = """\
- id: letter-place
  about: [letter]
  asks: place
  questions: {en: ["Where does {subject} stand?", "place of {subject}"]}
"""


def with_records(folder: Path, phrasings: str) -> Path:
    written(folder, phrasings)
    for part, text in (("records", RECORDS), ("questions", QUESTIONS)):
        (folder / part).mkdir()
        (folder / part / "letters.yaml").write_text(text, encoding="utf-8")
    return folder


def test_below_a_link_they_ask_of_a_record_that_they_do_not_name(
    folder: Path, tmp_path: Path
) -> None:
    with_records(folder, "letter-place--omega:\n  - what closes the old Athenian row\n")
    learnt = open_assistant(folder, tmp_path / "cache")
    kept = open_assistant(folder, tmp_path / "cache")
    for assistant in (learnt, kept):
        reply = assistant.ask("what closes the old Athenian row")
        assert (reply.link, reply.text) == (
            "letter-place--omega",
            "Omega closes the Greek alphabet.",
        )
        assert assistant.recall("letter-place--omega", "en").text == reply.text


@pytest.mark.parametrize(
    ("phrasings", "told"),
    [
        (
            "letter-plaice--omega:\n  - last of the row\n",
            "begins with 'letter-plaice', which is no question that asks for a fact. "
            "Did you mean 'letter-place'?",
        ),
        (
            "letter-place--omaga:\n  - last of the row\n",
            "ends with 'omaga', which is no record with the fact 'place'. Did you mean 'omega'?",
        ),
        (
            "letter-place--omega:\n  - What is X?\n",
            "'What is X?' (en) is a question of 'what-is-x' as well. Keep it in one of them.",
        ),
    ],
)
def test_a_link_that_leads_nowhere_is_told(folder: Path, phrasings: str, told: str) -> None:
    found = problems(with_records(folder, phrasings))
    assert any(told in problem for problem in found), found


def test_a_file_in_no_folder_of_a_language_is_told(folder: Path) -> None:
    (written(folder, "what-is-x: [about X]\n") / "phrasings" / "more.yaml").write_text(
        "what-is-x: [of X]\n", encoding="utf-8"
    )
    (problem,) = problems(folder)
    assert problem.startswith("phrasings/more.yaml: is in no folder of a language.")


def test_an_id_stands_in_one_file_of_a_language(folder: Path) -> None:
    written(folder, "what-is-x:\n  - about X\n")
    (folder / "phrasings" / "en" / "more.yaml").write_text("what-is-x: [of X]\n", encoding="utf-8")
    (problem,) = problems(folder)
    assert problem.startswith("phrasings/en/more.yaml:1: [what-is-x] has more ways to ask in")
    assert "phrasings/en/letters.yaml:1" in problem
