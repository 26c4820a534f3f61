"""Alters what pages show and do in every place, and sees what the checker notices.

Each page is run once, and altered outputs are held against what it printed; it is run anew where its code is
altered. Not altered is what a page cannot be wrong about: the figures of an output that varies, the rows of
one that shows `...`, and in one with a tolerance all but the first digit of a decimal.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from torchnn_doc.checker.blocks import Block, Output, read_page
from torchnn_doc.checker.check import check, printed_by
from torchnn_doc.checker.compare import (
    ANY_LINES,
    ENTRY,
    NUMBER,
    SHAPE,
    Rule,
    canonical,
    output_lines,
)
from torchnn_doc.checker.errors import CheckError
from torchnn_doc.checker.page import read_source
from torchnn_doc.checker.run import Outcome, PageRun

ROOT = Path(__file__).parents[2]
PAGES = (*sorted(ROOT.glob("docs/*/*.md")), *sorted(ROOT.glob("README*.md")))
RTOL = Decimal("1e-3")


@dataclass(frozen=True)
class Mutant:
    """One alteration of a page, and whether the checker noticed.

    Attributes:
        where: The page and the line.
        what: What stands there now.
        noticed: Whether the checker failed the page.
        changes: Whether the page now says, or its code prints, something else.
    """

    where: str
    what: str
    noticed: bool
    changes: bool = True


class Ran:
    """A page that was run, and found right.

    Args:
        file: The page.
        root: The folder that its name starts from.
    """

    def __init__(self, file: Path, root: Path = ROOT) -> None:
        self.source = read_source(file, file.relative_to(root).as_posix())
        self.page = read_page(self.source)
        self.outcomes = dict(self.run(self.page.blocks))
        again = dict(self.run(self.page.blocks))
        blocks = [block for block in self.page.blocks if block.line in again]
        varying = {block.line for block, output, _ in self.outputs() if output.rule.varies}
        self.steady = [block for block in blocks if block.line not in varying and self.same(block, again)]

    def run(self, blocks: Sequence[Block]) -> Iterator[tuple[int, Outcome]]:
        """Run some version of the page's blocks and check each; give their outcomes by line."""
        run = PageRun(replace(self.page, blocks=tuple(blocks)), self.source, {}, timeout=10)
        for block in blocks:
            if not block.notest:
                outcome = run.outcome(block, fixture=str)
                check(block, outcome, self.source)
                yield block.line, outcome

    def same(self, block: Block, outcomes: dict[int, Outcome]) -> bool:
        """Whether a block did in another run what it did in the first."""
        outputs = [printed_by(block, each[block.line]) for each in (self.outcomes, outcomes)]
        first, other = ([canonical(line) for line in output_lines(text)] for text in outputs)
        return first == other and self.outcomes[block.line].picture == outcomes[block.line].picture

    def outputs(self) -> Iterator[tuple[Block, Output, str]]:
        """The outputs of the page, each with its block and what was printed."""
        for block in self.page.blocks:
            if block.output and block.line in self.outcomes:
                yield block, block.output, printed_by(block, self.outcomes[block.line])

    def place(self, line: int) -> str:
        """A line of the page, for messages."""
        return f"{self.source.path}:{line}"

    def notices(self, block: Block, outcome: Outcome | None = None) -> bool:
        """Whether the checker fails a block that is not as it was."""
        try:
            check(block, outcome or self.outcomes[block.line], self.source)
        except CheckError:
            return True
        return False


@dataclass(frozen=True)
class Kind:
    """A way to alter pages.

    Attributes:
        name: What is altered.
        mutants: Alters a page in this way, once for each place.
        must_fail: Whether the checker has to notice; else it must not.
    """

    name: str
    mutants: Callable[[Ran], Iterator[Mutant]]
    must_fail: bool = True


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


def spacing(_: Output, lines: Sequence[str]) -> Rows:
    """Each row with more white space, less, and at its ends."""
    for row, line in enumerate(lines):
        for new in (line.replace(" ", "   "), " ".join(line.split()), f"\t{line}  ", line.replace(" ", "\t")):
            if new != line:
                yield row, [new]
    yield len(lines), ["", "  "]


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


def code_removed(ran: Ran) -> Iterator[Mutant]:
    """Take away each line of a page's code, and run the page."""
    for place, block in enumerate(ran.page.blocks):
        lines = block.fence.text.split("\n")
        for row, line in enumerate(lines):
            if block.notest or not line.strip():
                continue
            fence = replace(block.fence, text="\n".join([*lines[:row], *lines[row + 1 :]]))
            blocks = [*ran.page.blocks[:place], replace(block, fence=fence), *ran.page.blocks[place + 1 :]]
            where = ran.place(block.line + 1 + row)
            try:
                outcomes = dict(ran.run(blocks))
            except CheckError:
                yield Mutant(where, line, noticed=True)
            else:
                same = all(ran.same(each, outcomes) for each in ran.steady)
                yield Mutant(where, line, noticed=False, changes=not same)


def line_ends(ran: Ran) -> Iterator[Mutant]:
    """Give the lines of a page other ends, and read it anew."""
    for ending in ("\r\n", "\r", "  \n", "\t\n"):
        text = ran.source.text.replace("\n", ending)
        blocks = read_page(replace(ran.source, text=text)).blocks
        pairs = list(zip(ran.page.blocks, blocks, strict=True))
        noticed = any(ran.notices(new, ran.outcomes[old.line]) for old, new in pairs if not old.notest)
        yield Mutant(ran.place(1), repr(ending), noticed)


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


KINDS = (
    Kind("a digit of an output", of_outputs(digits)),
    Kind("the sign of a number", of_outputs(signs)),
    Kind("a row left out", of_outputs(rows_left_out)),
    Kind("a row doubled", of_outputs(rows_doubled)),
    Kind("a shape or a type", of_outputs(shapes)),
    Kind("an output removed", outputs_removed),
    Kind("a line of code removed", code_removed),
    Kind(f"a printed decimal, by 1.01 times a tolerance of {RTOL}", noise(Decimal("1.01"))),
    Kind(f"a printed decimal, by 0.99 times a tolerance of {RTOL}", noise(Decimal("0.99")), must_fail=False),
    Kind("white space in a row", of_outputs(spacing), must_fail=False),
    Kind("white space and line ends of a page", line_ends, must_fail=False),
    Kind("the sign of a zero", of_outputs(signs_of_zeros), must_fail=False),
)


def missed(kind: Kind, mutants: Iterable[Mutant]) -> list[Mutant]:
    """The mutants of which the checker is wrong: not noticed though they change the page, or the reverse."""
    return [mutant for mutant in mutants if mutant.changes and mutant.noticed != kind.must_fail]


def _leading_digits(line: str) -> Iterator[re.Match[str]]:
    for number in NUMBER.finditer(line):
        if digit := re.compile("[1-9]").search(line, *number.span()):
            yield digit


def _put(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]
