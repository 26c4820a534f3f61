"""Reads what a page shows outside of code: its words, its inline code and its formulas, each with its line.

Left out are headings, addresses, HTML attributes and comments, front matter, fences and what `<pre>` holds.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from typing import Literal, NoReturn

from markdown_it.token import Token

from torchnn_doc.checker.page.errors import PageError
from torchnn_doc.checker.page.fences import Source
from torchnn_doc.checker.page.formulas import Formula, formulas_in, in_text, page_tokens

Kind = Literal["text", "code", "formula"]

_KINDS: dict[str, Kind] = {"text": "text", "image": "text", "code_inline": "code"}
_TAG = re.compile(r"</?[a-z]", re.IGNORECASE)


@dataclass(frozen=True)
class Cell:
    """Which cell of which table of the page something stands in."""

    table: int
    row: int
    column: int


@dataclass(frozen=True)
class Piece:
    """Words, inline code or a formula.

    Attributes:
        kind: Which of them it is.
        text: What it says.
        line: The line of the page that it begins on, counted from 1.
        given: The reason of the `given` element around it, or "".
        cell: The cell that it stands in, or None; those of a table's head are none.
    """

    kind: Kind
    text: str
    line: int
    given: str
    cell: Cell | None


def read_pieces(source: Source) -> list[Piece]:
    """Read what a page shows, in order.

    Args:
        source: The page.

    Raises:
        PageError: An element of the class `given` has no title, or is not closed where it was opened.
    """
    return list(_Reader(source.path).read(page_tokens(source)))


@dataclass(frozen=True)
class _Element:
    """An open `given` element, or one of the same name inside it."""

    name: str
    reason: str
    line: int


class _Reader:
    """Takes the tokens of a page in order, and knows in which cell and which `given` element it is."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._heading = False
        self._table = self._row = self._column = 0
        self._cell: Cell | None = None
        self._given: list[_Element] = []

    def read(self, tokens: Iterable[Token]) -> Iterator[Piece]:
        for token in tokens:
            self._enter(token)
            if token.type == "formula":
                for formula in formulas_in(token):
                    if isinstance(formula, Formula):
                        yield self._piece("formula", formula.tex, formula.line)
            elif token.children and not self._heading:
                yield from self._read_text(token, token.children)
        if self._given:
            self._not_closed()

    def _enter(self, token: Token) -> None:
        match token.type:
            case "heading_open" | "heading_close":
                self._heading = token.type == "heading_open"
            case "table_open":
                self._table, self._row = self._table + 1, 0
            case "tr_open":
                self._row, self._column = self._row + 1, 0
            case "td_open":
                self._column += 1
                self._cell = Cell(self._table, self._row, self._column)
            case "td_close":
                self._cell = None

    def _read_text(self, token: Token, children: Iterable[Token]) -> Iterator[Piece]:
        """Read a paragraph, a cell or a block of HTML; its tokens do not say where in it they stand."""
        first = token.map[0] if token.map else 0
        content, position, line, depth = token.content, 0, first + 1, len(self._given)
        for child in children:
            found = child.meta.get("found")  # a formula or a comment
            words = found[0] if found else "\n" if child.type.endswith("break") else child.content
            start = content.find(words, position)
            if start >= 0:
                line += content.count("\n", position, start)
                position = start
            if child.type == "html_inline":
                self._take(_Tag(words), line)
            elif child.type in _KINDS:
                yield self._piece(_KINDS[child.type], words, line)
            elif found and isinstance(formula := in_text(child, first), Formula):
                yield self._piece("formula", formula.tex, formula.line)
            if start >= 0:
                line += words.count("\n")
                position += len(words)
        if token.type == "inline" and len(self._given) > depth:
            self._not_closed()

    def _piece(self, kind: Kind, text: str, line: int) -> Piece:
        return Piece(kind, text, line, self._given[-1].reason if self._given else "", self._cell)

    def _take(self, tag: "_Tag", line: int) -> None:
        inside = bool(self._given)
        if tag.is_given and not tag.title:
            raise PageError(self._path, line, 'an element of the class "given" needs a reason: title="..."')
        if tag.is_given:
            self._given.append(_Element(tag.opens, tag.title, line))
        elif inside and tag.opens == self._given[-1].name:
            self._given.append(replace(self._given[-1], line=line))
        elif inside and tag.closes == self._given[-1].name:
            self._given.pop()

    def _not_closed(self) -> NoReturn:
        element = self._given[-1]
        problem = f'the <{element.name}> of the class "given" is not closed where it was opened'
        raise PageError(self._path, element.line, problem)


class _Tag(HTMLParser):
    """One tag of HTML; what is not one, such as a comment, opens and closes nothing."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.opens = self.closes = self.title = ""
        self.is_given = False
        if _TAG.match(text):
            self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.opens, self.title = tag, (attributes.get("title") or "").strip()
        self.is_given = "given" in (attributes.get("class") or "").split()

    def handle_endtag(self, tag: str) -> None:
        self.closes = tag
