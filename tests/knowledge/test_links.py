"""Links of answers: they survive rewording, fit into Telegram, and lead back to the same answer."""

import re
import textwrap
from pathlib import Path

import pytest

from knowledge.assistant import Assistant
from knowledge.errors import UnknownLink
from knowledge.guide import guide
from knowledge.links import DEEP_LINK, Links
from knowledge.store import open_assistant
from tests.questions.sets import DEVELOPMENT, load

QUESTIONS = [
    "when did the Chile and Peru dialogues start?",
    "when did the dialogue with Ecuador start?",
    "is there a dialogue with Uruguay?",
    "which dialogues started in 2013?",
    "which dialogues began between 2010 and 2013?",
    "which was the third dialogue?",
    "is Haiti a member of CELAC?",
    "was the 2015 summit in Madrid?",
    "compare the dialogues with Chile and Brazil",
    "what is IURC?",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_link_of_an_answer_leads_back_to_it(question: str, assistant: Assistant) -> None:
    reply = assistant.ask(question, "en")
    if reply.kind != "answer":
        pytest.skip("the engine does not answer this question at the moment")
    assert reply.link
    recalled = assistant.recall(reply.link, "en")
    assert (recalled.text, recalled.sources) == (reply.text, reply.sources)


def test_every_listed_answer_has_a_deep_link(assistant: Assistant) -> None:
    links = guide(assistant).links
    for link in guide(assistant).catalogue.links():
        short = links.short(link)
        assert short
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", short)
        assert links.long(short) == link


def test_a_long_link_has_a_short_form_that_leads_back(assistant: Assistant) -> None:
    links = Links(assistant.library)
    six = "--".join(r.id for r in assistant.library.of_kind("dialogue"))
    long = f"dialogue-start--{six}"
    assert len(long) > DEEP_LINK
    short = links.short(long)
    assert short
    assert len(short) <= DEEP_LINK
    assert links.long(short) == long


def test_no_two_ids_share_a_code(assistant: Assistant) -> None:
    library = assistant.library
    links = Links(library)
    for id_ in (*library.entries, *library.questions, *library.records):
        short = links.short(id_, limit=8)
        assert short in (id_, None) or links.long(str(short)) == id_
        assert short


def test_years_and_ordinals_stay_in_a_short_link(assistant: Assistant) -> None:
    links = Links(assistant.library)
    for link in ("dialogues-between--2010--2013", "dialogues-nth--n3"):
        short = links.short(link, limit=20)
        assert short
        assert links.long(short) == link


@pytest.mark.parametrize(
    "link",
    ["", "nothing", "s_", "s_zzzzzz", "dialogue-start--nowhere", "--", "dialogue-start", "iurc--"],
)
def test_a_link_to_nothing_is_unknown(link: str, assistant: Assistant) -> None:
    links = Links(assistant.library)
    with pytest.raises(UnknownLink):
        assistant.recall(links.long(link), "en")


def test_a_title_names_what_the_link_names(assistant: Assistant) -> None:
    links = Links(assistant.library)
    assert "Chile" in links.title("dialogue-start--dialogue-chile", "en")
    assert "2013" in links.title("dialogues-in-year--2013", "es")
    both = links.title("dialogue-start--dialogue-chile--dialogue-peru", "fr")
    assert "Chili" in both
    assert "Pérou" in both
    belongs = links.title("group-includes--celac--haiti", "en")
    assert "Haiti" in belongs


def test_a_link_outlives_rewording(folder: Path, tmp_path: Path) -> None:
    entry = """
        - id: what-is-it
          questions: {{en: ["{question}"]}}
          answer: {{en: "{answer}"}}
          sources: [somewhere]
    """

    def opened(question: str, answer: str) -> Assistant:
        text = textwrap.dedent(entry).format(question=question, answer=answer)
        (folder / "answers.yaml").write_text(text, encoding="utf-8")
        return open_assistant(folder, cache_in=tmp_path / "cache")

    before = opened("What is it?", "A thing.")
    link = before.ask("What is it?", "en").link
    assert link
    after = opened("What on earth would that be?", "A thing, still.")
    assert after.recall(link, "en").text == "A thing, still."


def test_answers_to_the_development_set_are_recalled_whole(assistant: Assistant) -> None:
    for example in load(DEVELOPMENT)[::10]:
        reply = assistant.ask(example.question, example.lang, example.history)
        if reply.kind == "answer" and reply.link:
            # two questions in one message are answered together; the link is that of the first
            assert reply.text.startswith(assistant.recall(reply.link, reply.lang).text)
