"""Puts the pages of a language together as one page of HTML, where links between chapters lead inside."""

import html
import json
import re
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urldefrag, urljoin

from bs4 import BeautifulSoup, Tag

from .edition import BACK_MATTER, Chapter, Edition

SOLVED = "solutions"
STYLE = Path(__file__).with_name("book.css")
LINKS = ("href", "src", "xlink:href")
FIGURE_ID = re.compile(r"#(figure-[\w-]+)")  # as the rules and arrows inside a figure name their own parts
SOLUTIONS = {"en": "Solutions", "zh-TW": "解答"}  # what their part of the book is called
SCREEN_ONLY = ".headerlink, .notebook-links, .live-ask, .term-tip, script, link"


@dataclass(frozen=True)
class Entry:
    """A line of the table of contents: its chapter, and its heading's level, id, text, and text as HTML."""

    chapter: str
    level: int
    anchor: str
    text: str
    html: str


@dataclass(frozen=True)
class Book:
    """What is printed, and what its table of contents names."""

    html: str
    entries: tuple[Entry, ...]


def assemble(edition: Edition) -> Book:
    """Make the page that is printed as the book.

    Args:
        edition: The language's pages. They are changed: their ids and links become those of the book.
    """
    inside = {chapter.address: chapter.name for chapter in edition.chapters}
    for chapter in edition.chapters:
        _take_along(chapter, inside)
    chapters = [chapter for chapter in edition.chapters if chapter.name not in BACK_MATTER]
    back = [chapter for chapter in edition.chapters if chapter.name in BACK_MATTER]
    ordered = [*chapters, _solutions(chapters, SOLUTIONS[edition.language]), *back]
    entries = tuple(entry for chapter in ordered for entry in _entries(chapter))
    parts = [
        f'<!doctype html><html lang="{edition.language}"><head><meta charset="utf-8">',
        f"<title>{html.escape(edition.title)}</title>",
        *(_stylesheet(link, edition) for link in edition.stylesheets),
        f"<style>{STYLE.read_text(encoding='utf-8')}{''.join(map(_rules, ordered))}</style></head>",
        '<body dir="ltr" data-md-color-scheme="default" data-md-color-primary="custom">',
        '<main class="md-typeset">',
        _title_page(edition),
        _contents(edition.contents, entries),
        *(_section(chapter) for chapter in ordered),
        "</main></body></html>",
    ]
    return Book("\n".join(parts), entries)


def _entries(chapter: Chapter) -> Iterator[Entry]:
    for heading in chapter.article.select("h1[id]" if chapter.name in BACK_MATTER else "h1[id], h2[id]"):
        text = " ".join(heading.get_text().split())
        level, anchor = int(heading.name[1]), str(heading["id"])
        yield Entry(_anchor(chapter.name, ""), level, anchor, text, heading.decode_contents())


def _take_along(chapter: Chapter, inside: dict[str, str]) -> None:
    """Make a page's ids unlike those of other pages, and its links right for where it now stands."""
    for element in chapter.article.select(SCREEN_ONLY):
        element.decompose()
    for formula in chapter.article.select(".katex"):
        _describe(formula)
    for element in chapter.article.find_all(True):
        element.attrs.pop("aria-describedby", None)
        if element.name == "details":
            element["open"] = ""
        if element.name == "style":
            element.string = _with_own_figures(chapter, element.get_text())
        for attribute, value in element.attrs.items():
            if attribute == "id":
                element[attribute] = _anchor(chapter.name, str(value))
            elif attribute in LINKS:
                element[attribute] = _link(chapter, str(value), inside)
            elif "url(#" in value:
                element[attribute] = _with_own_figures(chapter, str(value))


def _solutions(chapters: Iterable[Chapter], title: str) -> Chapter:
    """Take the solutions out of the chapters, and put them together; a link leads there and back."""
    page = BeautifulSoup(f'<article><h1 id="{_anchor(SOLVED, "top")}">{title}</h1></article>', "html.parser")
    together = page.select("article")[0]
    for chapter in chapters:
        solutions = chapter.article.select("details.success")
        if not solutions:
            continue
        # A chapter's own rules of style hold inside of its class.
        part = page.new_tag("section", attrs={"class": _anchor(chapter.name, "")})
        heading = page.new_tag("h2", id=_anchor(SOLVED, chapter.name))
        heading.extend(list(copy(chapter.article.select("h1")[0]).contents))
        part.append(heading)
        for number, solution in enumerate(solutions, start=1):
            anchor = _anchor(SOLVED, f"{chapter.name}-{number}")
            summary = solution.select("summary")[0]
            there = page.new_tag("p", id=f"{anchor}-task")
            there.append(page.new_tag("a", href=f"#{anchor}", string=summary.get_text()))
            solution.replace_with(there)
            solution["id"] = anchor
            back = page.new_tag("a", href=f"#{there['id']}")
            back.extend(list(summary.contents))
            summary.append(back)
            part.append(solution)
        together.append(part)
    return Chapter(SOLVED, "", "", together)


def _describe(formula: Tag) -> None:
    """Give a formula its TeX as alternative text: in a PDF, its MathML would be letters over its letters."""
    formula.attrs |= {"role": "img", "aria-label": formula.select("annotation")[0].get_text()}
    formula.select(".katex-mathml")[0].decompose()
    del formula.select(".katex-html")[0]["aria-hidden"]


def _link(chapter: Chapter, target: str, inside: dict[str, str]) -> str:
    page, fragment = urldefrag(urljoin(chapter.address, target))
    return f"#{_anchor(inside[page], fragment)}" if page in inside else urljoin(chapter.address, target)


def _with_own_figures(chapter: Chapter, css: str) -> str:
    return FIGURE_ID.sub(lambda found: f"#{_anchor(chapter.name, found[1])}", css)


def _anchor(name: str, fragment: str) -> str:
    return f"chapter-{name}--{fragment}" if fragment else f"chapter-{name}"


def _stylesheet(link: Tag, edition: Edition) -> str:
    address = urljoin(edition.chapters[0].address, str(link["href"]))
    return f'<link rel="stylesheet" href="{address}" media="{link.get("media", "all")}">'


def _rules(chapter: Chapter) -> str:
    """Keep a chapter's own rules to itself, and name it at the top of its sheets, a kind of page in CSS."""
    name = _anchor(chapter.name, "")
    head = json.dumps(chapter.article.select("h1")[0].get_text(), ensure_ascii=False)
    sheets = f"#{name} {{ page: {name} }} @page {name} {{ @top-right {{ content: {head} }} }}"
    return f".{name} {{ {_with_own_figures(chapter, chapter.rules)} }} {sheets}"


def _title_page(edition: Edition) -> str:
    title, description, licence = map(html.escape, (edition.title, edition.description, edition.licence))
    address = f'<a href="{edition.address}">{edition.address}</a>'
    lines = "".join(f"<p>{line}</p>" for line in (description, address, licence))
    return f'<header id="title-page"><h1>{title}</h1>{lines}</header>'


def _contents(title: str, entries: tuple[Entry, ...]) -> str:
    lines = "".join(
        f'<li class="level-{entry.level} {entry.chapter}">'
        f'<a href="#{entry.anchor}">{entry.html}</a><span>000</span></li>'
        for entry in entries
    )
    return f'<nav id="contents"><h1>{title}</h1><ol>{lines}</ol></nav>'


def _section(chapter: Chapter) -> str:
    name = _anchor(chapter.name, "")
    return f'<article id="{name}" class="{name}">{chapter.article.decode_contents()}</article>'
