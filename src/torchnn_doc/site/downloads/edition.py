"""Reads from the built site what goes into the book of a language: its pages, and what they say of it."""

from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup, Tag

BACK_MATTER = ("glossary", "errata")


class UnreadableSiteError(Exception):
    """A page of the built site lacks what the book is made of."""


@dataclass(frozen=True)
class Chapter:
    """A page of the site: its folder's name, its address, its own rules of style, and its text."""

    name: str
    address: str
    rules: str
    article: Tag


@dataclass(frozen=True)
class Edition:
    """The course in a language: where its site is, what it is called, and its pages in the book's order."""

    language: str
    folder: Path
    address: str
    title: str
    description: str
    licence: str
    contents: str
    stylesheets: tuple[Tag, ...]
    chapters: tuple[Chapter, ...]


def languages(site: Path) -> dict[str, Path]:
    """Read from the start page of the built site which languages there are, and in which folder each is.

    Args:
        site: The folder that `mkdocs build` has written.

    Raises:
        UnreadableSiteError: There is no such page, or it does not say so.
    """
    start = _page(site)
    root = str(_find(start, "link[rel=canonical]", site)["href"])
    links = start.select("link[rel~=alternate][hreflang]:not([hreflang=x-default])")
    return {str(link["hreflang"]): site / str(link["href"]).removeprefix(root) for link in links}


def read(folder: Path, language: str) -> Edition:
    """Read the pages of a language.

    Args:
        folder: The folder of the built site that the language is in.
        language: Its code.

    Raises:
        UnreadableSiteError: A page is missing, or something on a page is.
    """
    names = [chapter.name for chapter in sorted(folder.glob("[0-9][0-9]-*/"))]
    pages = {name: _page(folder / name) for name in [*names, *BACK_MATTER]}
    start, first = _page(folder), pages[names[0]]
    return Edition(
        language,
        folder,
        address=str(_find(start, "link[rel=canonical]", folder)["href"]),
        title=str(_find(start, "a.md-logo[aria-label]", folder)["aria-label"]),
        description=str(_find(start, "meta[name=description]", folder)["content"]),
        licence=_find(start, ".md-copyright__highlight", folder).get_text().strip(),
        contents=str(_find(first, ".md-nav--secondary", folder)["aria-label"]),
        stylesheets=tuple(first.select("link[rel=stylesheet]")),
        chapters=tuple(
            Chapter(
                name,
                str(_find(page, "link[rel=canonical]", folder / name)["href"]),
                "".join(style.get_text() for style in page.select("head > style")),
                _find(page, "article", folder / name),
            )
            for name, page in pages.items()
        ),
    )


def _page(folder: Path) -> BeautifulSoup:
    file = folder / "index.html"
    if not file.exists():
        raise UnreadableSiteError(f"{file}: no such page; expected the site as `make build` writes it")
    return BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")


def _find(page: BeautifulSoup, selector: str, folder: Path) -> Tag:
    found = page.select_one(selector)
    if found is None:
        raise UnreadableSiteError(f"{folder / 'index.html'}: expected an element {selector}, found none")
    return found
