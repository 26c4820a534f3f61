"""Compares what a page shows with what its code printed, line by line, numbers in decimal."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher

from torchnn_doc.checker.page import split_lines

ANY_LINES = "..."
ANY_TEXT = "[..]"

NUMBER = re.compile(r"(?<![\w.])[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\w.])")
_PADDING = re.compile(r"(?<=[\[(]) | (?=[\])])")
_NEGATIVE_ZERO = re.compile(r"(?<![\w.])-(?=[0.]*0[0.]*(?:[eE][-+]?\d+)?(?![\w.]))")
SHAPE = re.compile(r"\[[\w.]+ (?:of size [\dx]+|with no dimension)\]")


@dataclass(frozen=True)
class Rule:
    """How an output is compared.

    Attributes:
        rtol: How far a printed decimal may be off, relative to the one on the page.
        atol: How far it may be off in any case.
        varies: Whether only the number of lines and the shapes of tensors are compared.
    """

    rtol: Decimal = Decimal(0)
    atol: Decimal = Decimal(0)
    varies: bool = False


EXACT = Rule()


@dataclass(frozen=True)
class Mismatch:
    """Where an output first parts from the page.

    Attributes:
        index: The line of the output block, counted from 0; one past the last if lines are missing there.
        wanted: That line of the page, or None after its last.
        printed: What the code printed there, or None after its last line.
        largest: The two numbers in the same place of page and print that are furthest apart, if any are.
    """

    index: int
    wanted: str | None
    printed: str | None
    largest: tuple[str, str] | None

    @property
    def parted(self) -> tuple[str, str]:
        """What differs in the two lines: one pair of numbers if that is all, else the lines."""
        wanted, printed = canonical(self.wanted or ""), canonical(self.printed or "")
        pairs = [pair for pair in _paired_numbers(wanted, printed) if pair[0] != pair[1]]
        return pairs[0] if len(pairs) == 1 else (repr(wanted), repr(printed))


def output_lines(text: str) -> list[str]:
    """Split an output into the lines that count: all but the blank ones at its end."""
    lines = [line.rstrip() for line in split_lines(text)]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def compare(wanted: str, printed: str, rule: Rule = EXACT) -> Mismatch | None:
    """Compare an output block with what its code printed.

    Args:
        wanted: The text on the page, with its wildcards.
        printed: What the code printed.
        rule: Tolerances.

    Returns:
        None if they agree.
    """
    page, run = output_lines(wanted), output_lines(printed)
    place = _first_difference(page, run, rule)
    if place is None:
        return None
    i, j = place
    return Mismatch(
        index=i,
        wanted=page[i] if i < len(page) else None,
        printed=run[j] if j < len(run) else None,
        largest=_furthest_apart(page, run),
    )


def same_line(wanted: str, printed: str, rule: Rule = EXACT) -> bool:
    """Whether one line of a page agrees with one printed line."""
    if rule.varies:
        return _shape(wanted) == _shape(printed)
    wanted, printed = canonical(wanted), canonical(printed)
    if wanted == printed:
        return True
    tolerant = bool(rule.rtol or rule.atol)
    if not tolerant and ANY_TEXT not in wanted:
        return False
    found = re.fullmatch(_pattern(wanted, tolerant), printed)
    if not found:
        return False
    return all(map(_within(rule), NUMBER.findall(wanted), found.groups())) if tolerant else True


def aligned(page: Sequence[str], run: Sequence[str], rule: Rule = EXACT) -> list[tuple[int, int]]:
    """Pair the lines of a page with the printed lines that they agree with, in order, as many as can be."""
    keys = [canonical(line) for line in page]

    def key(printed: str) -> str:
        own = canonical(printed)
        if own in keys:
            return own
        return next(
            (key for key, line in zip(keys, page, strict=True) if same_line(line, printed, rule)), own
        )

    matcher = SequenceMatcher(None, keys, [key(line) for line in run], autojunk=False)
    return [(i + k, j + k) for i, j, size in matcher.get_matching_blocks() for k in range(size)]


def canonical(line: str) -> str:
    """A line without what never matters: runs of white space, and the sign of a zero."""
    return _NEGATIVE_ZERO.sub("", _PADDING.sub("", " ".join(line.split())))


def count_numbers(wanted: str, rule: Rule = EXACT) -> int:
    """How many numbers of an output block a comparison by this rule holds against the run."""
    return 0 if rule.varies else sum(len(NUMBER.findall(line)) for line in output_lines(wanted))


def _first_difference(page: Sequence[str], run: Sequence[str], rule: Rule) -> tuple[int, int] | None:
    i = j = 0
    retry: tuple[int, int] | None = None  # where to go on if the last "..." has to swallow one line more
    furthest = (0, 0)
    while j < len(run):
        if i < len(page) and page[i].strip() == ANY_LINES:
            i += 1
            retry = i, j
        elif i < len(page) and same_line(page[i], run[j], rule):
            i, j = i + 1, j + 1
        elif retry:
            furthest = max(furthest, (i, j))
            i, j = retry = retry[0], retry[1] + 1
        else:
            return i, j
    while i < len(page) and page[i].strip() == ANY_LINES:
        i += 1
    return None if i == len(page) else max(furthest, (i, j))


def _shape(line: str) -> str | None:
    line = canonical(line)
    return line if SHAPE.fullmatch(line) else None


def _pattern(wanted: str, tolerant: bool) -> str:
    wild = re.escape(ANY_TEXT)
    pieces = re.split(f"({wild}|{NUMBER.pattern})" if tolerant else f"({wild})", wanted)
    for place in range(1, len(pieces), 2):
        pieces[place] = ".*" if pieces[place] == ANY_TEXT else f"({NUMBER.pattern})"
    pieces[::2] = map(re.escape, pieces[::2])
    return "".join(pieces)


def _within(rule: Rule) -> Callable[[str, str], bool]:
    def within(wanted: str, printed: str) -> bool:
        if _is_integer(wanted) or _is_integer(printed):
            return wanted == printed
        # In decimal: binary floats misjudge a difference of one unit in the last digit.
        return distance(wanted, printed) <= rule.atol + rule.rtol * abs(Decimal(wanted))

    return within


def distance(first: str, second: str) -> Decimal:
    """How far two printed numbers are apart."""
    return abs(Decimal(first) - Decimal(second))


def _is_integer(number: str) -> bool:
    return not set(number) & set(".eE")


def _furthest_apart(page: Sequence[str], run: Sequence[str]) -> tuple[str, str] | None:
    pairs = [pair for lines in zip(page, run, strict=False) for pair in _paired_numbers(*lines)]
    pairs = [pair for pair in pairs if distance(*pair)]
    return max(pairs, key=lambda pair: distance(*pair), default=None)


def _paired_numbers(wanted: str, printed: str) -> Iterator[tuple[str, str]]:
    wanted, printed = canonical(wanted), canonical(printed)
    if NUMBER.sub("\0", wanted) == NUMBER.sub("\0", printed):
        yield from zip(NUMBER.findall(wanted), NUMBER.findall(printed), strict=True)
