"""The timeline: what it holds, and its picture."""

import asyncio
import datetime
import io

import numpy as np
import pytest
from matplotlib.image import imread

from bot.picture import draw
from bot.texts import LANGUAGES
from bot.timeline import Group, Row, Timeline, timeline_of
from knowledge.assistant import Assistant
from knowledge.library import Library
from knowledge.operations import start_year

TODAY = datetime.date(2026, 11, 24)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_holds_every_dated_dialogue_summit_and_programme(
    assistant: Assistant, lang: str
) -> None:
    library = assistant.library
    timeline = timeline_of(library, lang, TODAY)
    kinds = ("dialogue", "summit", "programme")
    dated = [r for kind in kinds for r in library.of_kind(kind) if start_year(r) is not None]
    assert len(timeline.rows) == len(dated)
    starts = [[row.start for row in group.rows] for group in timeline.groups]
    assert starts == [sorted(years) for years in starts]


def test_a_row_is_told_with_its_years() -> None:
    assert Row("URB-AL", 1994, 2013).told == "URB-AL 1994–2013"
    assert Row("Chile", 2010, None).told == "Chile 2010–"
    assert Row("First summit", 2013, 2013).told == "First summit 2013"


def test_a_knowledge_base_without_dates_has_no_rows() -> None:
    assert timeline_of(Library(), "en", TODAY).rows == ()


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_the_picture_fits_telegram_and_reads_on_any_ground(
    assistant: Assistant, lang: str
) -> None:
    picture = await asyncio.to_thread(draw, timeline_of(assistant.library, lang, TODAY))
    pixels = imread(io.BytesIO(picture), format="png")
    height, width = pixels.shape[:2]
    assert width == 1080
    assert width + height <= 10_000
    assert height / width < 3
    assert len(picture) < 2_000_000
    assert np.all(pixels[..., 3] == 1), "the ground is its own, in light and dark"
    edges = np.concatenate([pixels[:, :8], pixels[:, -8:]], axis=1)[..., :3]
    ground = pixels[0, 0, :3]
    assert np.mean(np.all(np.isclose(edges, ground), axis=-1)) > 0.99, "nothing runs over the edge"


def test_names_of_any_length_and_years_far_apart_are_drawn() -> None:
    rows = (Row("Ñandú $x_1$ " * 20, 1950, None), Row("", 2000, 2000), Row("x", 2026, 2040))
    assert draw(Timeline("T" * 90, "L", 2026, (Group("other", "G", rows),))).startswith(b"\x89PNG")


def test_the_digest_is_of_the_content(assistant: Assistant) -> None:
    first = timeline_of(assistant.library, "en", TODAY)
    assert first.digest == timeline_of(assistant.library, "en", TODAY).digest
    assert first.digest != timeline_of(assistant.library, "es", TODAY).digest
