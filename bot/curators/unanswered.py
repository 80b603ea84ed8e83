"""`eu-celac-bot unanswered`: what people asked and did not get, with the place to write it and the line."""

from collections.abc import Iterable
from dataclasses import dataclass

import yaml
from rich.console import Console
from rich.markup import escape

from bot.curators.clusters import Cluster, clusters
from bot.state.unanswered import Asked
from knowledge.assistant import Assistant
from knowledge.errors import UnknownLink
from knowledge.guide import guide
from knowledge.library import Library

__all__ = ["Suggestion", "print_unanswered", "suggestion", "yaml_line"]

WAYS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Where a question may belong: the nearest answer, its title, its place in the files."""

    link: str
    title: str
    confidence: float
    place: str


def suggestion(assistant: Assistant, library: Library, asked: Asked) -> Suggestion | None:
    """Return the answer nearest to a question, None where nothing is near. `library` knows the places."""
    reply = assistant.ask(asked.question, asked.lang, top=1)
    if not reply.candidates:
        return None
    best = reply.candidates[0]
    try:
        title = guide(assistant).links.title(best.link, asked.lang)
    except UnknownLink:
        title = ""
    return Suggestion(best.link, title, best.confidence, _place(library, best.link))


def yaml_line(question: str) -> str:
    """Return the line to paste under `questions:` and the language, quoted where YAML needs it."""
    text = yaml.safe_dump([question], allow_unicode=True, width=10_000).strip()
    return f"      {text}"


def print_unanswered(
    assistant: Assistant,
    library: Library,
    questions: Iterable[Asked],
    limit: int,
    console: Console,
) -> None:
    """Print the clusters asked most often, up to `limit`."""
    found = clusters(questions)
    if not found:
        console.print("No question of the last thirty days went unanswered.")
        return
    for cluster in found[:limit]:
        _print(assistant, library, cluster, console)
    more = len(found) - limit
    if more > 0:
        console.print(f"… and {more} more; --limit {len(found)} shows all.")


def _print(assistant: Assistant, library: Library, cluster: Cluster, console: Console) -> None:
    lead = cluster.lead
    console.print(
        f"[bold]{cluster.times} ×[/bold] {escape(lead.question)}  "
        f"[dim]{lead.lang}, {escape(lead.reason)}, last on {cluster.last}[/dim]",
        soft_wrap=True,
    )
    for other in cluster.questions[1:WAYS_SHOWN]:
        console.print(f"      also: {escape(other.question)}", soft_wrap=True)
    near = suggestion(assistant, library, lead)
    if near is None:
        console.print("      nothing here is near: it may need an answer of its own\n")
        return
    console.print(
        f"      nearest ({near.confidence:.0%}): {escape(near.title or near.link)}\n"
        f"      if that is what was meant, add to {escape(near.place)}, questions, {lead.lang}:",
        soft_wrap=True,
    )
    console.print(yaml_line(lead.question), markup=False, highlight=False, soft_wrap=True)
    if "--" in near.link:
        console.print(
            "      (with a {slot} in place of the name, as the lines beside it)", markup=False
        )
    console.print()


def _place(library: Library, link: str) -> str:
    target = link.split("--")[0]
    for part in ("answers", "questions"):
        place = library.places.get((part, target))
        if place:
            return f"{place.document.file}:{place.document.line(place.location)} [{target}]"
    return target
