"""Whatever a page or drawing of the built site leads to within the site is there, its anchor too."""

import functools
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from tests.site.conftest import ADDRESS, Site

LEADING = {"href", "xlink:href", "src", "data-settings"}


class Elements(HTMLParser):
    """The anchors of a page or drawing, and where it leads to, each with its line."""

    def __init__(self) -> None:
        super().__init__()
        self.anchors = {""}
        self.addresses: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line, _ = self.getpos()
        for name, value in attrs:
            if name == "id":
                self.anchors.add(value or "")
            self.addresses += [(line, address) for address in addresses(name, value or "")]


def addresses(name: str, value: str) -> Iterator[str]:
    """Where an attribute leads to. What is written for other sites is a whole address, in any attribute."""
    if name == "srcset":
        yield from (candidate.split()[0] for candidate in value.split(","))
    elif name in LEADING or value.startswith(ADDRESS):
        yield value


@functools.cache
def elements(file: Path) -> Elements:
    found = Elements()
    found.feed(file.read_text(encoding="utf-8"))
    return found


def leads_nowhere(folder: Path, page: str, address: str) -> bool:
    """Whether an address that stands on a page is one of the site, and nothing is there."""
    whole = urljoin(ADDRESS + page, address)
    if not whole.startswith(ADDRESS):
        return False
    parts = urlsplit(whole)
    path = folder / unquote(parts.path).removeprefix("/")
    target = path / "index.html" if parts.path.endswith("/") else path
    if not target.is_file():
        return True
    return target.suffix in {".html", ".svg"} and unquote(parts.fragment) not in elements(target).anchors


def test_every_address_of_the_site_leads_to_something(site: Site) -> None:
    files = {file.relative_to(site.folder).as_posix(): file for file in site.folder.rglob("*.*ml")}
    files |= {file.relative_to(site.folder).as_posix(): file for file in site.folder.rglob("*.svg")}
    assert "404.html" in files
    broken = [
        f"{page}:{line}: {address}"
        for page, file in files.items()
        for line, address in elements(file).addresses
        if leads_nowhere(site.folder, page, address)
    ]
    assert broken == []
