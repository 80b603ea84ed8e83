"""kill -9 in mid-broadcast: nobody misses the update, at most one duplicate for each kill."""

from tests.benchmarks.soak import soak


def test_killed_in_mid_broadcast(database_url: str) -> None:
    result = soak(database_url, subscribers=200, kills=3)
    assert result.kills == 3
    assert result.holds, result
