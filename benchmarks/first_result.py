"""Times how soon a reader sees code run: at the first visit, on the next pages, and when Python is there."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.site.serving import served

from benchmarks.site import build
from benchmarks.table import duration, write_table
from torchnn_doc.site.downloads.chromium import launch

ROUNDS = 5
CHAPTER = "en/06-module-backward/"
VISITS = ("first visit", "next page, at once", "next page, after five seconds", "another run")
READING = 5_000  # milliseconds that a reader looks at a result, and at a page before they run its code
PATIENCE = 120_000  # milliseconds


def main() -> None:
    """Builds the site, and writes the table."""
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        launch(playwright) as browser,
    ):
        site = Path(folder) / "site"
        build(site)
        with served(site) as address:
            rounds = [_round(browser, address + CHAPTER) for _ in range(ROUNDS)]
    rows = [
        [name, duration(statistics.median(times)), duration(max(times))]
        for name, times in zip(VISITS, zip(*rounds, strict=True), strict=True)
    ]
    write_table(["from the click to the output", "median", "longest"], rows)


def _round(browser: Browser, address: str) -> list[float]:
    """Gives the times of a new reader, of the same reader on the page anew, and of one run more."""
    reader = browser.new_context()
    page = reader.new_page()
    page.goto(address)
    page.locator(".live-ask button").click()
    times = [_run(page)]
    for looked in (0, READING):
        page.wait_for_timeout(READING)  # in which Python's modules are kept as compiled
        page.goto(address)  # the buttons are there at once now
        page.wait_for_timeout(looked)
        times.append(_run(page))
    times.append(_run(page))
    reader.close()
    return times


def _run(page: Page) -> float:
    block = page.locator("[data-live]:has(.live-run)").first
    button = block.locator(".live-run")
    start = time.perf_counter()
    running = button.inner_text()
    button.click()
    expect(block).to_have_attribute("data-live-state", "same", timeout=PATIENCE)
    expect(button).to_have_text(running, timeout=PATIENCE)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
