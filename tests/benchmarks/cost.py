"""What an answer costs as a knowledge base grows, against what people would otherwise use.

    python -m tests.benchmarks.cost [--only NAME] [--sizes 100 1000 …] [--plot FILE]

Each peer learns so many phrasings, three an answer (see `scale`), in a process of its own with one
thread, and then answers one question after the other. Times are the processor's, which what else
runs on the machine changes little. A peer that needs longer than the limit to learn, or more memory,
is left out at that size and above.
"""

import argparse
import json
import multiprocessing
import os
import resource
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from tests.benchmarks.peers import PEERS, made
from tests.benchmarks.scale import of_size

__all__ = ["Cost", "draw", "measured", "swept"]

SIZES = (100, 1_000, 10_000, 30_000, 100_000)
LEARNING = 60
"""Seconds of processor time after which a peer that still learns is given up."""
PATIENCE = 400.0
"""Seconds by the clock after which one that does nothing has failed."""
MEMORY = 6 * 2**30
"""Bytes a peer may take."""
TOO_LARGE = 42
"""The exit code of a peer for which that was too little."""
ASKING = 2.5
"""Seconds in which questions are asked; at least `FEWEST` of them."""
FEWEST, WARM_UP = 20, 10
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one peer costs at one size."""

    peer: str
    phrasings: int
    learning: float
    """Seconds of processor time from the phrasings to the first question."""
    median: float
    """Microseconds of processor time a question."""
    late: float
    """Microseconds, 99th percentile."""
    held: float
    """MiB that the process holds after learning, beyond what it held before."""
    peak: float
    """MiB that the process held at most."""
    right: float
    """Part of the questions whose first answer is right."""


def swept(peers: Sequence[str], sizes: Sequence[int]) -> Iterator[Cost]:
    """Yield what each peer costs at each size, as far as it gets."""
    for name in peers:
        cost: Cost | None = None
        for size in sorted(sizes):
            if cost and cost.learning * size / cost.phrasings > LEARNING:
                break  # learning grows as fast as the phrasings, or faster
            cost = measured(name, size)
            if cost is None:
                break
            yield cost


def measured(name: str, phrasings: int) -> Cost | None:
    """Return what a peer costs at one size, None where it takes too long or too much memory.

    Raises RuntimeError where it fails.
    """
    context = multiprocessing.get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(dict.fromkeys(THREADS, "1"))
    process = context.Process(target=_measure, args=(name, phrasings, sending))
    process.start()
    for variable, value in before.items():
        os.environ.pop(variable)
        if value is not None:
            os.environ[variable] = value
    sending.close()
    try:
        if receiving.poll(PATIENCE):
            cost = receiving.recv()
            if isinstance(cost, Cost):
                return cost
        raise RuntimeError(f"{name} does nothing at {phrasings} phrasings.")
    except EOFError:
        process.join()
        if process.exitcode in (TOO_LARGE, -signal.SIGXCPU, -signal.SIGKILL):
            return None
        raise RuntimeError(f"{name} fails at {phrasings} phrasings.") from None
    finally:
        process.kill()
        process.join()


def draw(costs: Sequence[Cost], path: Path) -> None:
    """Plot how time, learning and memory grow."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(13, 4.6), layout="constrained")
    plots = figure.subplots(1, 3)
    for at, (title, of) in enumerate(
        (
            ("microseconds a question", "median"),
            ("seconds to learn", "learning"),
            ("MiB held", "held"),
        )
    ):
        for number, name in enumerate(dict.fromkeys(cost.peer for cost in costs)):
            own = [cost for cost in costs if cost.peer == name]
            ours = name == next(iter(PEERS))
            plots[at].plot(
                [cost.phrasings for cost in own],
                [max(getattr(cost, of), 1e-3) for cost in own],
                marker="o",
                markersize=4,
                linewidth=2.6 if ours else 1.2,
                color="black" if ours else f"C{number}",
                label=name,
            )
        plots[at].set(xscale="log", yscale="log", xlabel="phrasings", title=title)
        plots[at].grid(visible=True, alpha=0.3)
    plots[0].legend(fontsize=8)
    figure.savefig(path)


def _measure(name: str, phrasings: int, answer: Connection) -> None:
    """Learn and ask, in a process of its own."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    base = of_size(phrasings)
    peer = made(name)
    before = _status("VmRSS")
    start = time.process_time()
    most = int(start) + LEARNING
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))
    try:
        peer.learn(base.learnt)
    except MemoryError:
        sys.exit(TOO_LARGE)
    learning = time.process_time() - start
    resource.setrlimit(resource.RLIMIT_CPU, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    held, peak = _status("VmRSS") - before, _status("VmHWM")
    for item in base.learnt[:WARM_UP]:
        peer.rank(item.text, 1)
    times, right = [], 0
    begun = time.thread_time()
    for item in base.asked:
        start = time.thread_time()
        best = peer.rank(item.text, 1)
        end = time.thread_time()
        times.append(end - start)
        right += bool(best) and best[0][0] == item.intent
        if end - begun > ASKING and len(times) >= FEWEST:
            break
    count = len(times)
    times.sort()
    median, late = times[count // 2] * 1e6, times[int(count * 0.99)] * 1e6
    answer.send(Cost(name, phrasings, learning, median, late, held, peak, right / count))


def _status(field: str) -> float:
    """Return a field of this process' status in MiB. Linux only."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{field}:"))


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--only", action="append", choices=PEERS, help="this peer; may be repeated")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    chosen = parser.parse_args()
    costs = []
    for cost in swept(chosen.only or tuple(PEERS), chosen.sizes):
        costs.append(cost)
        if chosen.json:
            print(json.dumps(asdict(cost)), flush=True)
        else:
            print(
                f"{cost.peer:26} {cost.phrasings:7,} phrasings: {cost.median:9,.0f} µs "
                f"(99th {cost.late:9,.0f}), learnt in {cost.learning:6.2f} s, holds {cost.held:6,.0f} "
                f"MiB, peak {cost.peak:6,.0f} MiB, right {cost.right:.1%}",
                flush=True,
            )
    if chosen.plot:
        draw(costs, chosen.plot)


if __name__ == "__main__":
    main()
