"""Times ours and its peers on the same works in one run, and writes the table.

    python table.py [--work 5-20-10-5]... [--quick] [--output FILE]
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

# Before anything is imported that reads them: everybody has one thread, here and in the processes that inherit this.
for threads in ("OMP", "OPENBLAS", "MKL", "NUMBA"):
    os.environ[f"{threads}_NUM_THREADS"] = "1"
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["JAX_PLATFORMS"] = "cpu"
_BUILD = Path(__file__).resolve().parent.parent / ".build"
os.environ["RTDEEP_BENCH_FOLDER"] = str(_BUILD / "bench")

import report  # noqa: E402
from compare import Disagreement, compare  # noqa: E402
from peers import COLUMNS, Column, Variant  # noqa: E402
from report import Measurement  # noqa: E402
from start import Reference, reference  # noqa: E402
from worker import PeerFailed, Worker  # noqa: E402
from works import WORKS, Work  # noqa: E402

#: Different networks of an ensemble; further members repeat them.
_STARTS = 4
#: Steps after which outputs are compared: fewer where one step is long.
_COMPARED_STEPS = (300, 50)


class Bench:
    """A run: how thorough, and the processes that it has started."""

    def __init__(self, quick: bool) -> None:
        self.quick = quick
        #: Every time is the least of so many, which lie apart: other programs can only slow one down.
        self.rounds = 4 if quick else 9
        #: Seconds that one of them should take.
        self.length = 0.06 if quick else 0.15
        self.workers: dict[str, Worker] = {}

    def columns(self, work: Work) -> list[Column]:
        """Who takes part."""
        return [column for column in COLUMNS if column.works(work) and (column.quick(work) or not self.quick)]

    def variants(self, column: Column) -> list[Variant]:
        """How they do."""
        if not self.quick or len(column.variants) < 4:
            return list(column.variants)
        return [variant for variant in column.variants if variant.members == 1024]

    def worker(self, column: Column) -> Worker:
        """The process of a column, started when it is first needed."""
        if column.name not in self.workers:
            self.workers[column.name] = Worker(column)
        return self.workers[column.name]

    def measure(self, work: Work) -> list[Measurement]:
        """Equal outputs first, then times, everybody's turn in every round."""
        steps = _COMPARED_STEPS[work.weights > 50_000]
        seeds = range(1, (_STARTS if work.is_ensemble else 1) + 1)
        references = [reference(work, seed, steps) for seed in seeds]
        measurements = [
            self._ready(column, variant, work, references)
            for column in self.columns(work) for variant in self.variants(column)
        ]  # fmt: skip
        for _ in range(self.rounds):
            for one in measurements:
                seconds = self.worker(one.column).run(one.variant, one.steps)
                one.seconds = min(one.seconds, seconds / one.steps / one.members)
        for column in self.columns(work):
            self.worker(column).close()
        return measurements

    def _ready(self, column: Column, variant: Variant, work: Work, references: list[Reference]) -> Measurement:
        """Compared, compiled, and with as many steps as fill the time."""
        worker = self.worker(column)
        say(f"{work.title}: {column.name} {variant.label}")
        difference, seconds, compiled = compare(worker, variant, references)
        starts = [reference.start for reference in references]
        members = len(starts)
        if work.is_ensemble:
            members = variant.members or work.members
            if not variant.members:
                starts = [starts[m % len(starts)] for m in range(members)]
        if column.fixed:
            steps = max(1, round(self.length / seconds))
            prepared = worker.open(variant, starts, None, steps)
        else:
            chunk = work.chunk
            prepared = worker.open(variant, starts, None, chunk)
            worker.run(variant, chunk)
            steps = chunk * max(1, round(self.length / worker.run(variant, chunk)))
        # Numba compiles one function for both, Brian2 a program for each.
        return Measurement(work, column, variant, difference, max(compiled, prepared), steps, members)

    def stop(self) -> None:
        """Ends the processes."""
        for worker in self.workers.values():
            worker.stop()


def say(text: str) -> None:
    """Where somebody can see it, what is being done."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description="Times ours and its peers in one run.")
    names = [work.name for work in WORKS]
    parser.add_argument("--work", action="append", choices=names, help="only this one; may be repeated")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions, and Brian2 where a requirement asks")
    parser.add_argument("--output", type=Path, default=_BUILD / "bench.md", help="where the table is written too")
    arguments = parser.parse_args()
    bench = Bench(arguments.quick)
    try:
        measurements = [
            one for work in WORKS if not arguments.work or work.name in arguments.work for one in bench.measure(work)
        ]
    except (Disagreement, PeerFailed) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    finally:
        start_ups = {name: worker.start_up for name, worker in bench.workers.items()}
        bench.stop()
    say("")
    text = report.document(measurements, start_ups)
    temporary = arguments.output.with_suffix(".tmp")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(arguments.output)
    print(text, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
