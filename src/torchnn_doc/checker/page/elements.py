"""Reads what the translations of a page share beside its fences: headings, equations, images and links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from markdown_it.token import Token

from torchnn_doc.checker.page.fences import Source
from torchnn_doc.checker.page.formulas import Formula, formulas_in, in_text, page_tokens

Kind = Literal["heading", "equation", "symbol", "image", "link"]

_RELATION = re.compile(
    r"[=<>]|\\(?:approx|equiv|geq?|gets|gg|in|leftarrow|leq?|ll|neq?|propto|sim|to)(?![a-zA-Z])"
)
_ID = re.compile(r"\{[^{}]*#(?P<id>[^\s{}]+)[^{}]*\}\s*$")
_WORDS = re.compile(r"(\\(?:text|textrm|textbf|textit|mbox)\s*)\{[^{}]*\}")
_HTML_ADDRESS = re.compile(r"""\b(?P<name>src|href)\s*=\s*["'](?P<address>[^"']*)["']""", re.IGNORECASE)


@dataclass(frozen=True)
class Element:
    """A heading, a formula, an image or a link.

    Attributes:
        kind: Which of them it is; a formula in the text that states nothing, such as `$x$`, is a symbol.
        text: What does not depend on the language: level and id, the TeX but for its words, or the address.
        line: The line of the page, counted from 1.
    """

    kind: Kind
    text: str
    line: int


def read_elements(source: Source) -> list[Element]:
    """Read the elements of a page, in order."""
    found: list[Element] = []
    heading: Token | None = None
    for token in page_tokens(source):
        if heading:
            found.append(_heading(heading, token))
        heading = token if token.type == "heading_open" else None
        if token.type == "formula":
            found += [_formula(each, True) for each in formulas_in(token) if isinstance(each, Formula)]
        found += _in_text(token)
    return sorted(found, key=lambda element: element.line)


def _heading(opening: Token, content: Token) -> Element:
    named = _ID.search(content.content)
    line = opening.map[0] + 1 if opening.map else 1
    return Element("heading", f"{opening.tag} {{#{named['id']}}}" if named else opening.tag, line)


def _formula(formula: Formula, display: bool) -> Element:
    kind: Kind = "equation" if display or _RELATION.search(formula.tex) else "symbol"
    return Element(kind, " ".join(_WORDS.sub(r"\1{}", formula.tex).split()), formula.line)


def _in_text(token: Token) -> Iterator[Element]:
    first = token.map[0] if token.map else 0
    line = first + 1
    for child in token.children or ():
        if child.type in ("formula", "comment"):
            found = in_text(child, first)
            if isinstance(found, Formula):
                yield _formula(found, display=False)
            line += child.meta["found"][0].count("\n")
        elif child.type == "image":
            yield Element("image", str(child.attrs["src"]), line)
        elif child.type == "link_open":
            yield Element("link", str(child.attrs["href"]), line)
        elif child.type == "html_inline":
            for address in _HTML_ADDRESS.finditer(child.content):
                kind: Kind = "image" if address["name"].lower() == "src" else "link"
                yield Element(kind, address["address"], line)
        line += child.type in ("softbreak", "hardbreak")
