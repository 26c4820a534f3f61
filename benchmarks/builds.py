"""Times the site's builds in a copy of the last commit: from nothing, again, and while a page is written."""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from benchmarks.site import build
from benchmarks.table import duration, write_table

ROOT = Path(__file__).parents[1]
ROUNDS = 5
EDITED = {"while a Chinese page is written": "zh-TW", "while an English page is written": "en"}
PAGE = "07-batches"
PATIENCE = 120  # seconds


def main() -> None:
    """Clones, builds, serves, edits and writes the table."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(copy)], check=True)
        times = {
            "from nothing": [_build(copy)],
            "again": [_build(copy) for _ in range(ROUNDS)],
        }
        with _served(copy) as address:
            for name, language in EDITED.items():
                times[name] = [_edit(copy, language, address, number) for number in range(ROUNDS)]
    rows = [[name, duration(statistics.median(each)), duration(max(each))] for name, each in times.items()]
    write_table(["build of both languages", "median", "longest"], rows)
    sys.stdout.write(f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")


def _build(copy: Path) -> float:
    start = time.perf_counter()
    build(copy / "site", copy)
    return time.perf_counter() - start


@contextmanager
def _served(copy: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "mkdocs", "serve", "--strict", "--quiet", "--dev-addr", place]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    with subprocess.Popen(command, cwd=copy, env=environment) as server:
        try:
            address = f"http://{place}/"
            _wait_for(address, "")
            yield address
        finally:
            server.terminate()


def _edit(copy: Path, language: str, address: str, number: int) -> float:
    """The time from a change of a page to the page that shows it."""
    mark = f"edited-{language}-{number}"
    page = copy / "docs" / language / f"{PAGE}.md"
    page.write_text(f"{page.read_text(encoding='utf-8')}\n{mark}\n", encoding="utf-8")
    start = time.perf_counter()
    _wait_for(f"{address}{'' if language == 'zh-TW' else language + '/'}{PAGE}/", mark)
    return time.perf_counter() - start


def _wait_for(address: str, mark: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with suppress(OSError), urllib.request.urlopen(address) as answer:
            if mark in answer.read().decode():
                return
        time.sleep(0.05)
    raise TimeoutError(f"{address} does not show {mark!r} after {PATIENCE} s")


if __name__ == "__main__":
    main()
