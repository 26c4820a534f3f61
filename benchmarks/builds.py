"""Times the site's builds in a copy of the last commit: from nothing, again, and while a page is written."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.site.writing import being_written, wait_for

from benchmarks.site import build
from benchmarks.table import duration, write_table

ROOT = Path(__file__).parents[1]
ROUNDS = 5
EDITED = {"while a Chinese page is written": "zh-TW", "while an English page is written": "en"}
PAGE = "08-batches"


def main() -> None:
    """Clones, builds, serves, edits and writes the table."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(copy)], check=True)
        times = {
            "from nothing": [_build(copy)],
            "again": [_build(copy) for _ in range(ROUNDS)],
        }
        with being_written(copy) as address:
            for name, language in EDITED.items():
                times[name] = [_edit(copy, language, address, number) for number in range(ROUNDS)]
    rows = [[name, duration(statistics.median(each)), duration(max(each))] for name, each in times.items()]
    write_table(["build of both languages", "median", "longest"], rows)
    sys.stdout.write(f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")


def _build(copy: Path) -> float:
    start = time.perf_counter()
    build(copy / "site", copy)
    return time.perf_counter() - start


def _edit(copy: Path, language: str, address: str, number: int) -> float:
    """The time from a change of a page to the page that shows it."""
    mark = f"edited-{language}-{number}"
    page = copy / "docs" / language / f"{PAGE}.md"
    page.write_text(f"{page.read_text(encoding='utf-8')}\n{mark}\n", encoding="utf-8")
    start = time.perf_counter()
    wait_for(f"{address}{'' if language == 'zh-TW' else language + '/'}{PAGE}/", mark)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
