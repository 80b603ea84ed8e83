"""`eu-celac-bot stats`: what is asked, answered, shared and judged unhelpful; a table and a picture."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.state import State
from bot.state.feedback import Verdict
from bot.state.tallies import SHARED, Tally

__all__ = ["KINDS", "Statistics", "draw", "gather", "print_statistics"]

KINDS = ("answer", "suggest", "none", "smalltalk")
"""How a question can end, in the order of the picture."""
SHOWN = 10
_CALLED = {
    "answer": "answered",
    "suggest": "asked back",
    "none": "not answered",
    "smalltalk": "small talk",
}
_COLOURS = {"answer": "#1b7837", "suggest": "#d8a200", "none": "#b2182b", "smalltalk": "#9e9e9e"}


@dataclass(frozen=True, slots=True)
class Statistics:
    """The numbers of some days; `first` and `last` are the first and the last of them."""

    first: date
    last: date
    tallies: Sequence[Tally] = ()
    verdicts: Sequence[Verdict] = ()
    waiting: int = 0
    """So many different questions wait for an answer to be written."""
    by_kind: Counter[str] = field(default_factory=Counter)
    by_lang: Counter[str] = field(default_factory=Counter)
    by_day: Counter[tuple[date, str]] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    shared: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        for tally in self.tallies:
            if tally.event == SHARED:
                self.shared[tally.link] += tally.number
                continue
            self.by_kind[tally.event] += tally.number
            self.by_lang[tally.lang] += tally.number
            self.by_day[tally.day, tally.event] += tally.number
            if tally.event == "answer":
                self.answers[tally.link] += tally.number

    @property
    def unhelpful(self) -> list[Verdict]:
        """The answers that more people found unhelpful than helpful, the worst first."""
        return [verdict for verdict in self.verdicts if verdict.unhelpful > verdict.helpful]


async def gather(state: State, days: int) -> Statistics:
    """Return the numbers of the last so many days. Raises StateUnavailable."""
    today = state.clock.now().date()
    first = today - timedelta(days=days - 1)
    return Statistics(
        first,
        today,
        await state.tallies.since(first),
        await state.feedback.all(),
        len(await state.unanswered.all()),
    )


def print_statistics(numbers: Statistics, console: Console) -> None:
    """Print the numbers as tables."""
    total = sum(numbers.by_kind.values())
    console.print(f"[bold]{numbers.first} to {numbers.last}: {total} questions[/bold]")
    table = Table()
    table.add_column("outcome")
    table.add_column("questions", justify="right")
    table.add_column("share", justify="right")
    for kind in KINDS:
        count = numbers.by_kind[kind]
        table.add_row(_CALLED[kind], str(count), f"{count / total:.0%}" if total else "–")
    console.print(table)
    if total:
        languages = ", ".join(
            f"{lang} {n / total:.0%}" for lang, n in numbers.by_lang.most_common()
        )
        console.print(f"Languages: {languages}")
    _print_top("Asked most", numbers.answers, console)
    _print_top("Shared most", numbers.shared, console)
    if numbers.unhelpful:
        console.print("[bold]Judged unhelpful[/bold]")
        for verdict in numbers.unhelpful[:SHOWN]:
            said = f"{verdict.unhelpful} of {verdict.helpful + verdict.unhelpful}"
            console.print(f"  {said:>9}  {escape(verdict.link)}")
    console.print(f"Waiting for an answer: {numbers.waiting} questions (eu-celac-bot unanswered)")


def _print_top(title: str, counted: Counter[str], console: Console) -> None:
    if counted:
        console.print(f"[bold]{title}[/bold]")
        for link, count in counted.most_common(SHOWN):
            console.print(f"  {count:>9}  {escape(link)}")


def draw(numbers: Statistics, path: Path) -> None:
    """Draw the days and the answers asked most into a picture; its kind follows from the name's end."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(11, 7), layout="constrained")
    FigureCanvasAgg(figure)
    above, below = figure.subplots(2, 1)
    count = (numbers.last - numbers.first).days + 1
    days = [numbers.first + timedelta(days=number) for number in range(count)]
    bottom = [0] * count
    for kind in KINDS:
        heights = [numbers.by_day[day, kind] for day in days]
        places = [day.toordinal() for day in days]
        above.bar(places, heights, bottom=bottom, color=_COLOURS[kind], label=_CALLED[kind])
        bottom = [low + height for low, height in zip(bottom, heights, strict=True)]
    ticks = days[:: max(1, count // 8)]
    above.set_xticks([day.toordinal() for day in ticks], [f"{day:%d %b}" for day in ticks])
    above.set_ylabel("questions a day")
    above.legend(frameon=False, ncols=len(KINDS), loc="lower left", bbox_to_anchor=(0, 1))
    top = numbers.answers.most_common(SHOWN)[::-1]
    bars = below.barh([link for link, _ in top], [n for _, n in top], color=_COLOURS["answer"])
    below.bar_label(bars, padding=3)
    below.set_xlabel("asked most: times")
    for axes in (above, below):
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=120)
