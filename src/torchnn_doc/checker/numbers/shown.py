"""Finds the numbers on a page that have to come from somewhere: in its prose, tables and mathematics.

Counted are decimals (`1.5`, `-0.0517`, `1e-5`) wherever they stand; in mathematics also the whole entries
of a matrix or of a row in brackets, unless it is an interval such as `[0, 1]`; in a table also a cell that
is a whole number, if its row or its column holds a decimal. Inline code counts where it reads as something
printed, words and numbers: `0.1453`, `loss 0.27`. It does not where it is code: `step(0.02)`, `x = 0.5`.

Not counted are other whole numbers (chapter 6, 3 rows, `Linear(2, 3)`), what belongs to a name (`v1.5`,
`1.6.1`, Apache-2.0), and what is no piece of the page (`pieces.py`): headings, addresses, comments and such.

A number from elsewhere stands in an element of the class `given`, with the reason as its title:
`<span class="given" title="the version that we tested">3.11</span>`; around blocks it is a `<div>`.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from torchnn_doc.checker.numbers.pieces import Piece, read_pieces
from torchnn_doc.checker.numbers.tex_numbers import tex_numbers
from torchnn_doc.checker.page.fences import Source

# Where none of these stands there is no number to find, and the page need not be parsed.
_WORTH_READING = re.compile(r"\.\d|\d[eE][-+]?\d|\$|\\[(\[]|\\begin|\bgiven\b", re.ASCII)

_WHOLE = r"(?:\d{1,3}(?:,\d{3})+|\d{1,999})"
_EXPONENT = r"[eE][-+]?\d{1,4}(?!\w)"
# Behind a decimal may stand its unit, as in 1.5x, but not the rest of a version, as in 1.5.2.
_DECIMAL = re.compile(
    rf"""(?<!\w)(?<!\d\.)(?<![a-zA-Z]-)[-+−]?
         (?:{_WHOLE}?\.\d{{1,999}}(?:{_EXPONENT})?|{_WHOLE}{_EXPONENT})(?![\d_]|\.[\w*])""",
    re.ASCII | re.VERBOSE,
)
_WHOLE_CELL = re.compile(rf"\s*(?P<number>[-+−]?{_WHOLE})\s*", re.ASCII)
_ADDRESS = re.compile(r"\b\w+://\S+")
_CALL = re.compile(r"\w[(\[]")
_BETWEEN_WORDS = re.compile(r"[\s,;()\[\]]+")
_PRINTED = (_DECIMAL, _WHOLE_CELL, re.compile(r"[^\W\d_]+:?"))


@dataclass(frozen=True)
class Shown:
    """A number that a page shows.

    Attributes:
        text: The number, as `Decimal` reads it.
        line: The line of the page, counted from 1.
        given: Why it need not come from the page, or "".
        subtracted: Whether it is taken away from something, so that its negative may be meant.
    """

    text: str
    line: int
    given: str = ""
    subtracted: bool = False


def shown_numbers(source: Source) -> list[Shown]:
    """Find the numbers of a page that count, in order.

    Args:
        source: The page.

    Raises:
        PageError: As `read_pieces` does.
    """
    if not _WORTH_READING.search(source.text):
        return []
    pieces = read_pieces(source)
    found = [list(_counted(piece)) for piece in pieces]
    for place in _beside_decimals(pieces, found):
        found[place] += _whole(pieces[place])
    return [number for numbers in found for number in numbers]


def _counted(piece: Piece) -> Iterator[Shown]:
    """The numbers of a piece that count wherever they stand."""
    if piece.kind == "formula":
        for number in tex_numbers(piece.text):
            yield _shown(piece, number.text, number.offset, number.subtracted)
    elif piece.kind == "text" or _reads_as_printed(piece.text):
        text = _ADDRESS.sub(lambda address: " " * len(address[0]), piece.text)
        for decimal in _DECIMAL.finditer(text):
            yield _shown(piece, decimal[0], decimal.start())


def _whole(piece: Piece) -> Iterator[Shown]:
    """The whole number that is all that a piece says, if that is so."""
    if piece.kind != "formula" and (whole := _WHOLE_CELL.fullmatch(piece.text)):
        yield _shown(piece, whole["number"], whole.start("number"))


def _beside_decimals(pieces: Sequence[Piece], found: Sequence[Sequence[Shown]]) -> Iterator[int]:
    """The places of those pieces that fill a cell of a table with a decimal in its row or its column."""
    cells = {piece.cell for piece, numbers in zip(pieces, found, strict=True) if piece.cell and numbers}
    rows = {(cell.table, cell.row) for cell in cells}
    columns = {(cell.table, cell.column) for cell in cells}
    parts = Counter(piece.cell for piece in pieces)
    for place, piece in enumerate(pieces):
        cell = piece.cell
        beside = cell and ((cell.table, cell.row) in rows or (cell.table, cell.column) in columns)
        if beside and parts[cell] == 1 and not found[place]:
            yield place


def _reads_as_printed(code: str) -> bool:
    words = filter(None, _BETWEEN_WORDS.split(code))
    return not _CALL.search(code) and all(any(kind.fullmatch(word) for kind in _PRINTED) for word in words)


def _shown(piece: Piece, text: str, offset: int, subtracted: bool = False) -> Shown:
    line = piece.line + piece.text.count("\n", 0, offset)
    return Shown(text.replace(",", "").replace("−", "-"), line, piece.given, subtracted)
