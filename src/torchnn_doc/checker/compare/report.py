"""Shows how an output differs from its page: side by side, by how much, and as a diff."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import unified_diff
from types import MappingProxyType
from unicodedata import east_asian_width

from torchnn_doc.checker.compare.accepted import accepted_lines
from torchnn_doc.checker.compare.differing import common_start, differing_places, parted
from torchnn_doc.checker.compare.outputs import (
    NUMBER,
    Mismatch,
    agree,
    aligned,
    canonical,
    output_lines,
    paired_entries,
)
from torchnn_doc.checker.compare.places import Index, places
from torchnn_doc.checker.page.blocks import Output
from torchnn_doc.checker.page.rule import Rule

_MOST_ROWS = 8  # shown side by side; what more there is stands in the diff
_MOST_LINES = 10_000  # among which the differences are looked for
_WIDTH = 110
_LONGEST = 200  # characters of a line that are worth showing
WANTED = "wanted   "  # what the page is called in a diff, before its name


@dataclass(frozen=True)
class _Apart:
    """Two numbers in the same place that do not agree.

    Attributes:
        wanted: The one on the page.
        printed: The one that the code printed.
        index: Where the number stands in a tensor, an array or a list, if it is in one.
    """

    wanted: str
    printed: str
    index: Index | None

    @property
    def finite(self) -> bool:
        """Whether neither is `nan` or `inf`."""
        return bool(NUMBER.fullmatch(self.wanted) and NUMBER.fullmatch(self.printed))

    def absolute(self) -> Decimal:
        """How far they are apart."""
        return abs(Decimal(self.wanted) - Decimal(self.printed))

    def relative(self) -> Decimal:
        """How far they are apart, relative to the one on the page; 0 if that is 0."""
        wanted = abs(Decimal(self.wanted))
        return self.absolute() / wanted if wanted else Decimal(0)

    def __str__(self) -> str:
        at = f", at {list(self.index)}" if self.index else ""
        return f"wanted {self.wanted}, printed {self.printed}{at}"


@dataclass(frozen=True)
class _Cell:
    """A line to show, and the line of marks below it."""

    text: str
    marks: str


@dataclass(frozen=True)
class _Row:
    """A line of the page, the printed one in its place, and the numbers that do not agree if that is all."""

    line: int
    wanted: str
    printed: str
    apart: tuple[_Apart, ...]


def headline(mismatch: Mismatch, rule: Rule) -> str:
    """Say in one line where an output first differs: by one pair of numbers if that is all."""
    wanted, printed = (canonical(line or "") for line in (mismatch.wanted, mismatch.printed))
    if mismatch.wanted is None:
        return f"the output ends here, but the code went on to print {printed[:_LONGEST]!r}"
    if mismatch.printed is None:
        return f"wanted {wanted[:_LONGEST]!r}, but no such line is printed there"
    apart = _apart(wanted, printed, rule)
    if len(apart) == 1:
        return f"wanted {apart[0].wanted}, printed {apart[0].printed}"
    start = max(0, common_start(wanted, printed) - _LONGEST // 2)
    end = start + _LONGEST
    return f"wanted {wanted[start:end]!r}, printed {printed[start:end]!r}"


def details(output: Output, printed: str, path: str) -> str:
    """Show all of what differs.

    Args:
        output: The output block of the page.
        printed: What its code printed.
        path: The page's name.
    """
    page, run = output_lines(output.fence.text), output_lines(printed)
    first, where = output.fence.line + 1, places(run)
    rows = []
    for i, j in parted(page[:_MOST_LINES], run[:_MOST_LINES], output.rule):
        rows.append(_Row(first + i, page[i], run[j], _apart(page[i], run[j], output.rule, where[j])))
    parts = [*_side_by_side(rows[:_MOST_ROWS], output.rule), *_largest(rows)]
    if len(page) != len(run):
        parts.append(f"The page shows {_count(page)}, the code prints {_count(run)}")
    if max(len(page), len(run)) > _MOST_LINES:
        parts.append("That is more than can be shown as a diff")
    elif len(page) != len(run) or not 0 < len(rows) <= _MOST_ROWS:
        parts.append(_diff(page, run, output, f"{path}:{output.fence.line}"))
    return "\n\n".join(parts)


def _apart(
    wanted: str, printed: str, rule: Rule, indices: Mapping[int, Index] = MappingProxyType({})
) -> tuple[_Apart, ...]:
    """The numbers of two lines that do not agree; none if anything else differs."""
    return tuple(
        _Apart(one[0], other[0], indices.get(place))
        for place, (one, other) in enumerate(paired_entries(wanted, printed) or [])
        if not agree(one[0], other[0], rule)
    )


def _largest(rows: Sequence[_Row]) -> Iterator[str]:
    """The largest differences, absolute and relative to the page, and where they are."""
    pairs = [(pair, row.line) for row in rows for pair in row.apart if pair.finite and pair.absolute()]
    if not pairs:
        return
    lines = []
    for kind, size in (("absolute", _Apart.absolute), ("relative", _Apart.relative)):
        pair, line = max(pairs, key=lambda each: size(each[0]))
        lines.append(f"Largest {kind} difference: {size(pair):.3g}, line {line}: {pair}")
    yield "\n".join(lines)


def _side_by_side(rows: Sequence[_Row], rule: Rule) -> Iterator[str]:
    """The rows in two columns, or where that would be too wide, each printed line below the page's."""
    if not rows:
        return
    cells = [_cells(row, rule) for row in rows]
    left, right = (max(width(pair[side].text) for pair in cells) for side in (0, 1))
    beside = left + right <= _WIDTH
    lines = [f"{'line':>6}  {_padded('wanted', left)}    printed"] if beside else []
    for row, (wanted, printed) in zip(rows, cells, strict=True):
        at = "   " + ", ".join(str(list(pair.index)) for pair in row.apart if pair.index)
        if beside:
            lines.append(f"{row.line:6}  {_padded(wanted.text, left)}    {printed.text}")
            lines.append(f"{'':6}  {_padded(wanted.marks, left)}    {printed.marks}{at}")
        else:
            lines.append(f"{row.line:6}  wanted   {wanted.text}")
            lines.append(f"{'':17}{wanted.marks}")
            lines.append(f"{'':8}printed  {printed.text}")
            lines.append(f"{'':17}{printed.marks}{at}")
    yield "\n".join(line.rstrip() for line in lines)


def _cells(row: _Row, rule: Rule) -> tuple[_Cell, _Cell]:
    """The texts of a row, marked where they differ."""
    wanted, printed = row.wanted, row.printed
    if not row.apart:
        wanted, printed = canonical(wanted), canonical(printed)
    places = differing_places(wanted, printed, rule)
    return _cell(wanted, places[0]), _cell(printed, places[1])


def _cell(text: str, marks: Iterable[int]) -> _Cell:
    marked = set(marks)
    text = text[:_LONGEST].replace("\t", " ").replace("\x1b", "\N{SYMBOL FOR ESCAPE}")
    under = [("^" if place in marked else " ") * width(char) for place, char in enumerate(text)]
    return _Cell(text, "".join(under).rstrip())


def width(text: str) -> int:
    """The columns that a text takes; a Chinese character takes two."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _padded(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))


def _diff(page: Sequence[str], run: Sequence[str], output: Output, place: str) -> str:
    """A unified diff of what makes the check fail; spacing and what a wildcard covers are left out."""
    shown = accepted_lines(page, run, output.rule)
    for i, j in aligned(page, shown, output.rule):
        shown[j] = page[i]
    return "\n".join(unified_diff(page, shown, WANTED + place, "printed", lineterm=""))


def _count(lines: Sequence[str]) -> str:
    return f"{len(lines)} line{'' if len(lines) == 1 else 's'}"
