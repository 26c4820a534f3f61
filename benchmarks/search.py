"""Counts how high the search of the site puts the page that a reader wants, for the queries of its tests."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright
from tests.site.conftest import LANGUAGES
from tests.site.serving import served
from tests.site.test_search import SEARCHES, search_box

from benchmarks.site import build
from benchmarks.table import write_table
from torchnn_doc.site.downloads.chromium import launch

PLACES = 3
RESULTS = ".md-search-result__item"


def main() -> None:
    """Builds the site, or takes the one that is given, and writes the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--site", type=Path)
    given = parser.parse_args()
    rows = []
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        launch(playwright) as browser,
    ):
        site = given.site or Path(folder) / "site"
        if not given.site:
            build(site)
        with served(site) as address:
            for root, queries in SEARCHES.items():
                page = browser.new_page()
                page.goto(address + root)
                places = [_place(page, words, address + root + to) for words, to in queries.items()]
                found = sum(place <= PLACES for place in places)
                rows.append([LANGUAGES[root], str(len(places)), str(places.count(1)), str(found)])
                page.close()
    write_table(["language", "queries", "first", "in the first three"], rows)


def _place(page: Page, words: str, wanted: str) -> int:
    """The place of a page among the results, from 1; 4 if it is not among the first three."""
    box = search_box(page)
    box.fill("")
    expect(page.locator(RESULTS)).to_have_count(0)
    box.fill(words)
    expect(page.locator(RESULTS).first).to_be_attached()
    found = page.locator(RESULTS).evaluate_all(
        "found => found.map((each) => [...each.querySelectorAll('a')].map((to) => to.href))"
    )
    leads = [any(link.startswith(wanted) for link in links) for links in found[:PLACES]]
    return leads.index(True) + 1 if True in leads else PLACES + 1


if __name__ == "__main__":
    main()
