"""Stands in for the equations of a page where what would read them is not installed."""

from collections.abc import Iterable, Iterator

from torchnn_doc.checker.equations.cut import CutError, cut
from torchnn_doc.checker.page.blocks import Block
from torchnn_doc.checker.page.formulas import Formula
from torchnn_doc.checker.record import NEEDS_EXTRA, EquationAccount


class UnreadEquations:
    """The equations of a page, of which nothing is known but where they stand.

    Args:
        formulas: The page's formulas.

    Attributes:
        accounts: What is said of each equation.
        blocks: None have to be run.
    """

    blocks: tuple[Block, ...] = ()

    def __init__(self, formulas: Iterable[Formula]) -> None:
        self.accounts = tuple(account for formula in formulas for account in _accounts(formula))

    def __bool__(self) -> bool:
        return bool(self.accounts)


def _accounts(formula: Formula) -> Iterator[EquationAccount]:
    try:
        relations, _ = cut(formula.tex)
    except CutError as error:
        yield EquationAccount(formula.line, " ".join(formula.tex.split()), "not read", str(error))
        return
    for relation in relations:
        line = formula.line + formula.tex.count("\n", 0, relation.offset)
        tex = " ".join(f"{relation.left.tex} {relation.sign} {relation.right.tex}".split())
        yield EquationAccount(line, tex, "not read", NEEDS_EXTRA)
