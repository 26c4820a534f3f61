"""Finds where two outputs differ: which of their lines, and which digits in them."""

from collections.abc import Sequence
from itertools import pairwise, takewhile

from torchnn_doc.checker.compare.outputs import ANY_LINES, agree, aligned, paired_entries, same_line
from torchnn_doc.checker.page.rule import Rule


def parted(page: Sequence[str], run: Sequence[str], rule: Rule) -> list[tuple[int, int]]:
    """The lines that stand in the same place and do not agree."""
    gaps = [(0, 0, len(page), len(run))]
    if len(page) != len(run) or _wild(page):
        ends = [(-1, -1), *aligned(page, run, rule), (len(page), len(run))]
        gaps = [(i + 1, j + 1, a, b) for (i, j), (a, b) in pairwise(ends)]
    return [
        (i, j)
        for i, j, a, b in gaps
        if a - i == b - j and not _wild(page[i:a])
        for i, j in zip(range(i, a), range(j, b), strict=True)
        if not same_line(page[i], run[j], rule)
    ]


def differing_places(wanted: str, printed: str, rule: Rule) -> tuple[list[int], list[int]]:
    """The places where two lines differ: digits, or where not only numbers do, all between first and last."""
    pairs = paired_entries(wanted, printed)
    if pairs is None:
        start = common_start(wanted, printed)
        end = common_start(wanted[start:][::-1], printed[start:][::-1])
        return list(range(start, len(wanted) - end)), list(range(start, len(printed) - end))
    places: tuple[list[int], list[int]] = [], []
    for pair in pairs:
        if agree(pair[0][0], pair[1][0], rule):
            continue
        for side, digits in enumerate(_differing_digits(pair[0][0], pair[1][0])):
            places[side].extend(pair[side].start() + digit for digit in digits)
    return places


def _differing_digits(wanted: str, printed: str) -> tuple[list[int], list[int]]:
    """The places in two numbers where digits of the same value differ; all, where there are none such."""
    whole = [len(number.partition(".")[0]) for number in (wanted, printed)]
    shift = whole[1] - whole[0]
    left = [
        place for place, char in enumerate(wanted) if place < -shift or printed[place + shift :][:1] != char
    ]
    right = [
        place
        for place, char in enumerate(printed[: len(wanted) + shift])
        if place < shift or wanted[place - shift] != char
    ]
    if left or right:
        return left, right
    return list(range(len(wanted))), list(range(len(printed)))


def common_start(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _wild(lines: Sequence[str]) -> bool:
    return any(line.strip() == ANY_LINES for line in lines)
