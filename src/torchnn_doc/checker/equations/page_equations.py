"""Verifies the equations of a page, with values that its own code has where the page asks for them."""

import json
from collections.abc import Callable
from itertools import groupby
from types import MappingProxyType

from torchnn_doc.checker.equations.reading import Binding, read_mathematics
from torchnn_doc.checker.equations.verify import verify
from torchnn_doc.checker.page.blocks import Block
from torchnn_doc.checker.page.fences import Fence, Source
from torchnn_doc.checker.record import EquationRecord
from torchnn_doc.checker.run.outcome import Outcome

# Runs in the page's namespace and leaves no name there.
_CODE = """\
print()
print(__import__("json").dumps(
    [{}], default=lambda value: value.tolist() if hasattr(value, "tolist")
    else float(value) if hasattr(value, "__float__") else repr(value)
))
"""


class PageEquations:
    """The equations of a page.

    Args:
        source: The page.

    Attributes:
        mathematics: What it says in formulas and in comments to the checker.
        blocks: Blocks to be run among those of the page; each prints the values that the comments on one line
            ask for. What they raise is expected, so that it does not block the page.

    Raises:
        PageError: A comment to the checker is none that it knows.
    """

    def __init__(self, source: Source) -> None:
        self.mathematics = read_mathematics(source)
        by_line = groupby(self.mathematics.bindings, lambda binding: binding.line)
        self._lines = [list(bindings) for _, bindings in by_line]
        self.blocks = tuple(map(_block, self._lines))
        self._records: list[EquationRecord] | None = None

    def __bool__(self) -> bool:
        return bool(self.mathematics.statements)

    def verify(self, run: Callable[[Block], Outcome]) -> list[EquationRecord]:
        """Verify them, once.

        Args:
            run: Runs a block of the page, after what it may depend on.

        Raises:
            BlockedError: A block above a value that is needed failed.
        """
        if self._records is None:
            self._records = verify(self.mathematics, self.values(run))
        return self._records

    def values(self, run: Callable[[Block], Outcome]) -> dict[Binding, object]:
        """What the page's code has where the comments ask for it; nothing for what has no value there."""
        values: dict[Binding, object] = {}
        for bindings, block in zip(self._lines, self.blocks, strict=True):
            outcome = run(block)
            if not outcome.error:
                values.update(zip(bindings, json.loads(outcome.printed.splitlines()[-1]), strict=True))
        return values


def _block(bindings: list[Binding]) -> Block:
    code = _CODE.format(", ".join(f"({binding.expression})" for binding in bindings))
    fence = Fence("python", (), MappingProxyType({}), code, bindings[0].line, bindings[0].line, "")
    return Block(fence, raises="Exception")
