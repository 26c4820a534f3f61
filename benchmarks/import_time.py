"""Measures what `import torchnn_doc` and its two packages take where numpy is loaded already.

Importing numpy leaves so many new objects that Python's garbage collector looks through them soon after, and
whoever is imported next pays. The last column is without that: the collector is off.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys

from benchmarks.table import duration, write_table

RUNS = 21
CHILD = """
import gc, time
start = time.perf_counter()
import numpy
seconds = time.perf_counter() - start
{collector}
start = time.perf_counter()
import {modules}
print(seconds, time.perf_counter() - start)
"""
COLLECTORS = ("gc.enable()", "gc.disable()")
IMPORTS = ("torchnn_doc", "torchnn_doc.torch", "torchnn_doc.torch, torchnn_doc.nn")


def seconds_of_imports(modules: str, collector: str) -> tuple[float, float]:
    """Returns what numpy took in a new interpreter, and what `modules` took after it."""
    command = [sys.executable, "-c", CHILD.format(modules=modules, collector=collector)]
    # Byte code is kept between imports, as it is for anyone who has not forbidden it.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    numpy, ours = done.stdout.split()
    return float(numpy), float(ours)


def main() -> None:
    """Writes one table: a row for each import statement."""
    cases = [(modules, collector) for modules in IMPORTS for collector in COLLECTORS]
    seconds_of_imports(*cases[-1])  # the first run writes the byte code and fills the disk cache
    rounds = [[seconds_of_imports(*case) for case in cases] for _ in range(RUNS)]
    medians = {
        case: [statistics.median(column) for column in zip(*runs, strict=True)]
        for case, runs in zip(cases, zip(*rounds, strict=True), strict=True)
    }
    rows = []
    for modules in IMPORTS:
        (numpy, ours), (_, alone) = (medians[modules, collector] for collector in COLLECTORS)
        rows.append([f"`import {modules}`", duration(numpy), duration(ours), duration(alone)])
    write_table(["statement", "numpy", "over numpy", "without the collector"], rows)


if __name__ == "__main__":
    main()
