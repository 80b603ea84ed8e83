"""Two records side by side."""

import pytest

from bot.texts import texts
from tests.handlers.harness import Stage


@pytest.mark.parametrize(
    "text", ["/compare Chile Peru", "/compare Chile vs Peru", "Chile vs Peru", "chlie vs. perú"]
)
async def test_two_records_are_set_side_by_side_with_sources(stage: Stage, text: str) -> None:
    (answer,) = await stage.person().asks(text)
    assert answer.text.startswith("Chile vs Peru")
    assert "Chile: 2010" in answer.text
    assert "Peru: 2013" in answer.text
    assert answer.links


@pytest.mark.parametrize("lang", ["en", "es", "pt", "fr"])
async def test_what_one_lacks_is_said(stage: Stage, lang: str) -> None:
    (answer,) = await stage.person("Ana", lang).asks("/compare Chile Brazil")
    assert texts(lang).compare_not_recorded in answer.text
    assert len(answer.text) <= 4096


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/compare", "compare_usage"),
        ("/compare penguins and whales", "compare_unknown"),
        ("/compare Chile", "compare_one"),
        ("/compare Chile vs Chile", "compare_same"),
        ("/compare <b>", "compare_unknown"),
        ("/compare {first} vs {second}", "compare_unknown"),
    ],
)
async def test_what_cannot_be_compared_is_explained(stage: Stage, text: str, said: str) -> None:
    (answer,) = await stage.person().asks(text)
    assert answer.text.startswith(getattr(texts("en"), said).split("{")[0])


async def test_a_vs_between_unknown_things_is_an_ordinary_question(stage: Stage) -> None:
    (answer,) = await stage.person().asks("penguins vs whales")
    assert " vs " not in answer.text


async def test_records_of_every_two_kinds_can_be_compared_without_harm(stage: Stage) -> None:
    ana = stage.person()
    for pair in ("CELAC vs EU", "IURC vs Chile", "2015 summit vs 2023", "IURC vs cohesion policy"):
        (answer,) = await ana.asks(f"/compare {pair}")
        assert answer.text
