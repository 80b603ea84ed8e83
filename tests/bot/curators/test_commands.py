"""The curators' commands as they are typed."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.state import State
from tests.running import KNOWLEDGE, write_knowledge

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_knowledge(tmp_path_factory.mktemp("knowledge"))


@pytest.fixture
def run(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, database_url: str
) -> Run:
    """Run a command with its own cache and database."""
    cache = tmp_path_factory.getbasetemp() / "commands-cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("COLUMNS", "120")
    return lambda *arguments: CliRunner().invoke(app, [str(one) for one in arguments])


def fill(url: str) -> None:
    async def work() -> None:
        state = State(url)
        await state.unanswered.add("who made y, y by whom", "en", "unknown")
        state.tallies.count("answer", "en", "what-is-x")
        await state.close()

    asyncio.run(work())


def test_unanswered(run: Run, knowledge: Path, database_url: str) -> None:
    fill(database_url)
    result = run("unanswered", "--knowledge", knowledge)
    assert result.exit_code == 0
    assert "1 × who made y, y by whom" in result.output
    assert "[who-made-y], questions, en:" in result.output


def test_stats_with_a_picture(run: Run, database_url: str, tmp_path: Path) -> None:
    fill(database_url)
    result = run("stats", "--picture", tmp_path / "stats.png")
    assert result.exit_code == 0
    assert "1 questions" in result.output
    assert "what-is-x" in result.output
    assert (tmp_path / "stats.png").read_bytes().startswith(b"\x89PNG")
    assert run("stats", "--picture", tmp_path / "stats.exe").exit_code == 2


def test_stats_says_what_to_do_when_the_database_is_away(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:////proc/nowhere/state.sqlite3")
    result = run("stats")
    assert result.exit_code == 1
    assert "Set DATABASE_URL" in result.output


@pytest.mark.parametrize(
    ("form", "sign"), [("html", "<!doctype html>"), ("markdown", "# Knowledge"), ("json-ld", "{")]
)
def test_export(run: Run, knowledge: Path, tmp_path: Path, form: str, sign: str) -> None:
    out = tmp_path / "page"
    result = run("export", "--format", form, "--out", out, "--knowledge", knowledge)
    assert result.exit_code == 0
    assert "2 answers" in result.output
    text = out.read_text(encoding="utf-8")
    assert text.startswith(sign)
    assert "X is a letter." in text
    assert run("export", "--lang", "xx", "--knowledge", knowledge).exit_code == 2


def test_schema(run: Run, tmp_path: Path) -> None:
    result = run("schema", tmp_path / "schemas")
    assert result.exit_code == 0
    assert "answers/*.yaml" in result.output
    assert json.loads((tmp_path / "schemas" / "answers.schema.json").read_text(encoding="utf-8"))


def test_check_against(run: Run, knowledge: Path, tmp_path: Path) -> None:
    edited = tmp_path / "edited"
    edited.mkdir()
    (edited / "answers.yaml").write_text(KNOWLEDGE.replace("a letter", "a sign"), encoding="utf-8")
    questions = tmp_path / "questions.jsonl"
    questions.write_text('{"question": "WHAT IS X"}\n', encoding="utf-8")
    result = run(
        *("check", "--against", knowledge, "--questions", questions, "--knowledge", edited)
    )
    assert result.exit_code == 0
    assert "other words: What is X?" in result.output
    assert "WHAT IS X" in result.output
    assert "of 7 questions" in result.output


def test_a_wrong_setting_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LISTEN_PORT", "many")
    monkeypatch.setenv("WEBHOOK_SECRET", "not allowed!")
    result = run("serve")
    assert result.exit_code == 2
    assert "LISTEN_PORT:" in result.output
    assert "WEBHOOK_SECRET:" in result.output
    assert "not allowed!" not in result.output


def test_serving_needs_a_token(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN", raising=False)
    result = run("serve")
    assert result.exit_code == 2
    assert "@BotFather" in result.output
