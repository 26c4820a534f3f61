"""The budget of a first visit: how many bytes come over the wire, and nothing moves."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.site.conftest import ROOT, Site
from tests.site.serving import QuietHandler, served

CHAPTER, OTHER = 150_000, 300_000  # bytes
HEADERS = 300  # about as many as GitHub Pages sends above each file
ROOTS = ("", "en/")
WIDTHS = (412, 1280)
STILL = 0.02  # a fifth of what Google calls good; most pages have 0, on a slow machine a font may come late
NAMES = sorted(page.stem for page in (ROOT / "docs" / "en").glob("*.md"))
CHAPTERS = [f"{name}/" for name in NAMES if name[0].isdigit()]
OTHERS = [f"{name}/" for name in NAMES if not name[0].isdigit() and name != "index"]
PAGES = ["", "404.html", *CHAPTERS, *OTHERS, *(f"notebooks/{chapter}" for chapter in CHAPTERS)]

# What has moved so far without the reader's doing, as the browser scores it.
SHIFTS = """
() => new Promise((resolve) => {
  const shown = ({ node }) => node?.outerHTML?.slice(0, 80) ?? node?.textContent;
  new PerformanceObserver((list) => {
    const shifts = list.getEntries().filter((shift) => !shift.hadRecentInput);
    resolve(shifts.map(({ value, sources }) => [value, ...sources.map(shown)]));
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve([]), 100);
})
"""


@contextmanager
def counted(folder: Path) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    """Serve a site to one visitor; gives its address, and each path that is sent with its bytes."""
    sent: list[tuple[str, int]] = []

    class CountingHandler(QuietHandler):
        """Notes what it sends, to the page or to its workers."""

        def copyfile(self, source: Any, outputfile: Any) -> None:
            content = source.read()
            sent.append((self.path, HEADERS + len(content)))
            outputfile.write(content)

    with served(folder, CountingHandler) as address:
        yield address, sent


def test_these_are_all_pages(site: Site) -> None:
    built = {page.relative_to(site.folder).as_posix() for page in site.folder.rglob("*.html")}
    assert {page.removesuffix("index.html") for page in built} == {
        root + page for root in ROOTS for page in PAGES
    }


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize("path", PAGES)
def test_a_first_visit_is_light_and_nothing_moves(
    browser: Browser, site: Site, root: str, path: str, width: int
) -> None:
    with (
        counted(site.folder) as (address, sent),
        browser.new_context(viewport={"width": width, "height": 900}) as first_visit,
    ):
        page = first_visit.new_page()
        page.goto(address + root + path, wait_until="networkidle")
        shifts = page.evaluate(SHIFTS)
    assert sum(value for value, *_ in shifts) < STILL, shifts
    heaviest = sorted(sent, key=lambda file: -file[1])[:8]
    assert sum(size for _, size in sent) <= (CHAPTER if path in CHAPTERS else OTHER), heaviest
