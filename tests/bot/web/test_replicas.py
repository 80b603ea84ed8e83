"""Three processes behind one address on one PostgreSQL: each update answered, and answered once.

`python -m tests.benchmarks.replicas` does the same for as long as one likes.
"""

from pathlib import Path

from tests.postgres import new_database
from tests.replicas import Trial
from tests.running import write_knowledge
from tests.telegram_server import telegram_server


async def test_no_update_is_lost_or_answered_twice(
    folder: Path, tmp_path: Path, postgres: str
) -> None:
    write_knowledge(folder)
    settings = {
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "DATABASE_URL": new_database(postgres, "replicas"),
    }
    async with telegram_server() as telegram:
        outcome = await Trial(folder, telegram, settings, kills=2).run()
    assert outcome.kills == 2
    assert outcome.asked > 20
    assert outcome.repeats > 0  # a kill was felt
    assert not outcome.lost
    assert not outcome.doubled
