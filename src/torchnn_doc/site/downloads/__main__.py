"""Writes the books and the zip of a built site.

Called as `python -m torchnn_doc.site.downloads site site/downloads`.
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from playwright.sync_api import sync_playwright

from .archive import archive
from .book import assemble
from .chromium import launch
from .edition import languages, read
from .printer import pdf

NAME = "nn-module"


def main(site: Path, folder: Path) -> None:
    """Write everything to a folder, a language beside the other."""
    folder.mkdir(exist_ok=True)
    archive(site, folder / f"{NAME}.zip")
    with ProcessPoolExecutor() as workers:
        for written in [workers.submit(write, *language, folder) for language in languages(site).items()]:
            written.result()


def write(language: str, pages: Path, folder: Path) -> None:
    """Write the book of a language."""
    edition = read(pages, language)
    with sync_playwright() as playwright, launch(playwright) as browser:
        (folder / f"{NAME}.{language}.pdf").write_bytes(pdf(browser, assemble(edition), edition))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
