"""Stands in for the equations of a page where what would read them is not installed."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from torchnn_doc.checker.equations.cut import CutError, cut
from torchnn_doc.checker.page.blocks import Block
from torchnn_doc.checker.page.formulas import Formula
from torchnn_doc.checker.record import NEEDS_EXTRA, EquationRecord, Finding
from torchnn_doc.checker.run.outcome import Outcome


class UnreadEquations:
    """The equations of a page, of which nothing is known but where they stand.

    Args:
        formulas: The page's formulas.

    Attributes:
        blocks: None have to be run.
    """

    blocks: tuple[Block, ...] = ()

    def __init__(self, formulas: Iterable[Formula]) -> None:
        self._records = tuple(record for formula in formulas for record in _records(formula))

    def __bool__(self) -> bool:
        return bool(self._records)

    def verify(self, _run: Callable[[Block], Outcome]) -> Sequence[EquationRecord]:
        """Say of each that it was not read, and why."""
        return self._records


def _records(formula: Formula) -> Iterator[EquationRecord]:
    try:
        relations, _ = cut(formula.tex)
    except CutError as error:
        yield EquationRecord(formula.line, " ".join(formula.tex.split()), Finding.UNREAD, str(error))
        return
    for relation in relations:
        line = formula.line + formula.tex.count("\n", 0, relation.offset)
        tex = " ".join(f"{relation.left.tex} {relation.sign} {relation.right.tex}".split())
        yield EquationRecord(line, tex, Finding.UNREAD, NEEDS_EXTRA)
