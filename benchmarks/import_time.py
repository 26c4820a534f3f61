"""Measures what `import torchnn_doc` and its two packages take where numpy is loaded already."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys

from benchmarks.table import duration, write_table

RUNS = 21
CHILD = """
import time
start = time.perf_counter()
import numpy
between = time.perf_counter()
import {modules}
print(between - start, time.perf_counter() - between)
"""
IMPORTS = ("torchnn_doc", "torchnn_doc.torch", "torchnn_doc.torch, torchnn_doc.nn")


def seconds_of_imports(modules: str) -> tuple[float, float]:
    """Returns what numpy took in a new interpreter, and what `modules` took after it."""
    command = [sys.executable, "-c", CHILD.format(modules=modules)]
    # Byte code is kept between imports, as it is for anyone who has not forbidden it.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    numpy, ours = done.stdout.split()
    return float(numpy), float(ours)


def main() -> None:
    """Writes one table: a row for each import statement."""
    for modules in IMPORTS:
        seconds_of_imports(modules)  # the first run writes the byte code and fills the disk cache
    rounds = [[seconds_of_imports(modules) for modules in IMPORTS] for _ in range(RUNS)]
    rows = []
    for modules, runs in zip(IMPORTS, zip(*rounds, strict=True), strict=True):
        numpy, ours = (statistics.median(column) for column in zip(*runs, strict=True))
        rows.append([f"`import {modules}`", duration(numpy), duration(ours)])
    write_table(["statement", "numpy", "over numpy"], rows)


if __name__ == "__main__":
    main()
