"""Rewrites what mkdocs-jupyter renders into the markup of the site's other pages.

Its own output carries 600 KB of styles, scripts from other hosts, mathematics that waits for MathJax, and
headings without ids. Only the rendered cells are kept; the rest of the site serves them as any page.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

HEADINGS = re.compile("h[1-6]")
MATHEMATICS = re.compile(r"\$\$(?P<display>.+?)\$\$|\$(?P<inline>[^$]+)\$", re.DOTALL)
KEPT = ".jp-RenderedMarkdown, .jp-CodeMirrorEditor pre, .jp-OutputArea-output pre"


@dataclass(frozen=True)
class Heading:
    """A heading of the page, for its table of contents."""

    level: int
    id: str
    name: str


def rewritten(rendered: str, permalink_title: str) -> str:
    """What `rewrite` returns, as JSON."""
    content, headings = rewrite(rendered, permalink_title)
    return json.dumps([content, [asdict(heading) for heading in headings]])


def rewrite(rendered: str, permalink_title: str) -> tuple[str, list[Heading]]:
    """Return the page's HTML and its headings.

    Args:
        rendered: The HTML that mkdocs-jupyter made of an executed notebook.
        permalink_title: What a heading's link to itself is called, in the page's language.
    """
    soup = BeautifulSoup(rendered, "html.parser")
    page = BeautifulSoup("", "html.parser")
    for kept in soup.select(KEPT):
        if kept.name != "pre":
            page.extend(list(kept.children))
        elif kept.find_parent(class_="jp-OutputArea"):
            page.append(_block(page, _output(kept), "output highlight"))
        else:
            page.append(_block(page, kept, "highlight"))
    for fence in page.select(".highlight pre:not(:has(> code))"):
        code = page.new_tag("code")
        code.extend(list(fence.contents))
        fence.append(code)
    for text in list(_text_outside_code(page)):
        _mark_mathematics(page, text)
    for paragraph in page.select("p:has(> div.arithmatex:only-child)"):  # where HTML allows no div
        paragraph.unwrap()
    headings = [
        _heading(page, tag, f"section-{number}", permalink_title)
        for number, tag in enumerate(page.find_all(HEADINGS), start=1)
    ]
    return str(page), headings


def _block(page: BeautifulSoup, pre: Tag, classes: str) -> Tag:
    block = page.new_tag("div", attrs={"class": classes})
    block.append(pre.extract())
    return block


def _output(pre: Tag) -> Tag:
    """Shorten a traceback to its last part: the rest holds paths of the machine that built the site."""
    text = pre.get_text()
    names = pre.select(".ansi-red-fg")
    if names and pre.find_parent(attrs={"data-mime-type": "application/vnd.jupyter.stderr"}):
        text = names[-1].get_text() + "".join(part.get_text() for part in names[-1].next_siblings)
    pre.string = text.rstrip() + "\n"
    return pre


def _heading(page: BeautifulSoup, tag: Tag, default: str, permalink_title: str) -> Heading:
    """Give a heading the id of the anchor before it, or a default one, and a link to itself."""
    for link in tag.select(".anchor-link"):
        link.decompose()
    before = tag.find_previous_sibling()
    anchor = before.select_one("a[id]") if before and not before.get_text(strip=True) else None
    tag["id"] = anchor["id"] if anchor else default
    if before and anchor:
        before.decompose()
    name = tag.decode_contents()
    link = page.new_tag("a", attrs={"class": "headerlink", "href": f"#{tag['id']}", "title": permalink_title})
    link.string = "¶"
    tag.append(link)
    return Heading(int(tag.name[1]), str(tag["id"]), name)


def _text_outside_code(page: BeautifulSoup) -> Iterator[NavigableString]:
    for text in page.find_all(string=lambda found: "$" in (found or "")):
        if isinstance(text, NavigableString) and not text.find_parent(["pre", "code"]):
            yield text


def _mark_mathematics(page: BeautifulSoup, text: NavigableString) -> None:
    """Mark formulas as pymdownx.arithmatex marks them on the other pages."""
    position = 0
    pieces: list[str | Tag] = []
    for formula in MATHEMATICS.finditer(text):
        display = formula["display"] is not None
        tag = page.new_tag("div" if display else "span", attrs={"class": "arithmatex"})
        tag.string = rf"\[{formula['display']}\]" if display else rf"\({formula['inline']}\)"
        pieces += [text[position : formula.start()], tag]
        position = formula.end()
    pieces.append(text[position:])
    text.replace_with(*pieces)
