"""The running process: late Telegram, ending in order, reloading, another poller; and no secret anywhere."""

import asyncio
import json
import signal
from pathlib import Path

import pytest

from tests.running import KNOWLEDGE, free_port, running, write_knowledge
from tests.telegram_server import TOKEN, question, telegram_server


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Settings that keep everything in the test's own folder."""
    return {
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'state.sqlite3'}",
    }


async def test_it_polls_answers_reloads_and_ends_in_order(
    folder: Path, settings: dict[str, str]
) -> None:
    write_knowledge(folder)
    async with telegram_server() as telegram, running(folder, telegram.url, settings) as bot:
        await bot.until_ready()
        await telegram.put(question(1, 5, "What is X?"))
        await telegram.until(lambda: len(telegram.sent) == 1)
        assert "X is a letter." in telegram.sent[0][1]

        (folder / "answers.yaml").write_text(KNOWLEDGE.replace("answer:", "anser:"))
        await bot.until_said("stays in service")
        await bot.until_said("answers.yaml:4")
        (folder / "answers.yaml").write_text(KNOWLEDGE.replace("a letter", "a sign"))
        await bot.until_said("The knowledge is current.")
        await telegram.put(question(2, 6, "What is X?"))
        await telegram.until(lambda: len(telegram.sent) == 2)
        assert "X is a sign." in telegram.sent[1][1]

        bot.lines.clear()
        bot.process.send_signal(signal.SIGHUP)
        await bot.until_said("The knowledge is current.")

        metrics = (await bot.get("/metrics")).text
        assert 'eu_celac_questions_total{language="en",outcome="answer"} 2.0' in metrics
        assert "eu_celac_answer_seconds_count 2.0" in metrics
        assert "eu_celac_delivery_backlog 0.0" in metrics
        assert await bot.ended() == 0
        assert "Traceback" not in bot.output


async def test_it_waits_for_a_telegram_that_is_late(folder: Path, settings: dict[str, str]) -> None:
    write_knowledge(folder)
    port = free_port()
    async with running(folder, f"http://127.0.0.1:{port}", settings) as bot:
        await bot.until_said("Telegram cannot be reached")
        assert await bot.status("/healthz") == 200
        assert await bot.status("/readyz") == 503
        async with telegram_server(port) as telegram:
            await bot.until_ready()
            await telegram.put(question(1, 5, "Who made Y?"))
            await telegram.until(lambda: len(telegram.sent) == 1)
            assert await bot.ended() == 0


async def test_what_is_in_hand_is_finished_when_it_ends(
    folder: Path, settings: dict[str, str]
) -> None:
    write_knowledge(folder)
    async with telegram_server() as telegram, running(folder, telegram.url, settings) as bot:
        await bot.until_ready()
        ending: list[asyncio.Task[int]] = []

        async def end_it(chat: int, text: str) -> None:
            ending.append(asyncio.create_task(bot.ended()))
            await asyncio.sleep(0.3)  # Telegram takes its time, the process waits for it

        telegram.before_answering = end_it
        await telegram.put(question(1, 5, "What is X?"))
        await telegram.until(lambda: len(telegram.sent) == 1)
        assert await ending[0] == 0
        assert "failed" not in bot.output


async def test_another_poller_is_told_clearly(folder: Path, settings: dict[str, str]) -> None:
    write_knowledge(folder)
    async with telegram_server() as telegram, running(folder, telegram.url, settings) as bot:
        telegram.errors["getUpdates"] = (409, "Conflict: terminated by other getUpdates request")
        await bot.until_said("another process fetches updates with this token")
        assert await bot.ended() == 0


@pytest.mark.parametrize("form", ["text", "json"])
async def test_no_secret_shows_whatever_fails(
    folder: Path, settings: dict[str, str], form: str, tmp_path: Path
) -> None:
    write_knowledge(folder)
    more = {
        "LOG_FORMAT": form,
        "DATABASE_URL": "postgresql://bot:swordfish@127.0.0.1:1/bot",
        "WEBHOOK_URL": "https://bot.example.org/hook",
        "WEBHOOK_SECRET": "open-sesame-open-sesame",
    }
    async with telegram_server() as telegram:
        telegram.errors["sendMessage"] = (400, f"Bad Request: /bot{TOKEN}/ is wrong")
        async with running(folder, telegram.url, settings | more) as bot:
            await bot.until_said("starts without")
            arguments = Path(f"/proc/{bot.process.pid}/cmdline").read_bytes().decode()
            await telegram.until(lambda: telegram.webhook is not None)
            pages = [(await bot.get(path)).text for path in ("/readyz", "/metrics", "/healthz")]
            telegram.errors["getMe"] = (401, f"Unauthorized: {TOKEN}")
            assert await bot.ended() == 0
        if form == "json":
            for line in bot.lines:
                json.loads(line)
        async with running(folder, telegram.url, settings | more) as refused:
            assert await refused.ended(None) == 2
        assert "@BotFather" in refused.output
    shown = "\n".join([bot.output, refused.output, arguments, *pages])
    for secret in (TOKEN, TOKEN.split(":")[1], "swordfish", "open-sesame"):
        assert secret not in shown
