"""What is asked, answered, shared and judged unhelpful."""

from datetime import date, timedelta
from io import StringIO
from pathlib import Path

from PIL import Image
from rich.console import Console

from bot.curators.statistics import draw, gather, print_statistics
from bot.services import Services
from bot.state import State
from bot.state.tallies import SHARED
from tests.handlers.harness import open_stage


async def _filled(state: State) -> None:
    for link in ("a", "a", "b"):
        state.tallies.count("answer", "en", link)
    state.tallies.count("none", "es")
    state.tallies.count(SHARED, "es", "b")
    await state.tallies.write()
    state.tallies.count("answer", "en", "a")
    await state.tallies.write()
    await state.feedback.add("b", helpful=False)
    await state.unanswered.add("why", "en", "unknown")


async def test_numbers_of_the_last_days(state: State) -> None:
    await _filled(state)
    numbers = await gather(state, 30)
    assert numbers.by_kind == {"answer": 4, "none": 1}
    assert numbers.answers.most_common() == [("a", 3), ("b", 1)]
    assert numbers.shared == {"b": 1}
    assert [verdict.link for verdict in numbers.unhelpful] == ["b"]
    assert (numbers.last - numbers.first).days == 29
    out = StringIO()
    print_statistics(numbers, Console(file=out, width=100))
    text = out.getvalue()
    assert "5 questions" in text
    assert "80%" in text
    assert "1 of 1" in text
    assert "Waiting for an answer: 1 questions" in text


async def test_numbers_go_after_some_time_and_days_before_are_not_counted(state: State) -> None:
    await _filled(state)
    today = state.clock.now().date()
    assert await state.tallies.since(today)
    assert not await state.tallies.since(today + timedelta(days=1))


async def test_the_picture_shows_something(state: State, tmp_path: Path) -> None:
    await _filled(state)
    path = tmp_path / "stats.png"
    draw(await gather(state, 14), path)
    with Image.open(path) as picture:
        assert picture.width > 1000
        colours = picture.convert("RGB").getcolors(1 << 20)
    assert colours
    assert {(27, 120, 55), (178, 24, 43)} <= {colour for _, colour in colours}


async def test_without_anything_counted_it_says_so(state: State, tmp_path: Path) -> None:
    numbers = await gather(state, 3)
    out = StringIO()
    print_statistics(numbers, Console(file=out, width=100))
    assert "0 questions" in out.getvalue()
    draw(numbers, tmp_path / "empty.svg")
    assert (tmp_path / "empty.svg").stat().st_size > 1000


async def test_what_people_do_is_counted(small_services: Services) -> None:
    async with open_stage(small_services) as stage:
        ana = stage.person("Ana", "en")
        await ana.asks("What is X?")
        await ana.asks("how tall is the Eiffel Tower in Paris")
        await small_services.state.tallies.write()
        tallies = await small_services.state.tallies.since(date(2020, 1, 1))
    assert [(t.event, t.lang, t.link, t.number) for t in tallies] == [
        ("answer", "en", "what-is-x", 1),
        ("none", "en", "", 1),
    ]
