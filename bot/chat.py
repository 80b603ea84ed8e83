"""A conversation in the terminal: questions and answers, suggestions to pick by number."""

import contextlib

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.prompt import Prompt

from knowledge.assistant import Assistant
from knowledge.conversation import Context
from knowledge.reply import Reply

__all__ = ["converse"]

_OPENING = {
    "en": "Ask me about regional and urban policy cooperation between the EU and Latin America and the Caribbean. An empty line ends our talk.",
    "es": "Pregúnteme por la cooperación en política regional y urbana entre la UE y América Latina y el Caribe. Una línea vacía termina la charla.",
    "pt": "Pergunte sobre a cooperação em política regional e urbana entre a UE e a América Latina e o Caribe. Uma linha vazia encerra a conversa.",
    "fr": "Posez-moi vos questions sur la coopération en politique régionale et urbaine entre l'UE et l'Amérique latine et les Caraïbes. Une ligne vide met fin à l'échange.",
}


def converse(assistant: Assistant, lang: str | None, console: Console | None = None) -> None:
    """Talk until an empty line, end of input or Ctrl-C; a number picks a suggestion."""
    console = console or Console()
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401 - gives the prompt its history and editing

    name = assistant.library.manifest
    title = assistant.library.text(name.name, lang or "en") if name else "Knowledge base"
    console.print(f"[bold]{escape(title)}[/bold]")
    console.print(f"[dim]{_OPENING.get(lang or 'en', _OPENING['en'])}[/dim]\n")
    context: Context | None = None
    offered: Reply | None = None
    with contextlib.suppress(EOFError, KeyboardInterrupt):
        while question := Prompt.ask(
            "[bold cyan]?[/bold cyan]", console=console, default="", show_default=False
        ).strip():
            picked = _picked(assistant, question, offered)
            if picked:
                reply = picked
            else:
                reply, context = assistant.turn(question, lang, context)
            offered = reply if reply.choices else None
            _show(console, reply)


def _picked(assistant: Assistant, question: str, offered: Reply | None) -> Reply | None:
    """Return the answer to the suggestion of that number, or None if this is an ordinary question."""
    if offered is None or not question.isdecimal():
        return None
    number = int(question)
    if not 1 <= number <= len(offered.choices):
        return None
    return assistant.recall(offered.choices[number - 1].link, offered.lang)


def _show(console: Console, reply: Reply) -> None:
    if reply.choices:
        console.print(Padding(escape(reply.text.splitlines()[0]), (0, 2)))
        for number, choice in enumerate(reply.choices, 1):
            console.print(Padding(f"[cyan]{number}[/cyan] {escape(choice.title)}", (0, 4)))
    else:
        console.print(Padding(escape(reply.text), (0, 2)))
        for source in reply.sources:
            where = source.url or source.publisher or ""
            console.print(Padding(f"[dim]↳ {escape(source.title)} {escape(where)}[/dim]", (0, 4)))
    console.print()
