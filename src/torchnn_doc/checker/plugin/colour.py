"""Colours a report for a terminal that has colours; without them it says the same."""

import re
from collections.abc import Iterator
from itertools import groupby, pairwise

from _pytest._code.code import ReprEntryNative
from _pytest._io import TerminalWriter

from torchnn_doc.checker.compare.report import WANTED, width

_MARKS = re.compile(r"(?P<marks> *\^[ ^]*?) {0,3}(?:\[.*)?")


class ColouredEntry(ReprEntryNative):
    """What pytest shows of a failed block, with what is wrong and the digits that differ in red."""

    def toterminal(self, tw: TerminalWriter) -> None:
        """Write it."""
        for line in _coloured("".join(self.lines), tw):
            tw.line(line)


def markup_of(line: str) -> dict[str, bool]:
    """The colour of a line of a unified diff, as pytest's terminal takes it."""
    colours = {"+": "green", "-": "red", "@": "cyan"}
    return {colours[line[0]]: True} if line[:1] in colours else {}


def _coloured(text: str, tw: TerminalWriter) -> Iterator[str]:
    headline, *lines = text.rstrip("\n").split("\n")
    yield tw.markup(headline, red=True, bold=True)
    in_diff = False
    for line, below in pairwise([*lines, ""]):
        in_diff = in_diff or line.startswith(f"--- {WANTED}")
        if in_diff:
            yield tw.markup(line, **markup_of(line))
        elif marks := _MARKS.fullmatch(below) or _MARKS.fullmatch(line):
            yield _marked(line, marks["marks"], tw)
        else:
            yield line


def _marked(line: str, marks: str, tw: TerminalWriter) -> str:
    """A line with those of its characters in red that stand over a mark, or are one."""
    columns = [width(line[:place]) for place in range(len(line))]
    groups = groupby(zip(columns, line, strict=True), lambda each: marks[each[0] : each[0] + 1] == "^")
    texts = ((marked, "".join(char for _, char in group)) for marked, group in groups)
    return "".join(tw.markup(text, red=True, bold=True) if marked else text for marked, text in texts)
