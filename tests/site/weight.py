"""Adds up what a first visit to a page brings over the wire, and notes what a server really sends."""

import functools
import gzip
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from bs4.filter import SoupStrainer

from tests.site.serving import LEVEL, QuietHandler, served
from torchnn_doc.site.mathematics import FONT, FONTS

ENGLISH = "en/"
SITE = "http://site/"
HEADERS = 300  # bytes; about as many as GitHub Pages sends above each file
LOADED = {"script[src]": "src", "img[src]": "src"} | {
    f"link[rel~={kind}]": "href" for kind in ("stylesheet", "preload", "modulepreload", "icon")
}
FORMULAS = FONTS | {"Main-Italic": re.compile(r"\bmathit\b"), "Main-Bold": re.compile(r"\bmathbf\b")}
# What scripts load: for the search on every page, and where a page has something to play with.
SEARCH = ("assets/javascripts/workers/site-search.js", "search/search_index.json")
PLAYED = {
    "layer": "assets/javascripts/explore/explore.js",
    "network": "assets/javascripts/explore/network.js",
}
IMPORT = re.compile(r'(?<!@)\bimport\b[^"()]*"(\.[^"]*)"')
AS_IT_IS = {".woff2", ".png"}
PARTS = {
    "formulas": ".arithmatex",
    "code and outputs": ".highlight",
    "tables": ".table",
    "lists of pages and sections": "nav",
}


@functools.cache
def bytes_of(file: Path) -> int:
    """The bytes of a file as it is sent: text is compressed."""
    content = file.read_bytes()
    return HEADERS + len(content if file.suffix in AS_IT_IS else gzip.compress(content, LEVEL))


def added_up(folder: Path, page: str) -> dict[str, int]:
    """The files that a first visit to a page loads, by their paths from the site's root, with their bytes.

    Args:
        folder: The built site.
        page: The page's path, such as `en/glossary/`.
    """
    file = page if page.endswith(".html") else f"{page}index.html"
    text = (folder / file).read_text(encoding="utf-8")
    html = BeautifulSoup(text, "lxml", parse_only=SoupStrainer(["script", "img", "link"]))
    patterns = list(SEARCH)
    if 'class="katex' in text:
        patterns += [FONT.format(name) for name, needed in FORMULAS.items() if needed.search(text)]
    language = folder / (ENGLISH if page.startswith(ENGLISH) else "")
    files = {each for one in patterns for each in language.glob(one)}
    for figure, script in PLAYED.items():
        if f'class="explore {figure}' in text:
            files |= imported(language / script)
    found = {each.relative_to(folder).as_posix() for each in files} | {page}
    for selector, attribute in LOADED.items():
        for element in html.select(selector):
            address = urljoin(f"{SITE}{page}", str(element[attribute]))
            if address.startswith(SITE):
                found.add(urlsplit(address).path.removeprefix("/"))
    return {each: bytes_of(folder / (file if each == page else each)) for each in found}


def imported(script: Path) -> set[Path]:
    """A script and all that it imports, and what that imports."""
    found: set[Path] = set()
    waiting = [script]
    while waiting:
        file = waiting.pop()
        if file not in found:
            found.add(file)
            waiting += [
                (file.parent / name).resolve() for name in IMPORT.findall(file.read_text(encoding="utf-8"))
            ]
    return found


def parts_of(folder: Path, page: str) -> dict[str, int]:
    """By how much a page would be lighter without its formulas, its code, each of its figures and so on."""
    text = (folder / page / "index.html").read_text(encoding="utf-8")

    def weight(without: str) -> int:
        html = BeautifulSoup(text, "lxml")
        for element in html.select(without):
            element.extract()
        return len(gzip.compress(str(html).encode(), LEVEL))

    figures = BeautifulSoup(text, "lxml").select("span.figure > svg")
    own = {f"figure: {figure['aria-label']:.50}": f"#figure-{n}" for n, figure in enumerate(figures, 1)}
    whole = weight("none")
    return {name: whole - weight(selector) for name, selector in (PARTS | own).items()}


@contextmanager
def counted(folder: Path) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    """Serve a site to one visitor; gives its address, and each path that is sent with its bytes."""
    sent: list[tuple[str, int]] = []

    class CountingHandler(QuietHandler):
        """Notes what it sends, to the page or to its workers."""

        def copyfile(self, source: Any, outputfile: Any) -> None:
            content = source.read()
            sent.append((urlsplit(self.path).path.removeprefix("/"), HEADERS + len(content)))
            outputfile.write(content)

    with served(folder, CountingHandler) as address:
        yield address, sent
