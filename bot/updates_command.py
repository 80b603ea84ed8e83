"""`eu-celac-bot updates`: the updates of the knowledge base; how each reads, who would get it, sending."""

import html
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

if TYPE_CHECKING:  # loaded late: no other command should wait for the database's libraries
    from bot.state import State
    from knowledge.library import Library

__all__ = ["app"]

T = TypeVar("T")

app = typer.Typer(
    help="The updates of the knowledge base: list, preview, count, send.", no_args_is_help=False
)
Knowledge = Annotated[
    Path | None,
    typer.Option(
        "--knowledge", metavar="DIR", help="Another knowledge base: a folder of YAML files."
    ),
]
Id = Annotated[str, typer.Argument(metavar="ID", help="The update's id.")]
FAILED, WRONG_USE = 1, 2
_TAG = re.compile(r"</?(?:b|i)>")
_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>')


@app.callback(invoke_without_command=True)
def show(context: typer.Context, knowledge: Knowledge = None) -> None:
    """List the updates, the newest first, with where each stands."""
    if context.invoked_subcommand is not None:
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from bot.delivery.newsroom import items

    library = _library(knowledge)
    table = Table("Date", "Id", "State", "Sent", "Waiting", "Suspended", "Failed")
    for one in _with_state(lambda state: items(state, library)):
        done = one.progress
        state = one.state + (" (changed since)" if one.is_changed else "")
        counts = (done.sent, done.waiting + done.held, done.suspended, done.failed + done.lost)
        table.add_row(one.update.date, one.update.id, state, *map(str, counts))
        if one.why:
            table.add_row("", "", escape(one.why))
    Console().print(table)


@app.command()
def preview(
    id_: Id,
    lang: Annotated[str | None, typer.Option(metavar="CODE", help="One language only.")] = None,
    knowledge: Knowledge = None,
) -> None:
    """Show an update as its readers get it, in each language."""
    from bot.delivery.composing import compose

    library = _library(knowledge)
    update = library.updates[_known(library, id_)]
    for code in [lang] if lang else library.languages:
        typer.echo(f"── {code} " + "─" * 40)
        typer.echo(_readable(compose(library, update, code)) + "\n")


@app.command()
def count(id_: Id, knowledge: Knowledge = None) -> None:
    """Say how many would get an update, and how many of them in their weekly digest."""
    from bot.delivery.newsroom import recipients

    library = _library(knowledge)
    counts = _with_state(lambda state: recipients(state, library, _known(library, id_)))
    typer.echo(f"{counts['now']} at once, {counts['weekly']} in their weekly digest")


@app.command("send")
def send_(
    id_: Id,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    knowledge: Knowledge = None,
) -> None:
    """Queue an update for its subscribers; the running bot delivers it."""
    from bot.clock import Clock
    from bot.delivery.announcer import queue_all
    from bot.delivery.newsroom import recipients, send

    library = _library(knowledge)
    counts = _with_state(lambda state: recipients(state, library, _known(library, id_)))
    total = sum(counts.values())
    if not yes and not typer.confirm(f"Send {id_} to {total} chats?"):
        raise typer.Exit(FAILED)

    async def queue(state: "State") -> bool:
        taken = await send(state, library, id_)
        if taken:
            await queue_all(state, library, Clock())
        return taken

    if not _with_state(queue):
        typer.echo(
            "It, or one with the very same text, was sent before. Nothing was sent.", err=True
        )
        raise typer.Exit(FAILED)
    typer.echo(f"Queued for {total} chats. The running bot delivers it, else the next start does.")


def _with_state(act: "Callable[[State], Awaitable[T]]") -> T:
    """Do something with the state; a database that is away ends the command with its sentence."""
    import asyncio

    from bot.settings import Settings
    from bot.state import State, StateError

    async def run() -> T:
        state = State(Settings.load().database_url)
        try:
            return await act(state)
        finally:
            await state.close()

    try:
        return asyncio.run(run())
    except StateError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(FAILED) from None


def _library(knowledge: Path | None) -> "Library":
    from bot.settings import Settings
    from knowledge.loading import CONTENT, load

    return load(knowledge or Settings.load().knowledge_dir or CONTENT)


def _known(library: "Library", id_: str) -> str:
    if id_ not in library.updates:
        known = ", ".join(library.updates) or "none"
        typer.echo(f"There is no update {id_!r}. Known: {known}.", err=True)
        raise typer.Exit(WRONG_USE)
    return id_


def _readable(message: str) -> str:
    return html.unescape(_TAG.sub("", _LINK.sub(r"\2 — \1", message)))
