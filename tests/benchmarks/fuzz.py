"""What anybody can send, made up at random: nothing of it may bring the bot down. Prints the counts.

    python -m tests.benchmarks.fuzz --seconds 600 --inputs 1000000

Six doors: updates with odd texts, any body of a webhook request, callback data of buttons, deep-link payloads, inline
queries, content files. An input that raises is printed, with the seed that makes it again.
"""

import argparse
import asyncio
import json
import logging
import random
import string
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx

from bot.clock import Clock
from bot.metrics import Metrics
from bot.services import Knowledge, Services
from bot.state import State
from bot.web.app import web_application
from bot.web.intake import Intake
from bot.web.readiness import Readiness
from bot.web.webhook import SECRET_HEADER, Webhook
from handlers.callbacks import unpack
from knowledge.errors import ContentError, ContentNotFound, UnknownLink
from knowledge.guide import Guide, guide
from knowledge.loading import load
from knowledge.store import open_assistant
from tests.handlers.harness import Stage, open_stage
from tests.running import KNOWLEDGE, write_knowledge
from tests.telegram_server import ME, question

STATUSES = {200, 400, 403, 413, 503}
SECRET = "fuzz"
ODD = "\x00\u202e\u200d\ud83d\ude00ñÇßǅ\ufeff\ue000"
Feed = Callable[[random.Random], Awaitable[None]]


def text(chance: random.Random, longest: int = 80) -> str:
    """Return a random text: plain, odd, or of a few words that mean something here."""
    kind = chance.random()
    length = chance.randrange(longest)
    if kind < 0.4:
        return "".join(chance.choices(string.printable, k=length))
    if kind < 0.7:
        return "".join(chr(_code(chance)) for _ in range(length))
    words = [
        "what",
        "is",
        "X",
        "who",
        "made",
        "Y",
        "/start",
        "vs",
        "{",
        "<b>",
        "--",
        "s_",
        ODD,
        ":",
    ]
    return " ".join(chance.choices(words, k=1 + length // 8))


def _code(chance: random.Random) -> int:
    code = chance.choice(
        (chance.randrange(0x250), chance.randrange(0x3000), chance.randrange(0x110000))
    )
    return code if not 0xD800 <= code < 0xE000 else 0xFFFD


def value(chance: random.Random, depth: int = 0) -> Any:
    """Return a random JSON value."""
    kind = chance.randrange(8 if depth < 4 else 5)
    if kind < 2:
        return text(chance)
    if kind == 2:
        return chance.choice((None, True, False))
    if kind == 3:
        return chance.choice((0, -1, 1, 2**31, 2**63, -(2**70), 1.5))
    if kind == 4:
        return chance.randrange(1000)
    if kind == 5:
        return [value(chance, depth + 1) for _ in range(chance.randrange(4))]
    return {text(chance, 12): value(chance, depth + 1) for _ in range(chance.randrange(4))}


def mutated(chance: random.Random, whole: Any) -> Any:
    """Return a copy in which one part is something else, missing, or twice."""
    if not isinstance(whole, dict | list) or not whole or chance.random() < 0.15:
        return value(chance)
    if isinstance(whole, list):
        place = chance.randrange(len(whole))
        return [*whole[:place], mutated(chance, whole[place]), *whole[place + 1 :]]
    key = chance.choice(list(whole))
    if chance.random() < 0.1:
        return {name: part for name, part in whole.items() if name != key}
    return whole | {key: mutated(chance, whole[key])}


def update(chance: random.Random, number: int) -> Any:
    """Return an update as Telegram sends them, with a random text."""
    person = {"id": 5, "is_bot": False, "first_name": "Ana", "language_code": "en"}
    message = question(number, 5, text(chance))["message"]
    kinds: dict[str, Any] = {
        "message": message,
        "edited_message": message | {"edit_date": 1_795_000_001},
        "callback_query": {
            "id": "1",
            "from": person,
            "chat_instance": "1",
            "message": message,
            "data": text(chance),
        },
        "inline_query": {"id": "1", "from": person, "query": text(chance), "offset": ""},
        "my_chat_member": {
            "chat": message["chat"],
            "from": person,
            "date": 1_795_000_000,
            "old_chat_member": {"user": ME, "status": "member"},
            "new_chat_member": {"user": ME, "status": "kicked", "until_date": 0},
        },
    }
    kind = chance.choice(list(kinds))
    return {"update_id": number, kind: kinds[kind]}


async def run(seconds: float, inputs: int, seed: int) -> int:
    """Feed all doors in turn until the time is over or so many were fed; return how many failed."""
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        folder = write_knowledge(home / "knowledge")
        assistant = open_assistant(folder, home / "cache")
        services = Services(Knowledge(assistant), State(f"sqlite:///{home}/state.sqlite3"))
        leads = guide(assistant)
        metrics = Metrics()
        intake = Intake(metrics)
        async with open_stage(services) as stage:
            stage.person("Ana", "en", id=5)
            intake.open(stage.application, services.state.updates_seen)
            app = web_application(
                Readiness(Clock()), metrics, _nothing, ("/", Webhook(SECRET, intake, metrics))
            )
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
                doors: dict[str, tuple[Feed, int]] = {
                    "callback data": (_callbacks, 40),
                    "deep links": (lambda c: _links(c, leads), 40),
                    "inline queries": (lambda c: _inline(c, leads), 10),
                    "webhook updates": (lambda c: _updates(c, client, stage), 2),
                    "webhook bodies": (lambda c: _bodies(c, client), 2),
                    "content files": (lambda c: _content(c, home / "fuzzed"), 1),
                }
                failed = await _feed(doors, seconds, inputs, seed)
            stage.api.complaints.clear()  # what the double does not know is no fault of the bot
            stage.failures.clear()  # those of bodies that Telegram never sends
    return failed


def _is_told(error: Exception) -> bool:
    """Say whether Telegram's double refused something: made-up chats and buttons do not exist there."""
    return type(error).__module__.startswith(("telegram", "bot.localapi"))


async def _feed(doors: dict[str, tuple[Feed, int]], seconds: float, inputs: int, seed: int) -> int:
    counts = dict.fromkeys(doors, 0)
    failed, number, until = 0, 0, time.monotonic() + seconds
    while time.monotonic() < until and sum(counts.values()) < inputs:
        for name, (feed, times) in doors.items():
            for _ in range(times):
                number += 1
                try:
                    await feed(random.Random(f"{seed}-{number}"))
                except Exception as error:
                    failed += 1
                    print(f"{name}, seed {seed}-{number}: {type(error).__name__}: {error}")
                counts[name] += 1
    for name, count in counts.items():
        print(f"{count:>9}  {name}")
    print(f"{sum(counts.values()):>9}  inputs in all, {failed} failed")
    return failed


async def _callbacks(chance: random.Random) -> None:
    whole = chance.choice((text(chance), f"1:{text(chance)}", f"p:en:{text(chance, 40)}"))
    unpack(whole)


async def _links(chance: random.Random, leads: Guide) -> None:
    whole = chance.choice(("", "s_", "what-is-x--", "s_00_", "who-made-y")) + text(chance, 64)
    try:
        leads.assistant.recall(leads.links.long(whole), "en")
        leads.links.title(leads.links.long(whole), "en")
    except UnknownLink:
        return


async def _inline(chance: random.Random, leads: Guide) -> None:
    leads.search.find(text(chance, 300), chance.choice(("en", "es", "xx")))


async def _updates(chance: random.Random, client: httpx.AsyncClient, stage: Stage) -> None:
    """Of what Telegram does send, no handler may fail."""
    before = len(stage.failures)
    body = json.dumps(update(chance, chance.randrange(2**31)))
    reply = await client.post("/", content=body, headers={SECRET_HEADER: SECRET})
    failures = [error for error in stage.failures[before:] if not _is_told(error)]
    if failures:
        raise failures[0]
    if reply.status_code != 200:
        raise AssertionError(f"status {reply.status_code}")


async def _bodies(chance: random.Random, client: httpx.AsyncClient) -> None:
    """Of whatever else, the answer has to be in order and the bot has to go on."""
    whole = update(chance, chance.randrange(2**31))
    for _ in range(chance.randrange(1, 4)):
        whole = mutated(chance, whole)
    body = json.dumps(whole).encode("utf-8", "replace")
    if chance.random() < 0.2:
        place = chance.randrange(len(body) + 1)
        body = body[:place] + chance.randbytes(chance.randrange(8)) + body[place + 2 :]
    secret = SECRET if chance.random() < 0.95 else "wrong"
    reply = await client.post("/", content=body, headers={SECRET_HEADER: secret})
    if reply.status_code not in STATUSES:
        raise AssertionError(f"status {reply.status_code}")


async def _content(chance: random.Random, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    whole = KNOWLEDGE
    for _ in range(chance.randrange(1, 5)):
        place = chance.randrange(len(whole) + 1)
        whole = whole[:place] + text(chance, 12) + whole[place + chance.randrange(6) :]
    name = chance.choice(("answers", "sources", "knowledge", "calibration"))
    for path in folder.iterdir():
        path.unlink()
    (folder / f"{name}.yaml").write_text(whole, encoding="utf-8", errors="replace")
    try:
        load(folder)
    except (ContentError, ContentNotFound):
        return


async def _nothing() -> None:
    """There is nothing to refresh."""


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--inputs", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    sys.exit(bool(asyncio.run(run(chosen.seconds, chosen.inputs, chosen.seed))))
