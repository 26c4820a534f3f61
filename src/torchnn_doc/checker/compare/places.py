"""Finds where in a printed tensor, array or list each of its numbers stands."""

import re
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from torchnn_doc.checker.compare.outputs import ENTRY, SHAPE

Index = tuple[int, ...]

_SLICE = re.compile(r"\((\d{1,18}(?:,\d{1,18})*),\.,\.\) =")
_COLUMNS = re.compile(r"Columns (\d{1,18}) to \d+")
_FACTOR = re.compile(r"\S+ \*")
_TOKEN = re.compile(r"[^\s,\[\]]+|[\[\]]")


@dataclass
class _Section:
    """Rows that Torch prints under one heading: a slice of a tensor, some columns of it, or all."""

    leading: Index = ()
    column: int = 0
    rows: list[int] = field(default_factory=list)


def places(lines: Sequence[str]) -> dict[int, dict[int, Index]]:
    """Where the numbers of an output stand in what was printed.

    Args:
        lines: The output.

    Returns:
        For each line, and each place of a number among that line's, both counted from 0, its index, counted
        as Python does. A number outside of tensors, arrays and lists has none.
    """
    found: defaultdict[int, dict[int, Index]] = defaultdict(dict)
    for line, place, index in chain(_in_brackets(lines), _in_torch_tensors(lines)):
        found[line][place] = index
    return found


def _in_torch_tensors(lines: Sequence[str]) -> Iterator[tuple[int, int, Index]]:
    sections = [_Section()]
    for number, line in enumerate(" ".join(line.split()) for line in lines):
        if shape := SHAPE.fullmatch(line):
            if shape["sizes"]:
                yield from _indices(sections, [int(size) for size in shape["sizes"].split("x")], lines)
            sections = [_Section()]
        elif found := _SLICE.fullmatch(line):
            sections.append(_Section(tuple(int(index) - 1 for index in found[1].split(","))))
        elif found := _COLUMNS.fullmatch(line):
            section = _Section(sections[-1].leading, int(found[1]) - 1)
            if section.column == 0:
                sections.pop()
            sections.append(section)
        elif line and all(map(ENTRY.fullmatch, line.split())):
            sections[-1].rows.append(number)
        elif line and not _FACTOR.fullmatch(line):
            sections = [_Section()]


def _indices(
    sections: Sequence[_Section], sizes: Sequence[int], lines: Sequence[str]
) -> Iterator[tuple[int, int, Index]]:
    leading, height = len(sizes[:-2]), sizes[-2:][0]
    for section in sections:
        if len(section.leading) != leading:
            continue
        for row, number in enumerate(section.rows[-height:]):  # other numbers may stand above the tensor
            for place in range(len(lines[number].split())):
                index = (*section.leading, row, section.column + place)
                yield number, place, index[: len(sizes)]


def _in_brackets(lines: Sequence[str]) -> Iterator[tuple[int, int, Index]]:
    counts: list[int] = []  # of the elements so far, at each depth
    for number, line in enumerate(lines):
        if SHAPE.fullmatch(line.strip()):
            continue
        entries = deque(enumerate(ENTRY.finditer(line)))
        for token in _TOKEN.finditer(line):
            if token[0] == "[":
                counts.append(0)
                continue
            if token[0] == "..." and counts:  # numpy leaves out elements, and how many it does not say
                return
            while entries and entries[0][1].start() < token.end():
                place, _ = entries.popleft()
                if counts:
                    yield number, place, tuple(counts)
            if token[0] == "]":
                counts[-1:] = []
            if counts:
                counts[-1] += 1
