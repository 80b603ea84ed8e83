"""Ways through the knowledge beside asking: the catalogue, what is related, searching, comparing."""

import pytest

from knowledge.assistant import Assistant
from knowledge.comparison import sides
from knowledge.guide import Guide, guide
from knowledge.text import words

LANGUAGES = ("en", "es", "pt", "fr")


@pytest.fixture(scope="module")
def leads(assistant: Assistant) -> Guide:
    return guide(assistant)


def test_the_catalogue_holds_every_entry_once(leads: Guide) -> None:
    links = leads.catalogue.links()
    entries = leads.assistant.library.entries.values()
    assert {e.id for e in entries if e.kind == "answer"} <= set(links)
    assert len(links) == len(set(links))


def test_the_catalogue_holds_every_fact_that_is_asked_for(leads: Guide) -> None:
    library = leads.assistant.library
    links = set(leads.catalogue.links())
    for question in library.questions.values():
        for record in library.records.values():
            if (
                question.operation is None
                and question.asks in record.facts
                and record.kind in question.about
            ):
                assert f"{question.id}--{record.id}" in links


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_listed_answer_is_given_under_its_title(leads: Guide, lang: str) -> None:
    for link in leads.catalogue.links():
        assert leads.assistant.recall(link, lang).kind == "answer"
        title = leads.links.title(link, lang)
        assert title
        assert "{" not in title


def test_related_answers_are_others_about_the_same(leads: Guide) -> None:
    related = leads.related.to("dialogue-start--dialogue-chile")
    assert 2 <= len(related) <= 3
    assert "dialogue-start--dialogue-chile" not in related
    assert all("chile" in link for link in related)


def test_almost_every_answer_leads_on(leads: Guide) -> None:
    links = leads.catalogue.links()
    alone = [link for link in links if len(leads.related.to(link)) < 2]
    assert len(alone) < len(links) / 50


def test_related_answers_do_not_repeat_each_other(leads: Guide) -> None:
    for link in leads.catalogue.links()[::10]:
        texts = [leads.assistant.recall(other, "en").text for other in leads.related.to(link)]
        assert len(texts) == len(set(texts))


def test_an_empty_search_gives_what_curators_chose(leads: Guide) -> None:
    found = leads.search.find("", "es")
    manifest = leads.assistant.library.manifest
    assert manifest
    assert tuple(reply.link for reply in found) == manifest.popular[:10]
    assert {reply.lang for reply in found} == {"es"}


@pytest.mark.parametrize(
    ("query", "lang", "first"),
    [
        ("chile dialogue", "en", "dialogue-what--dialogue-chile"),
        ("when did the peru dialogue start", "en", "dialogue-start--dialogue-peru"),
        ("quand a commencé le dialogue avec le Pérou", "fr", "dialogue-start--dialogue-peru"),
    ],
)
def test_the_best_answer_comes_first(leads: Guide, query: str, lang: str, first: str) -> None:
    found = leads.search.find(query, "en")
    assert found[0].link == first
    assert {reply.lang for reply in found} == {lang}
    assert len(found) <= 10


def test_a_word_still_being_typed_finds_titles(leads: Guide) -> None:
    found = leads.search.find("what is innov", "en")
    assert any("innov" in leads.links.title(r.link or "", "en").casefold() for r in found)


@pytest.mark.parametrize("query", ["weather tomorrow", "japan visa", "🙂", "привет мир"])
def test_nothing_is_found_where_nothing_fits(leads: Guide, query: str) -> None:
    if words(query):
        assert leads.search.find(query, "en") == []


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("Chile vs Peru", ("dialogue-chile", "dialogue-peru")),
        ("chlie VS. perú", ("dialogue-chile", "dialogue-peru")),
        ("2015 summit vs 2023", ("summit-2015-brussels", "summit-2023-brussels")),
        ("INNOVACT versus IURC", ("innovact", "iurc")),
    ],
)
def test_two_names_with_vs_between_are_found(
    leads: Guide, text: str, pair: tuple[str, str]
) -> None:
    assert tuple(record.id for record in leads.comparison.find(text, "en")) == pair


def test_sides_are_told_by_vs_alone() -> None:
    assert sides("Chile vs Peru") == ("Chile", "Peru")
    assert sides("what is the Chile dialogue?") is None
    assert sides("a vs b vs c") is None
    assert sides("vs Peru") is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_comparison_sets_the_same_aspects_side_by_side(leads: Guide, lang: str) -> None:
    records = leads.assistant.library.records
    pair = leads.comparison.pair(records["dialogue-chile"], records["dialogue-peru"], lang)
    start = next(aspect for aspect in pair.aspects if aspect.first == "2010")
    assert start.second == "2013"
    assert pair.sources
    assert len({aspect.label for aspect in pair.aspects}) == len(pair.aspects)
