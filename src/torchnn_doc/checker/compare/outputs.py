"""Compares what a page shows with what its code printed, line by line, numbers in decimal."""

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from functools import lru_cache

from torchnn_doc.checker.page.lines import split_lines
from torchnn_doc.checker.page.rule import EXACT, Rule

ANY_LINES = "..."
ANY_TEXT = "[..]"
# Lines of the page that a printed one is held against when lines are paired: of all, and of one.
_MOST_TRIES, _MOST_TRIED = 10_000, 50
_MOST_PAIRS = 250_000  # beyond that, lines that occur often no longer decide which are paired

# Longer ones are compared as text: no float is printed with so many digits, and Decimal has its limits too.
_EXPONENT, _END = r"(?:[eE][-+]?\d{1,4})?", r"(?!\w|\.\w)"
_FRACTION = (
    rf"(?:\d{{1,999}}\.\d{{0,999}}|\.\d{{1,999}}){_EXPONENT}(?=[a-zA-Z]{{0,4}}{_END})"  # it may have a unit
)
_WHOLE = rf"\d{{1,999}}{_EXPONENT}(?=j?{_END})"
_DECIMAL = rf"[-+]?(?:{_FRACTION}|{_WHOLE})"
NUMBER = re.compile(rf"(?<![\w.]){_DECIMAL}", re.ASCII)
ENTRY = re.compile(rf"(?<![\w.])(?:{_DECIMAL}|[-+]?(?:nan|inf)(?!\w))", re.ASCII)
_AROUND_NUMBERS = re.compile(r"(?:[A-Za-z]\w*\()?[\s\[\](),]*", re.ASCII)
_PADDING = re.compile(r"(?:(?P<edge>^|[\[(])|\b|(?<=[,.\])]))\s+(?=[-+]?(?:\.?\d|nan\b|inf\b))", re.ASCII)
_ZERO = r"(?=[0.]*0[0.]*(?:[eE][-+]?\d+)?{}(?!\w|\.\w))"
_NEGATIVE_ZERO = re.compile(rf"(?<![\w.])-{_ZERO.format('j?')}", re.ASCII)
_NEGATIVE_IMAGINARY_ZERO = re.compile(rf"(?<=[\w.])-{_ZERO.format('j')}", re.ASCII)
SHAPE = re.compile(r"\[[\w.]+ (?:of size (?P<sizes>\d{1,18}(?:x\d{1,18})*)|with no dimension)\]")


@dataclass(frozen=True)
class Mismatch:
    """Where an output first parts from the page.

    Attributes:
        index: The line of the output block, counted from 0; one past the last if lines are missing there.
        wanted: That line of the page, or None after its last.
        printed: What the code printed there, or None after its last line.
    """

    index: int
    wanted: str | None
    printed: str | None


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
    if wanted == printed:
        return None
    page, run = output_lines(wanted), output_lines(printed)
    place = _first_difference(page, run, rule)
    if place is None:
        return None
    i, j = place
    return Mismatch(i, page[i] if i < len(page) else None, run[j] if j < len(run) else None)


def same_line(wanted: str, printed: str, rule: Rule = EXACT) -> bool:
    """Whether one line of a page agrees with one printed line."""
    if wanted == printed:
        return True
    if rule.varies:
        return _shape(wanted) == _shape(printed)
    wanted, printed = canonical(wanted), canonical(printed)
    if wanted == printed:
        return True
    if ANY_TEXT in wanted:
        return _fits(wanted, printed, rule)
    pairs = paired_entries(wanted, printed)
    return pairs is not None and all(agree(first[0], second[0], rule) for first, second in pairs)


def agree(wanted: str, printed: str, rule: Rule = EXACT) -> bool:
    """Whether a number of a page is right about the one that was printed.

    It has to have the same digits, unless the rule allows for a tolerance, or for fewer of them: then it must
    be what the printed one rounds to at the digits shown; where the rest is exactly a half, both neighbours
    are right. A number that shows no digit after its point, as numpy writes `2.` and Torch `1e-05`, has its
    exact value.
    """
    wanted, printed = canonical(wanted), canonical(printed)
    if wanted == printed:
        return True
    if not (rule.atol or rule.rtol or rule.rounded):
        return False
    if not all(NUMBER.fullmatch(number) and not _is_integer(number) for number in (wanted, printed)):
        return False
    # In decimal: binary floats misjudge a difference of one unit in the last digit.
    value, run = Decimal(wanted), Decimal(printed)
    gap = abs(value - run)
    if (rule.atol or rule.rtol) and gap <= rule.atol + rule.rtol * abs(value):
        return True
    unit = _unit(value)
    fewer = rule.rounded and unit > _unit(run)
    return fewer and gap <= (unit / 2 if re.search(r"\.\d", wanted) else 0)


def aligned(page: Sequence[str], run: Sequence[str], rule: Rule = EXACT) -> list[tuple[int, int]]:
    """Pair the lines of a page with the printed lines that they agree with, in order, as many as can be."""
    keys = [_key(line, rule) for line in page]
    kinds: dict[
        str, list[int]
    ] = {}  # the lines of the page with a wildcard, and by what surrounds their numbers
    for place, line in enumerate(page):
        kinds.setdefault(ANY_TEXT if ANY_TEXT in line else _kind(line), []).append(place)
    known = set(keys)
    tries = max(1, min(_MOST_TRIED, _MOST_TRIES // (len(run) or 1)))

    def key(place: int, printed: str) -> str:
        own = _key(printed, rule)
        if own in known:
            return own
        near = [
            each
            for kind in (_kind(printed), ANY_TEXT)
            for each in _nearest(kinds.get(kind, []), place, tries)
        ]
        return next((keys[each] for each in sorted(near) if same_line(page[each], printed, rule)), own)

    long = len(page) * len(run) > _MOST_PAIRS
    matcher = SequenceMatcher(None, keys, [key(*each) for each in enumerate(run)], autojunk=long)
    return [(i + k, j + k) for i, j, size in matcher.get_matching_blocks() for k in range(size)]


def _nearest(places: list[int], place: int, most: int) -> list[int]:
    """Those of some places, in order, that are nearest to one."""
    start = max(0, min(bisect(places, place) - (most + 1) // 2, len(places) - most))
    return places[start : start + most]


def _key(line: str, rule: Rule) -> str:
    return _shape(line) or "" if rule.varies else canonical(line)


@lru_cache(maxsize=10_000)
def _kind(line: str) -> str:
    return ENTRY.sub("\0", canonical(line))


def paired_entries(wanted: str, printed: str) -> list[tuple[re.Match[str], re.Match[str]]] | None:
    """Pair the numbers of two lines, `nan` and `inf` among them; None if something else differs."""
    if ENTRY.sub("\0", canonical(wanted)) != ENTRY.sub("\0", canonical(printed)):
        return None
    return list(zip(ENTRY.finditer(wanted), ENTRY.finditer(printed), strict=True))


@lru_cache(maxsize=10_000)  # a difference is told from the same lines several times
def canonical(line: str) -> str:
    """A line without what never matters: blanks at its end, padding in a row of numbers, a zero's sign."""
    line = line.rstrip()
    if "-" in line:
        line = _NEGATIVE_IMAGINARY_ZERO.sub("+", _NEGATIVE_ZERO.sub("", line))
    if " " in line or "\t" in line:
        around, numbers = ENTRY.subn("", line)
        # A number alone is no row, but for a zero, whose sign may have left its place to a blank.
        row = numbers > 1 or (numbers and (around.strip() or not line.strip(" .0")))
        if row and _AROUND_NUMBERS.fullmatch(around):
            line = _PADDING.sub(
                lambda found: found["edge"] or ("" if found["edge"] is not None else " "), line
            )
    return line


def count_numbers(wanted: str, rule: Rule = EXACT) -> int:
    """How many numbers of an output block, sizes apart, a comparison by this rule holds against the run."""
    return 0 if rule.varies else len(NUMBER.findall(SHAPE.sub("", wanted)))


def leaves_out(wanted: str) -> bool:
    """Whether an output block has wildcards, for what it does not show."""
    return any(line.strip() == ANY_LINES or ANY_TEXT in line for line in split_lines(wanted))


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


def _fits(wanted: str, printed: str, rule: Rule) -> bool:
    """Whether a printed line agrees with one that has wildcards: its parts are found there, in order."""
    parts = wanted.split(ANY_TEXT)
    position = 0
    for place, part in enumerate(parts):
        pattern, numbers = _pattern(part, first=place == 0, last=place == len(parts) - 1)
        for found in _matches(pattern, printed, position):
            if all(agree(*pair, rule) for pair in zip(numbers, found.groups(), strict=True)):
                position = found.end()
                break
        else:
            return False
    return True


def _pattern(part: str, first: bool, last: bool) -> tuple[re.Pattern[str], list[str]]:
    """What finds a part of a line, its numbers as groups; a digit that touches a wildcard is text."""
    numbers = [
        number
        for number in NUMBER.finditer(part)
        if (first or number.start() > 0) and (last or number.end() < len(part))
    ]
    edges = [0, *(edge for number in numbers for edge in number.span()), len(part)]
    texts = [re.escape(part[start:end]) for start, end in zip(edges[::2], edges[1::2], strict=True)]
    pattern = f"({NUMBER.pattern})".join(texts)
    pattern = (r"\A" if first else "") + pattern + (r"\Z" if last else "")
    return re.compile(pattern, re.ASCII), [number[0] for number in numbers]


def _matches(pattern: re.Pattern[str], text: str, position: int) -> Iterator[re.Match[str]]:
    """Every place where a pattern matches, overlapping or not."""
    while found := pattern.search(text, position):
        yield found
        position = found.start() + 1


def _unit(value: Decimal) -> Decimal:
    """One unit of the last digit that a decimal shows."""
    return Decimal((0, (1,), int(value.as_tuple().exponent)))


def _is_integer(number: str) -> bool:
    return not set(number) & set(".eE")
