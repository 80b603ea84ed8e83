"""Updates a second through the webhook, against a bare python-telegram-bot application in the same run.

    python -m tests.benchmarks.webhook --updates 3000

Both get the same updates by the same client over loopback and answer to the same Bot API server. The
bare one replies a fixed text and keeps nothing; ours understands the question and remembers the
update.
"""

import argparse
import asyncio
import json
import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Update
from telegram.ext import Application, ApplicationBuilder, ContextTypes, MessageHandler, filters
from telegram.request import HTTPXRequest

from bot.web.server import listening, serving
from bot.web.webhook import SECRET_HEADER
from tests.questions.sets import DEVELOPMENT, load
from tests.running import free_port, running
from tests.telegram_server import TOKEN, question, telegram_server

PARALLEL = 16
SECRET = "benchmark"


async def measured(updates: int, rounds: int) -> list[tuple[float, float]]:
    """Return updates a second of both, ours first, measured in turn so many times."""
    questions = [example.question for example in load(DEVELOPMENT)][:500]
    found = []
    with tempfile.TemporaryDirectory() as name:
        for number in range(rounds):
            ours = await _ours(questions, updates, Path(name) / f"{number}.sqlite3")
            found.append((ours, await _bare(questions, updates)))
    return found


async def main(updates: int, rounds: int) -> None:
    """Print what both do, and the medians."""
    found = await measured(updates, rounds)
    for number, (ours, bare) in enumerate(found, 1):
        print(f"round {number}: ours {ours:.0f}/s, bare {bare:.0f}/s")
    mine, other = (statistics.median(some) for some in zip(*found, strict=True))
    print(f"updates a second, median: ours {mine:.0f}, bare {other:.0f}, ratio {mine / other:.2f}")


async def _ours(questions: list[str], updates: int, database: Path) -> float:
    from knowledge.loading import CONTENT

    settings = {
        "DATABASE_URL": f"sqlite:///{database}",
        "WEBHOOK_URL": "https://bot.example.org/",
        "WEBHOOK_SECRET": SECRET,
        "CALLS_PER_SECOND": "1000000",
    }
    async with telegram_server() as telegram, running(CONTENT, telegram.url, settings) as bot:
        await bot.until_ready()
        return await _pace(bot.port, questions, updates, lambda: len(telegram.sent))


async def _bare(questions: list[str], updates: int) -> float:
    port = free_port()
    async with telegram_server() as telegram:
        process = multiprocessing.get_context("spawn").Process(
            target=_run_bare, args=(telegram.url, port), daemon=True
        )
        process.start()
        try:
            await _until_open(port)
            return await _pace(port, questions, updates, lambda: len(telegram.sent))
        finally:
            process.terminate()
            await asyncio.to_thread(process.join)


def _run_bare(telegram_url: str, port: int) -> None:
    async def reply(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        if update.effective_message:
            await update.effective_message.reply_text("A fixed text.")

    async def run() -> None:
        application: Application[Any, Any, Any, Any, Any, Any] = (
            ApplicationBuilder()
            .token(TOKEN)
            .base_url(f"{telegram_url}/bot")
            .request(HTTPXRequest(connection_pool_size=64, pool_timeout=30))
            .concurrent_updates(True)
            .updater(None)
            .build()
        )
        application.add_handler(MessageHandler(filters.TEXT, reply))

        async def hook(request: Request) -> Response:
            update = Update.de_json(json.loads(await request.body()), application.bot)
            await application.update_queue.put(update)
            return Response()

        app = Starlette(routes=[Route("/", hook, methods=["POST"])])
        async with application:
            await application.start()
            with listening("127.0.0.1", port) as listener:
                async with serving(app, listener):
                    await asyncio.Event().wait()

    asyncio.run(run())


async def _until_open(port: int) -> None:
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
            continue
        writer.close()
        return


async def _pace(
    port: int, questions: list[str], updates: int, answered: Callable[[], int]
) -> float:
    """Bring so many updates and return how many were answered a second, warm-up aside."""
    numbers = iter(range(1, 10**9))
    async with httpx.AsyncClient(headers={SECRET_HEADER: SECRET}, timeout=30) as client:

        async def bring() -> None:
            number = next(numbers)
            body = json.dumps(question(number, number, questions[number % len(questions)]))
            reply = await client.post(f"http://127.0.0.1:{port}/", content=body)
            reply.raise_for_status()

        await _many(bring, updates // 10)
        while answered() < updates // 10:
            await asyncio.sleep(0.01)
        start, before = time.perf_counter(), answered()
        await _many(bring, updates)
        while answered() - before < updates:
            await asyncio.sleep(0.005)
        return updates / (time.perf_counter() - start)


async def _many(act: Callable[[], Awaitable[None]], times: int) -> None:
    left = iter(range(times))

    async def lane() -> None:
        for _ in left:
            await act()

    await asyncio.gather(*(lane() for _ in range(PARALLEL)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--updates", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    asyncio.run(main(chosen.updates, chosen.rounds))
