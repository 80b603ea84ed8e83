"""The curators' commands of the command line: unanswered, stats, export, schema; and `check --against`."""

import json
import tempfile
from collections.abc import Awaitable, Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeVar

import typer

if TYPE_CHECKING:
    from bot.state import State

__all__ = ["add_to", "check_against"]

T = TypeVar("T")
Folder = Annotated[
    Path | None,
    typer.Option(
        "--knowledge",
        metavar="DIR",
        envvar="KNOWLEDGE_DIR",
        help="Another knowledge base: a folder of YAML files.",
    ),
]
FAILED, WRONG_USE = 1, 2


class Form(StrEnum):
    """What `export` writes."""

    HTML = "html"
    MARKDOWN = "markdown"
    JSON_LD = "json-ld"


def add_to(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    for command in (unanswered, stats, export, schema):
        app.command()(command)


def unanswered(
    limit: Annotated[int, typer.Option(min=1, help="Show so many groups of questions.")] = 20,
    knowledge: Folder = None,
) -> None:
    """What people asked in the last thirty days and did not get: grouped, the most frequent first.

    Each with the nearest answer and a line ready to paste into its file. Reads DATABASE_URL.
    """
    from rich.console import Console

    from bot.curators.unanswered import print_unanswered
    from knowledge.loading import CONTENT, load
    from knowledge.store import open_assistant

    folder = knowledge or CONTENT
    asked = _from_state(lambda state: state.unanswered.all())
    print_unanswered(open_assistant(folder), load(folder), asked, limit, Console())


def stats(
    days: Annotated[int, typer.Option(min=1, max=400, help="Count the last so many days.")] = 30,
    picture: Annotated[
        Path | None, typer.Option(help="Also draw a picture into this file (.png, .svg, .pdf).")
    ] = None,
) -> None:
    """What is asked, answered, shared and judged unhelpful. Reads DATABASE_URL."""
    from rich.console import Console

    from bot.curators.statistics import draw, gather, print_statistics

    numbers = _from_state(lambda state: gather(state, days))
    print_statistics(numbers, Console())
    if picture:
        if picture.suffix not in (".png", ".svg", ".pdf"):
            _complain(f"{picture}: give a file that ends in .png, .svg or .pdf.", WRONG_USE)
        draw(numbers, picture)
        typer.echo(f"Drawn into {picture}.")


def export(
    out: Annotated[Path | None, typer.Option(help="The file to write, else the terminal.")] = None,
    form: Annotated[
        Form, typer.Option("--format", help="A page, the same as Markdown, or schema.org data.")
    ] = Form.HTML,
    lang: Annotated[str | None, typer.Option(metavar="CODE", help="The language.")] = None,
    knowledge: Folder = None,
) -> None:
    """Write the knowledge base as one readable page, or as data for search engines (FAQPage)."""
    from bot.curators.pages import as_html, as_json_ld, as_markdown, sections
    from knowledge.loading import CONTENT
    from knowledge.store import open_assistant

    assistant = open_assistant(knowledge or CONTENT)
    library = assistant.library
    spoken = lang or library.languages[0]
    if spoken not in library.languages:
        _complain(f"{spoken}: choose one of {', '.join(library.languages)}.", WRONG_USE)
    name = library.text(library.manifest.name, spoken) if library.manifest else "Knowledge"
    parts = sections(assistant, spoken)
    if form is Form.HTML:
        text = as_html(name, parts, spoken)
    elif form is Form.MARKDOWN:
        text = as_markdown(name, parts)
    else:
        text = json.dumps(as_json_ld(name, parts, spoken), ensure_ascii=False, indent=2) + "\n"
    if out is None:
        typer.echo(text, nl=False)
        return
    out.write_text(text, encoding="utf-8")
    typer.echo(f"{sum(len(part.answers) for part in parts)} answers written to {out}.")


def schema(
    out: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to write them to.")],
) -> None:
    """Write the JSON Schema of the content files, with which editors complete and check YAML."""
    from bot.curators.schemas import FILES, write_schemas

    for path, files in zip(write_schemas(out), FILES.values(), strict=True):
        typer.echo(f"{path}  for {files}")
    typer.echo(
        "As the first line of a content file: # yaml-language-server: $schema=PATH-OF-THE-SCHEMA"
    )


def check_against(folder: Path, old: Path, files: list[Path]) -> None:
    """Print which questions are answered differently from `folder` than from `old`.

    They are those of `files` (JSON lines), all ways to ask that both hold, and, where there is a
    database, the unanswered ones.
    """
    from rich.console import Console

    from bot.curators.changes import changes, phrasings_of, print_changes, questions_in
    from bot.state import StateError
    from knowledge.loading import load
    from knowledge.store import open_assistant

    with tempfile.TemporaryDirectory() as cache:  # what was learnt of it is not needed again
        before = open_assistant(old, Path(cache))
    now = open_assistant(folder)
    asked = dict.fromkeys(phrasings_of(load(old), load(folder)))
    for file in files:
        with file.open(encoding="utf-8") as lines:
            asked |= dict.fromkeys(questions_in(lines))
    try:
        waiting = _read_state(lambda state: state.unanswered.all())
        asked |= dict.fromkeys((one.question, one.lang) for one in waiting)
    except StateError:
        _note("The unanswered questions are left out: the database cannot be read.")
    print_changes(changes(before, now, asked), len(asked), old, Console())


def _from_state(read: "Callable[[State], Awaitable[T]]") -> T:
    from bot.state import StateError

    try:
        return _read_state(read)
    except StateError as error:
        _complain(f"{error} Set DATABASE_URL to the database that the bot uses.", FAILED)


def _read_state(read: "Callable[[State], Awaitable[T]]") -> T:
    import asyncio

    from bot.settings import Settings
    from bot.state import State

    async def run() -> T:
        state = State(Settings.load().database_url)
        try:
            return await read(state)
        finally:
            await state.close()

    return asyncio.run(run())


def _complain(text: str, code: int) -> NoReturn:
    _note(text)
    raise typer.Exit(code)


def _note(text: str) -> None:
    typer.echo(text, err=True)
