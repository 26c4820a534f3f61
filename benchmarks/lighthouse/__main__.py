"""Runs Lighthouse on the pages of the site in both languages, and writes the tables for benchmarks/README.md.

    python -m benchmarks.lighthouse             # all pages: about half an hour
    python -m benchmarks.lighthouse PATH ...    # these only, such as en/06-module-backward/
    python -m benchmarks.lighthouse --site FOLDER ...    # of a site that is built already
    python -m benchmarks.lighthouse --desktop ...    # a desktop computer, not a telephone

A page below a goal is measured twice more: what counts then is the median of the three.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.site.serving import served

from benchmarks.lighthouse.report import CATEGORIES, TIMES, Report, install, run
from benchmarks.site import build
from benchmarks.table import write_table

GOALS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
KINDS = {
    "start": r"",
    "chapter": r"\d\d-.*",
    "notebook": r"notebooks/.*",
    "reference": r"(api|names|checker).*",
    "other": r".*",
}


def main() -> None:
    """Builds, measures and writes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("paths", nargs="*")
    parser.add_argument("--site", type=Path)
    parser.add_argument("--desktop", action="store_true")
    given = parser.parse_args()
    install()
    with tempfile.TemporaryDirectory() as folder:
        site = given.site or Path(folder) / "site"
        if not given.site:
            build(site)
        reports = {}
        with served(site) as address:
            for path in given.paths or _pages(site):
                reports[path] = _measured(address + path, given.desktop)
                sys.stderr.write(f"{path or 'start'} {_scores(reports[path])} {_load()}\n")
    _write(reports)


def _pages(site: Path) -> list[str]:
    folders = (page.parent.relative_to(site).as_posix() for page in site.rglob("index.html"))
    return sorted(f"{folder}/" if folder != "." else "" for folder in folders)


def _measured(address: str, desktop: bool) -> Report:
    report = run(address, desktop)
    if not _missed(report):
        return report
    reports = [report, run(address, desktop), run(address, desktop)]
    return Report(
        {name: int(statistics.median(each.scores[name] for each in reports)) for name in CATEGORIES},
        {name: statistics.median(each.seconds[name] for each in reports) for name in TIMES},
        statistics.median(each.shift for each in reports),
        statistics.median(each.kilobytes for each in reports),
    )


def _missed(report: Report) -> bool:
    return any(report.scores[name] < goal for name, goal in GOALS.items())


def _write(reports: Mapping[str, Report]) -> None:
    lock = json.loads(Path(__file__).with_name("package-lock.json").read_text(encoding="utf-8"))
    version = lock["packages"]["node_modules/lighthouse"]["version"]
    sys.stdout.write(f"Lighthouse {version}, {len(reports)} pages; {_load()}\n\n")
    rows = []
    for name, goal in GOALS.items():
        scores = [report.scores[name] for report in reports.values()]
        below = sum(score < goal for score in scores)
        rows.append([name, str(goal), str(min(scores)), f"{statistics.median(scores):.0f}", str(below)])
    write_table(["category", "goal", "lowest", "median", "pages below"], rows)
    missed = {path: report for path, report in reports.items() if _missed(report)}
    if missed:
        rows = [[path or "start", _scores(each), *_times(each)] for path, each in missed.items()]
        write_table(["below a goal", "scores", *TIMES], rows)
    kinds: dict[str, list[Report]] = {kind: [] for kind in KINDS}
    for path, report in reports.items():
        kinds[_kind(path)].append(report)
    rows = [_summary(kind, each) for kind, each in kinds.items() if each]
    write_table(["kind of page", "pages", "heaviest", "lightest", *TIMES, "largest shift"], rows)


def _kind(path: str) -> str:
    name = path.removeprefix("en/")
    return next(kind for kind, pattern in KINDS.items() if re.fullmatch(pattern, name))


def _summary(kind: str, reports: list[Report]) -> list[str]:
    weights = [report.kilobytes for report in reports]
    times = [f"{statistics.median(each.seconds[name] for each in reports):.2f} s" for name in TIMES]
    shift = max(report.shift for report in reports)
    return [
        kind,
        str(len(reports)),
        f"{max(weights):.0f} KB",
        f"{min(weights):.0f} KB",
        *times,
        f"{shift:.3g}",
    ]


def _times(report: Report) -> list[str]:
    return [f"{report.seconds[name]:.2f} s" for name in TIMES]


def _scores(report: Report) -> str:
    return " / ".join(str(report.scores[name]) for name in CATEGORIES)


def _load() -> str:
    return f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


if __name__ == "__main__":
    main()
