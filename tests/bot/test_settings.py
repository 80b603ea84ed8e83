"""Settings are read from the environment; a secret may lie in a file."""

from pathlib import Path

import pytest

from bot.settings import Settings


def test_admins_are_ids_separated_by_commas_or_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMIN_USER_IDS", "12, 34 56")
    assert Settings.load().admin_user_ids == {12, 34, 56}
    monkeypatch.setenv("ADMIN_USER_IDS", "")
    assert Settings.load().admin_user_ids == set()


def test_a_secret_may_lie_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret").write_text("postgresql://bot:secret@db/bot\n")
    monkeypatch.setenv("DATABASE_URL_FILE", str(tmp_path / "secret"))
    assert Settings.load().database_url == "postgresql://bot:secret@db/bot"
