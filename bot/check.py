"""Showing curators the state of the content: what is wrong with it, or what it covers."""

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from knowledge.errors import Problem
from knowledge.library import Library

__all__ = ["facts_without_question", "print_coverage", "print_problems"]


def print_problems(problems: Sequence[Problem]) -> None:
    """Print every problem: its place, its entry, what was found, what to do."""
    console = Console(stderr=True)
    for problem in problems:
        place = f"{problem.file}:{problem.line}" if problem.line else problem.file
        entry = f" \\[{escape(problem.entry)}]" if problem.entry else ""
        hint = f" [green]{escape(problem.hint)}[/green]" if problem.hint else ""
        console.print(
            f"[bold]{escape(place)}[/bold]{entry} {escape(problem.message)}{hint}", soft_wrap=True
        )
    count = len(problems)
    console.print(f"\n[red]{count} problem{'' if count == 1 else 's'}.[/red] Nothing was changed.")


def print_coverage(library: Library) -> None:
    """Print how much there is to ask, in which languages, and how old its sources are."""
    console = Console()
    facts = sum(len(record.facts) for record in library.records.values())
    kinds = Counter(entry.kind for entry in library.entries.values())
    table = Table(title="The content is well-formed", title_justify="left", show_header=False)
    table.add_row("Free-standing answers", str(kinds["answer"]))
    table.add_row("Small talk and refusals", str(kinds["smalltalk"] + kinds["refusal"]))
    table.add_row("Records, with facts", f"{len(library.records)}, {facts}")
    table.add_row("Questions about records", str(len(library.questions)))
    table.add_row("Updates", str(len(library.updates)))
    for lang in library.languages:
        count = sum(len(phrasings.get(lang, ())) for phrasings in library.phrasings())
        table.add_row(f"Phrasings in {lang}", str(count))
    years = Counter((source.read or "unknown")[:4] for source in library.sources.values())
    read = ", ".join(f"{count} read in {year}" for year, count in sorted(years.items()))
    table.add_row("Sources", f"{len(library.sources)}: {read}" if read else "0")
    console.print(table)
    unasked = facts_without_question(library)
    if unasked:
        console.print(f"[yellow]Facts that no question asks for ({len(unasked)}):[/yellow]")
        for fact in unasked:
            console.print(f"  {escape(fact)}")


def facts_without_question(library: Library) -> list[str]:
    """Return the facts, as `record/aspect`, that no question about records asks for."""
    asked = {
        (kind, question.asks) for question in library.questions.values() for kind in question.about
    }
    return [
        f"{record.id}/{aspect}"
        for record in library.records.values()
        for aspect, fact in record.facts.items()
        if fact.text is not None and (record.kind, aspect) not in asked
    ]
