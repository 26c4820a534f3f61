"""Fills in how often alterations of the pages were noticed, where a page has `<!-- count: KIND -->`.

The counts were made by `python -m benchmarks.mutation`.
"""

import json
import re
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from torchnn_doc.site.settings import root_of

COUNTS = Path("benchmarks", "mutation.json")
PLACE = re.compile(r"<!-- count: (?P<kind>[a-z-]+) -->")


class AlterationsError(PluginError):
    """A page asks for the counts of a kind of alteration that was never tried."""


def on_page_markdown(markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Put in the counts of a page."""
    if not PLACE.search(markdown):
        return markdown
    file = root_of(config) / COUNTS
    try:
        return filled(markdown, json.loads(file.read_text(encoding="utf-8")))
    except KeyError as error:
        raise AlterationsError(f"{page.file.src_uri}: {COUNTS} has no counts of {error}") from None


def filled(markdown: str, counts: Any) -> str:
    """Put the counts of a kind, as the cells of a row, where the page names it.

    Of alterations that must be noticed: all, those still right, those right elsewhere, noticed, missed.
    Of those that must not be: all, passed, and false alarms. `pages` is the number of pages.

    Args:
        markdown: The page.
        counts: What `python -m benchmarks.mutation` wrote.

    Raises:
        KeyError: The page names a kind that was not counted.
    """
    must_fail = counts["must_fail"]

    def cells(place: re.Match[str]) -> str:
        if place["kind"] == "pages":
            return str(len(counts["pages"]))
        wanted = must_fail[place["kind"]]
        rows = [page[place["kind"]] for page in counts["pages"].values() if place["kind"] in page]
        altered, same, elsewhere, noticed, unnoticed = map(sum, zip(*rows, strict=True))
        row = [altered, same, elsewhere, noticed, unnoticed] if wanted else [altered, unnoticed, noticed]
        return " | ".join(f"{number:,}" for number in row)

    return PLACE.sub(cells, markdown)
