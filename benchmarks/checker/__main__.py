"""Runs the tools side by side on the same blocks, and writes the tables of README.md."""

from __future__ import annotations

import math
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.checker.measure import Reading, run
from benchmarks.checker.projects import Size, make_project
from benchmarks.checker.tools import BARE, OURS, TOOLS, Tool
from benchmarks.table import duration, write_table
from torchnn_doc.checker import Settings, check_page, read_source

ROUNDS = 5
PATIENCE = 8.0  # seconds; what takes longer is run once
MANY, ONE = Size(200, 20), Size(1, 400)
GROWTH = (100, 400, 1000, 4000)
START_ROUNDS = 15
DIFFERING = (750, 1500, 3000, 6000)


def main() -> None:
    """Writes all tables."""
    sys.stdout.write(f"Python {platform.python_version()}, {platform.machine()}\n\n")
    _side_by_side()
    _growth()
    _telling()
    _with_workers()
    _start()


def _side_by_side() -> None:
    tools = [tool for tool in TOOLS if tool.is_installed]
    tables = {size: _in_turns(tools, size) for size in (MANY, ONE)}
    empty = statistics.median(each.megabytes for each in _in_turns([BARE], Size(1, 1))[BARE.name])
    rows = []
    for tool in tools:
        row = [tool.name, f"each {tool.tests}" if tool.tests else "none"]
        for readings in tables.values():
            work = [each.work for each in readings[tool.name]]
            row += [duration(statistics.median(work)), f"{_ratio(work, readings[BARE.name]):.2f}"]
        memory = statistics.median(each.megabytes for each in tables[MANY][tool.name]) - empty
        rows.append([*row, f"{memory:.0f} MB"])
    heading = ["", "a test for", *(part for size in tables for part in (str(size), "of bare items"))]
    write_table([*heading, f"{MANY}: above pytest"], rows)


def _growth() -> None:
    rows = []
    for name, sizes in {
        "one page": [Size(1, blocks) for blocks in GROWTH],
        "pages of 20": [Size(blocks // 20, 20) for blocks in GROWTH],
    }.items():
        start, *least = _least_work([Size(1, 1), *sizes])
        work = [each - start for each in least]
        rows.append([name, *map(duration, work), f"{_exponent(GROWTH, work):.2f}"])
    write_table(["blocks", *map(str, GROWTH), "exponent"], rows)


def _least_work(sizes: Sequence[Size]) -> list[float]:
    """What processors worked for each size, the least of many turns: what else the machine does only adds."""
    with ExitStack() as stack:
        folders = [stack.enter_context(_project(OURS, size)) for size in sizes]
        turns = [[run(OURS.command, folder).work for folder in folders] for _ in range(3 * ROUNDS)]
    return [min(works) for works in zip(*turns, strict=True)]


def _telling() -> None:
    """What it takes to tell a difference: each line of an output shows another number than is printed."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.md"
        for lines in DIFFERING:
            shown = "\n".join(f"step {line} loss {line / 7:.4f}" for line in range(lines))
            code = f"for line in range({lines}):\n    print(f'step {{line}} loss {{line / 7 + 1:.4f}}')"
            page.write_text(
                f"```python\n{code}\n```\n\n```text {{.output}}\n{shown}\n```\n", encoding="utf-8"
            )
            begun = time.process_time()
            record = check_page(read_source(page, "page.md"), Settings(page.parent))
            rows.append([str(lines), duration(time.process_time() - begun)])
            assert record.problems
    write_table(["differing lines", "work to run the page and tell them"], rows)


def _with_workers() -> None:
    rows = []
    for name, work in {"nothing else": 0.0, "5 ms of work": 0.005}.items():
        for tool, arguments in ((OURS, ()), (BARE, ("--dist", "loadfile"))):  # else xdist tears pages apart
            size = Size(MANY.pages, MANY.blocks, work)
            alone, workers = [], []
            with _project(tool, size) as folder:
                for _ in range(ROUNDS if not work else 2):
                    alone.append(run(tool.command, folder).seconds)
                    shared = (*tool.command, "-p", "xdist.plugin", "-n", "2", *arguments)
                    workers.append(run(shared, folder).seconds)
            faster = statistics.median(one / two for one, two in zip(alone, workers, strict=True))
            medians = [duration(statistics.median(each)) for each in (alone, workers)]
            rows.append([tool.name, name, *medians, f"{faster:.2f}"])
    write_table(["", "a block does", "alone", "-n 2", "times as fast"], rows)


def _start() -> None:
    """What a pytest start costs more where the plugin is installed and not asked for."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "test_one.py").write_text("def test_one(): pass\n", encoding="utf-8")
        command = ("-m", "pytest", "-q", "-p", "no:cacheprovider")
        with_it, without = [], []
        for _ in range(START_ROUNDS):
            with_it.append(run(command, Path(folder), {}).work)
            without.append(run((*command, "-p", "no:torchnn_doc"), Path(folder), {}).work)
    rows = [[duration(min(without)), f"{(min(with_it) - min(without)) * 1e3:.1f} ms"]]
    write_table(["pytest's start, work", "more with the plugin, not asked for"], rows)


def _in_turns(tools: Sequence[Tool], size: Size) -> dict[str, list[Reading]]:
    readings: dict[str, list[Reading]] = {tool.name: [] for tool in tools}
    with ExitStack() as stack:
        folders = [stack.enter_context(_project(tool, size)) for tool in tools]
        for _ in range(ROUNDS):
            for tool, folder in zip(tools, folders, strict=True):
                past = readings[tool.name]
                if not past or past[0].seconds < PATIENCE:
                    past.append(run(tool.command, folder))
    return readings


def _ratio(work: Sequence[float], bare: Sequence[Reading]) -> float:
    """The median, over the turns, of a tool's work through that of bare items in the same turn."""
    return statistics.median(one / base.work for one, base in zip(work, bare, strict=False))


@contextmanager
def _project(tool: Tool, size: Size) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        make_project(Path(folder), size, tool.layout, tool.files)
        yield Path(folder)


def _exponent(sizes: Sequence[int], work: Sequence[float]) -> float:
    """The slope of the line through the logarithms: 1 if twice the blocks take twice the time."""
    return statistics.linear_regression(
        [math.log(size) for size in sizes], [math.log(each) for each in work]
    ).slope


if __name__ == "__main__":
    main()
