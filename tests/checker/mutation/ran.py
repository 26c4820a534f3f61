"""A page that was run and found right, with all that its alterations are held against."""

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from torchnn_doc.checker.compare.check import check, printed_by
from torchnn_doc.checker.compare.outputs import canonical, output_lines
from torchnn_doc.checker.equations.page_equations import PageEquations
from torchnn_doc.checker.equations.reading import Binding
from torchnn_doc.checker.equations.verify import verify
from torchnn_doc.checker.page.blocks import Block, Output, read_page
from torchnn_doc.checker.page.errors import CheckError
from torchnn_doc.checker.page.fences import read_source
from torchnn_doc.checker.record import EquationRecord
from torchnn_doc.checker.run.outcome import Outcome
from torchnn_doc.checker.run.page_run import PageRun

_NUMBER = re.compile(r"(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?", re.ASCII)
_SECONDS = 60  # that a block may run, altered or not


class Ran:
    """A page that was run, and found right.

    Args:
        file: The page.
        root: The folder that its name starts from.
        lines: How many lines of its code are taken away, one at a time; all, if there are no more.
    """

    def __init__(self, file: Path, root: Path, lines: int = sys.maxsize) -> None:
        self.lines = lines
        self.source = read_source(file, file.relative_to(root).as_posix())
        self.page = read_page(self.source)
        self.equations = PageEquations(self.source)
        run = self.start([*self.page.blocks, *self.equations.blocks])
        self.outcomes = dict(self.check_all(run, self.page.blocks))
        self.values: dict[Binding, object] = self.equations.values(lambda block: run.outcome(block, str))

    @cached_property
    def steady(self) -> list[Block]:
        """The blocks that do the same in each run."""
        again = dict(self.check_all(self.start(self.page.blocks), self.page.blocks))
        varying = {block.line for block, output, _ in self.outputs() if output.rule.varies}
        blocks = [block for block in self.page.blocks if block.line in again and block.line not in varying]
        return [block for block in blocks if self.same(block, again)]

    def start(self, blocks: Sequence[Block]) -> PageRun:
        """A run of some version of the page's blocks, in which none has been run yet."""
        steps = tuple(sorted(blocks, key=lambda block: block.line))
        return PageRun(replace(self.page, blocks=steps), self.source, {}, timeout=_SECONDS)

    def check_all(self, run: PageRun, blocks: Sequence[Block]) -> Iterator[tuple[int, Outcome]]:
        """Run blocks and check each; give their outcomes by line."""
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

    @cached_property
    def steps(self) -> list[EquationRecord]:
        """The equations of the page that lead from number to number."""
        records = verify(self.equations.mathematics, self.values)
        return [record for record in records if record.is_verified]

    def shows(self, number: str) -> bool:
        """Whether a number, or what rounds to it, stands on the page, whatever its sign."""
        wanted = abs(Decimal(number))
        return any(_rounds_to(each, wanted) for each in self._numbers)

    @cached_property
    def _numbers(self) -> set[Decimal]:
        texts = [self.source.text, self.source.text.replace(",", "").replace("{}", "")]
        return {abs(Decimal(number)) for text in texts for number in _NUMBER.findall(text)}

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


def _rounds_to(number: Decimal, wanted: Decimal) -> bool:
    exponent = int(wanted.as_tuple().exponent)
    return abs(number - wanted) <= (Decimal(1).scaleb(exponent) / 2 if exponent < 0 else 0)
