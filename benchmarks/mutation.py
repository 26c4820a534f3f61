"""Counts what the checker notices, misses and wrongly reports when the pages are altered in every place.

    python -m benchmarks.mutation            # all pages: some minutes
    python -m benchmarks.mutation PAGE ...   # these only; of the others the counts stay

The counts of a page are written when it is done, so that it can be interrupted. They go to mutation.json, of
which src/torchnn_doc/site/alterations.py makes the tables of the site, and their sums to standard output.
"""

from __future__ import annotations

import json
import sys
from functools import reduce
from operator import add
from pathlib import Path

from tests.checker.mutation.count import Count, counts_of
from tests.checker.mutation.kinds import KINDS, PAGES, ROOT

from benchmarks.table import write_table

COUNTS = Path(__file__).with_name("mutation.json")


def main(names: list[str]) -> None:
    """Counts, writes the counts after each page, and one table for all."""
    chosen = [Path(name).resolve() for name in names] or PAGES
    counted = json.loads(COUNTS.read_text(encoding="utf-8"))["pages"]
    for page in chosen:
        made = counts_of(page)
        counted[page.relative_to(ROOT).as_posix()] = {name: count.row for name, count in made.items()}
        _write(counted)
    rows = []
    for kind in KINDS:
        counts = (Count(*page[kind.name]) for page in counted.values() if kind.name in page)
        rows.append([kind.name, *map(str, reduce(add, counts, Count()).row)])
    write_table(["altered", "times", "still right", "right elsewhere", "noticed", "not noticed"], rows)


def _write(counted: dict[str, dict[str, tuple[int, ...]]]) -> None:
    """Writes the counts, one page a line, of the pages that are still there."""
    names = [name for page in PAGES if (name := page.relative_to(ROOT).as_posix()) in counted]
    pages = ",\n".join(f"{json.dumps(name)}: {json.dumps(counted[name])}" for name in names)
    kinds = json.dumps({kind.name: kind.must_fail for kind in KINDS})
    unfinished = COUNTS.with_suffix(".unfinished")
    unfinished.write_text(f'{{"must_fail": {kinds},\n"pages": {{\n{pages}\n}}}}\n', encoding="utf-8")
    unfinished.replace(COUNTS)


if __name__ == "__main__":
    main(sys.argv[1:])
