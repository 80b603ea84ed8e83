"""What comes at once is written by one call, and everybody hears how it went."""

import asyncio

from bot.state import StateUnavailable
from bot.state.together import Together


async def test_what_comes_while_one_writes_is_written_at_once() -> None:
    batches: list[list[int]] = []

    async def write(items: list[int]) -> None:
        await asyncio.sleep(0)
        batches.append(list(items))

    together = Together(write)
    await asyncio.gather(*(together.add(number) for number in range(9)))
    assert sorted(number for batch in batches for number in batch) == list(range(9))
    assert len(batches) <= 2


async def test_a_failure_reaches_all_whose_items_were_in_it_and_no_other() -> None:
    async def write(items: list[int]) -> None:
        await asyncio.sleep(0)
        if 1 in items:
            raise StateUnavailable("test")

    together = Together(write)
    results = await asyncio.gather(*(together.add(n) for n in (1, 1)), return_exceptions=True)
    assert all(isinstance(result, StateUnavailable) for result in results)
    await together.add(2)


async def test_one_who_gives_up_does_not_leave_others_believing() -> None:
    first_may_end, writing = asyncio.Event(), asyncio.Event()

    async def write(items: list[int]) -> None:
        if items == [0]:
            await first_may_end.wait()
        else:
            writing.set()
            await asyncio.Event().wait()

    together = Together(write)
    tasks = [asyncio.create_task(together.add(number)) for number in range(3)]
    await asyncio.sleep(0)
    first_may_end.set()
    await writing.wait()
    tasks[1].cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert results[0] is None
    assert isinstance(results[1], asyncio.CancelledError)
    assert isinstance(results[2], StateUnavailable)
