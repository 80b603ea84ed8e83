"""Events reach each page once and in order, also one that was away."""

import asyncio

from bot.preview.stream import KEPT, Stream


async def collected(stream: Stream, after: int) -> list[str]:
    return [event async for event in stream.follow(after)]


async def test_what_was_missed_comes_first_then_what_happens() -> None:
    stream = Stream()
    stream.send("message", {"n": 1})
    stream.send("message", {"n": "é"})
    reader = asyncio.create_task(collected(stream, after=1))
    await asyncio.sleep(0)
    stream.send("edited", {"n": 3})
    stream.close()
    assert await reader == [
        'id: 2\nevent: message\ndata: {"n": "é"}\n\n',
        'id: 3\nevent: edited\ndata: {"n": 3}\n\n',
    ]


async def test_a_page_away_too_long_or_of_another_run_starts_anew() -> None:
    stream = Stream()
    for number in range(KEPT + 2):
        stream.send("message", {"n": number})
    for after in (0, stream.number + 1):
        assert (await collected(stream, after))[0].startswith("event: reset")


async def test_text_cannot_break_out_of_its_event() -> None:
    stream = Stream()
    stream.send("message", {"text": "x\n\nevent: evil\ndata: {}"})
    stream.close()
    (event,) = await collected(stream, 0)
    assert event.count("\n") == 4
