"""A few thousand made-up inputs at every door; `python -m tests.benchmarks.fuzz` feeds a million."""

import logging

from tests.benchmarks.fuzz import run


async def test_nothing_anybody_can_send_brings_the_bot_down() -> None:
    try:
        assert await run(seconds=120, inputs=2500, seed=2) == 0
    finally:
        logging.disable(logging.NOTSET)
