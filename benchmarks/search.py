"""Counts how high the search of the site puts the page that a reader wants, for the queries of its tests."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright
from tests.site.serving import served
from tests.site.test_search import MISSPELT, OTHER_WORDS, SEARCHES, search_box

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
                for kind in ("misspelt or in other words", "others"):
                    asked = {words for words in queries if _kind(words) == kind}
                    places = [_place(page, words, address + root + queries[words]) for words in asked]
                    counts = Counter(places)
                    first_three = sum(counts[place] for place in range(1, PLACES + 1))
                    rows.append([root or "/", kind, str(len(asked)), str(counts[1]), str(first_three)])
                page.close()
    write_table(["language at", "queries", "of them", "first", f"in the first {PLACES}"], rows)


def _kind(words: str) -> str:
    return "misspelt or in other words" if words in MISSPELT | OTHER_WORDS else "others"


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
    place = leads.index(True) + 1 if True in leads else PLACES + 1
    if place > 1:
        sys.stderr.write(f"{words}: {place}\n")
    return place


if __name__ == "__main__":
    main()
