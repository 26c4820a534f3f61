"""Alters the outputs of pages, and holds them against what was printed.

Not altered is what a page cannot be wrong about: the figures of an output that varies, the rows of one that
shows `...`, and in one with a tolerance all but the first digit of a decimal.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from tests.checker.mutation.mutant import Mutant
from tests.checker.mutation.ran import Ran
from torchnn_doc.checker.compare.outputs import ANY_LINES, ENTRY, NUMBER, SHAPE, canonical, output_lines
from torchnn_doc.checker.page.blocks import Output
from torchnn_doc.checker.page.rule import Rule
from torchnn_doc.checker.run.outcome import Outcome

RTOL = Decimal("1e-3")

Rows = Iterator[tuple[int, list[str]]]  # a row of an output, and what to put there


def digits(output: Output, lines: Sequence[str]) -> Rows:
    """Each digit, to each other one."""
    tolerant = output.rule.rtol or output.rule.atol
    for row, line in enumerate(lines):
        if output.rule.varies or SHAPE.fullmatch(canonical(line)):
            continue
        for digit in _leading_digits(line) if tolerant else re.finditer(r"[0-9]", line):
            for other in set("0123456789") - {digit[0]}:
                yield row, [_put(line, *digit.span(), other)]


def signs(output: Output, lines: Sequence[str]) -> Rows:
    """The sign of each number but zero."""
    for row, line in enumerate(lines):
        for number in ENTRY.finditer(line):
            zero = not re.search("[1-9in]", number[0].split("e")[0])
            if not zero and not output.rule.varies and not SHAPE.fullmatch(canonical(line)):
                turned = number[0][1:] if number[0][0] == "-" else f"-{number[0].removeprefix('+')}"
                yield row, [_put(line, *number.span(), turned)]


def rows_left_out(_: Output, lines: Sequence[str]) -> Rows:
    """Each row."""
    if ANY_LINES not in map(str.strip, lines):
        yield from ((row, []) for row in range(len(lines)))


def rows_doubled(_: Output, lines: Sequence[str]) -> Rows:
    """Each row."""
    if ANY_LINES not in map(str.strip, lines):
        yield from ((row, [line, line]) for row, line in enumerate(lines))


def shapes(_: Output, lines: Sequence[str]) -> Rows:
    """Each digit of a shape, the order of its sizes, and the type before it."""
    for row, line in enumerate(lines):
        found = SHAPE.fullmatch(line.strip())
        if not found:
            continue
        for digit in re.finditer(r"[0-9]", line):
            yield from ((row, [_put(line, *digit.span(), other)]) for other in set("0123456789") - {digit[0]})
        sizes = (found["sizes"] or "").split("x")
        if sizes != sizes[::-1]:
            yield row, [line.replace("x".join(sizes), "x".join(sizes[::-1]))]
        yield row, [line.replace("Tensor", "Storage", 1)]


def padding(_: Output, lines: Sequence[str]) -> Rows:
    """Each row of numbers with wider columns, and each row with blanks at its end."""
    for row, line in enumerate(lines):
        yield row, [f"{line} \t"]
        if re.fullmatch(r" *[-\d.]+(?: +[-\d.]+)+", line):
            yield row, [line.replace(" ", "   ")]
    yield len(lines), ["", "  "]


def _may_differ(output: Output, line: str) -> bool:
    """Whether the page says that the row may be another one; the shape of a tensor may not."""
    return bool(output.rule.varies) and not SHAPE.fullmatch(canonical(line))


def indents(output: Output, lines: Sequence[str]) -> Rows:
    """Each row that is not one of numbers alone, indented by one more blank."""
    for row, line in enumerate(lines):
        if _may_differ(output, line):
            continue
        if line and not re.fullmatch(r" *(?:[-+\d.e]+|nan|-?inf)(?: +(?:[-+\d.e]+|nan|-?inf))*", line):
            yield row, [f" {line}"]


def inner_blanks(output: Output, lines: Sequence[str]) -> Rows:
    """Each blank between two words, doubled."""
    for row, line in enumerate(lines):
        if _may_differ(output, line) or re.fullmatch(r"(?:nan|-?inf| )*", line):
            continue
        for blank in re.finditer(r"(?<=[A-Za-z:=]) (?=[A-Za-z])", line):
            yield row, [_put(line, *blank.span(), "  ")]


def signs_of_zeros(_: Output, lines: Sequence[str]) -> Rows:
    """The sign of each zero."""
    for row, line in enumerate(lines):
        for number in NUMBER.finditer(line):
            if not re.search("[1-9]", number[0].split("e")[0]) and not SHAPE.fullmatch(canonical(line)):
                turned = number[0][1:] if number[0][0] == "-" else f"-{number[0]}"
                yield row, [_put(line, *number.span(), turned)]


def of_outputs(alter: Callable[[Output, Sequence[str]], Rows]) -> Callable[[Ran], Iterator[Mutant]]:
    """Alter each output of a page, and hold it against what was printed."""

    def mutants(ran: Ran) -> Iterator[Mutant]:
        for block, output, _ in ran.outputs():
            lines = output_lines(output.fence.text)
            for row, new in alter(output, lines):
                text = "\n".join([*lines[:row], *new, *lines[row + 1 :]])
                fence = replace(output.fence, text=text)
                noticed = ran.notices(replace(block, output=replace(output, fence=fence)))
                yield Mutant(ran.place(output.fence.line + 1 + row), "\n".join(new), noticed)

    return mutants


def outputs_removed(ran: Ran) -> Iterator[Mutant]:
    """Take away each output of a page."""
    for block, output, printed in ran.outputs():
        yield Mutant(
            ran.place(output.fence.line), "", ran.notices(replace(block, output=None)), bool(printed)
        )


def noise(factor: Decimal) -> Callable[[Ran], Iterator[Mutant]]:
    """Let the code print each decimal of a page a part of the tolerance higher and lower."""

    def mutants(ran: Ran) -> Iterator[Mutant]:
        for block, output, printed in ran.outputs():
            fence = replace(output.fence, text=printed)
            tolerant = replace(block, output=replace(output, fence=fence, rule=Rule(rtol=RTOL)))
            for number in NUMBER.finditer(printed):
                value = Decimal(number[0])
                unit = Decimal(1).scaleb(int(value.as_tuple().exponent))
                shift = abs(value) * RTOL * factor
                if not set(number[0]) & set(".e") or not value or (factor > 1 and shift <= unit / 2):
                    continue  # whole numbers have no tolerance, and half a unit would be rounded away
                notation = "e" if "e" in number[0] else "f"  # in the other, it may be a whole number
                for other in (value + shift, value - shift):
                    noisy = Outcome(_put(printed, *number.span(), f"{other:{notation}}"), None)
                    line = output.fence.line + 1 + printed.count("\n", 0, number.start())
                    yield Mutant(
                        ran.place(line),
                        str(other),
                        ran.notices(replace(tolerant, raises="", warns=""), noisy),
                    )

    return mutants


def _leading_digits(line: str) -> Iterator[re.Match[str]]:
    for number in NUMBER.finditer(line):
        if digit := re.compile("[1-9]").search(line, *number.span()):
            yield digit


def _put(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]
