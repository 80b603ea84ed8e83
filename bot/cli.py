"""The command line: `eu-celac-bot` and what it can do."""

import os
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.curators.commands import add_to, check_against
from bot.updates_command import app as updates_app
from knowledge.errors import ContentError, ContentNotFound

__all__ = ["app", "run"]

app = typer.Typer(
    name="eu-celac-bot",
    help="Answers questions about regional and urban policy cooperation between the EU and Latin America and the Caribbean.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.add_typer(updates_app, name="updates")
add_to(app)

Knowledge = Annotated[
    Path | None,
    typer.Option(
        "--knowledge",
        metavar="DIR",
        envvar="KNOWLEDGE_DIR",
        help="Another knowledge base: a folder of YAML files.",
    ),
]
Language = Annotated[
    str | None,
    typer.Option(
        metavar="CODE", help="Your language, for questions that show none: en, es, pt, fr."
    ),
]

ANSWERED, NOT_ANSWERED, WRONG_USE = 0, 1, 2
"""Exit codes of `ask`."""


def run() -> NoReturn:
    """Run the command line; content that has problems ends it with exit code 1 and their list."""
    try:
        app(standalone_mode=True)
    except ContentError as error:
        _complain(f"{error}\nFix this and try again; `eu-celac-bot check` shows it any time.")
    except ContentNotFound as error:
        _complain(str(error))
    sys.exit(NOT_ANSWERED)


@app.callback(invoke_without_command=True)
def main(context: typer.Context, knowledge: Knowledge = None) -> None:
    """Start the bot on Telegram if TELEGRAM_BOT_TOKEN is set, else the preview in a browser."""
    if knowledge:  # given before a command, it holds for that command
        os.environ["KNOWLEDGE_DIR"] = str(knowledge)
    if context.invoked_subcommand is None:
        settings = _settings()
        if settings.telegram_bot_token:
            _telegram(settings, knowledge)
        else:
            _preview(knowledge or settings.knowledge_dir)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question, in plain words.")] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the reply as one JSON object.")
    ] = False,
    batch: Annotated[
        bool,
        typer.Option(
            "--batch", help="Read JSON lines from standard input, print one reply a line."
        ),
    ] = False,
    lang: Language = None,
    history: Annotated[
        list[str] | None,
        typer.Option(help="An earlier question of the same chat; repeat for more, oldest first."),
    ] = None,
    top: Annotated[
        int, typer.Option(min=0, help="Also give up to N candidates (with --json, --batch).")
    ] = 0,
    knowledge: Knowledge = None,
) -> None:
    """Answer one question. Exit code 0 if it was answered, 1 if not, 2 for wrong use."""
    from bot.ask import answer_lines, print_reply

    if batch == (question is not None):
        _complain(
            'Give either a question or --batch, for example: eu-celac-bot ask "What is IURC?"'
        )
        raise typer.Exit(WRONG_USE)
    assistant = _assistant(knowledge)
    if batch:
        answer_lines(assistant, sys.stdin.buffer, sys.stdout.buffer, lang=lang, top=top)
        return
    reply = assistant.ask(question or "", lang, history or (), top)
    print_reply(reply, as_json=as_json)
    raise typer.Exit(ANSWERED if reply.kind in ("answer", "smalltalk") else NOT_ANSWERED)


@app.command()
def chat(lang: Language = None, knowledge: Knowledge = None) -> None:
    """Talk to the bot in the terminal."""
    from bot.chat import converse

    converse(_assistant(knowledge), lang)


@app.command()
def preview(
    host: Annotated[
        str, typer.Option(help="Where to listen; beyond this machine the page asks for a key.")
    ] = "127.0.0.1",
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="The port, else a free one.")
    ] = None,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page where there is a desktop.")
    ] = True,
    knowledge: Knowledge = None,
) -> None:
    """Talk to the bot in a browser, as on Telegram, with no token."""
    from bot.settings import Settings

    folder = knowledge or Settings.load().knowledge_dir
    _preview(folder, host=host, port=port, browser=browser)


@app.command()
def check(
    against: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Also tell which questions are answered differently than from DIR."
        ),
    ] = None,
    questions: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE", help="More questions for that: JSON lines, as for ask --batch."
        ),
    ] = None,
    knowledge: Knowledge = None,
) -> None:
    """Check the content files: print every problem with its place, or what the content covers."""
    from bot.check import print_coverage, print_problems
    from knowledge.loading import CONTENT, load

    folder = knowledge or CONTENT
    try:
        library = load(folder)
    except ContentError as error:
        print_problems(error.problems)
        raise typer.Exit(NOT_ANSWERED) from None
    print_coverage(library)
    if against:
        check_against(folder, against, questions or [])


@app.command()
def serve(knowledge: Knowledge = None) -> None:
    """Run the bot on Telegram: by long polling, or behind a webhook where WEBHOOK_URL is set.

    Needs TELEGRAM_BOT_TOKEN (or TELEGRAM_BOT_TOKEN_FILE). SIGHUP reloads the knowledge, SIGTERM ends
    it in order. /healthz, /readyz and /metrics are served at LISTEN_HOST, LISTEN_PORT.
    """
    _telegram(_settings(), knowledge)


@app.command()
def learn(knowledge: Knowledge = None) -> None:
    """Learn the knowledge base now, so that the next start is quick."""
    _assistant(knowledge)


def _settings() -> "Settings":  # type: ignore[name-defined]  # noqa: F821
    from pydantic import ValidationError

    from bot.settings import Settings

    try:
        return Settings.load()
    except ValidationError as error:
        for problem in error.errors(include_input=False, include_url=False):
            name = "_".join(str(part) for part in problem["loc"]).upper()
            _complain(f"{name}: {problem['msg']}")
    except OSError as error:
        _complain(f"{error.filename}: {error.strerror}")
    raise typer.Exit(WRONG_USE)


def _telegram(settings: "Settings", knowledge: Path | None) -> None:  # type: ignore[name-defined]  # noqa: F821
    from bot.serving import RefusedToken, run
    from bot.settings import MissingToken
    from bot.state import StateError
    from bot.web.server import PortTaken
    from knowledge.loading import CONTENT

    folder = knowledge or settings.knowledge_dir or CONTENT
    try:
        run(settings, folder)
    except (MissingToken, RefusedToken, PortTaken, StateError) as error:
        _complain(str(error))
        raise typer.Exit(WRONG_USE) from None


def _preview(
    knowledge: Path | None,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    browser: bool = True,
) -> None:
    from bot.preview.server import PortTaken, run
    from knowledge.loading import CONTENT

    try:
        assistant = _assistant(knowledge)
        run(assistant, knowledge or CONTENT, host=host, port=port, browser=browser, say=typer.echo)
    except PortTaken as error:
        _complain(str(error))
        raise typer.Exit(WRONG_USE) from None


def _assistant(knowledge: Path | None) -> "Assistant":  # type: ignore[name-defined]  # noqa: F821
    from knowledge.loading import CONTENT
    from knowledge.store import open_assistant

    return open_assistant(knowledge or CONTENT, learning=_say_learning)


def _say_learning() -> None:
    _complain("Learning the knowledge base (once for each version of it; a few minutes) …")


def _complain(text: str) -> None:
    typer.echo(text, err=True)
