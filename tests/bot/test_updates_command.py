"""`eu-celac-bot updates`: list, preview in each language, count, send once."""

import asyncio
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.state import State

CONTENT = """
- id: first-news
  date: "2026-11-24"
  topics: [chile]
  title: {en: News of <Chile>, es: Noticias de Chile}
  text: {en: Something changed., es: Algo cambió.}
  sources: [page]
"""


@pytest.fixture
def url(folder: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    (folder / "updates").mkdir()
    (folder / "updates" / "news.yaml").write_text(CONTENT)
    (folder / "answers.yaml").write_text(
        "- id: hello\n  questions: {en: [Hello], es: [Hola]}\n  answer: {en: Hi, es: Hola}\n  kind: smalltalk\n"
    )
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("KNOWLEDGE_DIR", str(folder))

    async def subscribe() -> None:
        state = State(database_url)
        for chat in (1, 2):
            await state.subscriptions.choose(chat, 0, ["chile"], wanted=True)
        await state.close()

    asyncio.run(subscribe())
    return database_url


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["updates", *arguments])
    return result.exit_code, result.output


def test_an_update_is_previewed_in_each_language(url: str) -> None:
    code, said = run("preview", "first-news")
    assert code == 0
    assert "News of <Chile>" in said
    assert "Algo cambió." in said
    assert "24 de noviembre de 2026" in said


def test_it_says_how_many_would_get_it(url: str) -> None:
    assert run("count", "first-news") == (0, "2 at once, 0 in their weekly digest\n")


def test_an_update_is_sent_once(url: str) -> None:
    assert run("send", "first-news", "--yes")[0] == 0

    async def waiting() -> int:
        state = State(url)
        progress = await state.announcements.progress("first-news")
        await state.close()
        return progress.waiting

    assert asyncio.run(waiting()) == 2
    code, said = run("send", "first-news", "--yes")
    assert code == 1
    assert "was sent before" in said
    assert "first-news" in run()[1]


def test_an_unknown_update_is_wrong_use(url: str) -> None:
    code, said = run("send", "nothing", "--yes")
    assert code == 2
    assert "Known: first-news" in said
