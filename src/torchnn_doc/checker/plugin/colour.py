"""Colours a report for a terminal that has colours; without them it says the same."""

import re
from collections.abc import Generator, Iterator
from itertools import groupby, pairwise
from typing import Any, Protocol

import pytest

from torchnn_doc.checker.compare.report import WANTED, width
from torchnn_doc.checker.plugin.ledger import is_of_page

_MARKS = re.compile(r"(?P<marks> *\^[ ^]*?) {0,3}(?:\[.*)?")


class _Writer(Protocol):
    """Writes on a terminal, as pytest does."""

    def line(self, text: str) -> None: ...

    def markup(self, text: str, **markup: bool) -> str: ...


class Coloured:
    """What pytest shows of a failed block, with what is wrong and the digits that differ in red.

    Args:
        told: What it shows without colours.

    Attributes:
        reprcrash: What its short summary shows.
    """

    def __init__(self, told: Any) -> None:
        self._text, self.reprcrash = str(told), told.reprcrash

    def __str__(self) -> str:
        return self._text

    def toterminal(self, tw: _Writer) -> None:
        """Write it."""
        for line in _coloured(self._text, tw):
            tw.line(line)


class Colours:
    """Has the failures of pages shown in colours, and only shown: nothing else could be sent."""

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_terminal_summary(self, terminalreporter: "pytest.TerminalReporter") -> Generator[None]:
        """Colour what is to be shown below."""
        for report in terminalreporter.getreports("failed") + terminalreporter.getreports("error"):
            if is_of_page(report) and _tells_of_page(report.longrepr):
                report.longrepr = Coloured(report.longrepr)
        yield


def _tells_of_page(told: object) -> bool:
    """Whether a failure is told as one of the page, and not as one of a fixture or of the checker."""
    crash: Any = getattr(told, "reprcrash", None)
    return bool(crash) and str(told).startswith(crash.message)


def markup_of(line: str) -> dict[str, bool]:
    """The colour of a line of a unified diff, as pytest's terminal takes it."""
    colours = {"+": "green", "-": "red", "@": "cyan"}
    return {colours[line[0]]: True} if line[:1] in colours else {}


def _coloured(text: str, tw: _Writer) -> Iterator[str]:
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


def _marked(line: str, marks: str, tw: _Writer) -> str:
    """A line with those of its characters in red that stand over a mark, or are one."""
    columns = [width(line[:place]) for place in range(len(line))]
    groups = groupby(zip(columns, line, strict=True), lambda each: marks[each[0] : each[0] + 1] == "^")
    texts = ((marked, "".join(char for _, char in group)) for marked, group in groups)
    return "".join(tw.markup(text, red=True, bold=True) if marked else text for marked, text in texts)
