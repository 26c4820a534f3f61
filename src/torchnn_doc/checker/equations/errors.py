"""Why an equation cannot be read, or how it is found to be wrong before its sides are compared."""

from collections.abc import Iterable

from torchnn_doc.checker.page.errors import CheckError
from torchnn_doc.checker.record import EquationRecord


class NotReadError(Exception):
    """An equation that the checker cannot read; the message is the reason."""


class SizeError(Exception):
    """Matrices that cannot be added or multiplied as the page says."""


class EntryError(SizeError):
    """A matrix has no entry there."""


class EquationError(CheckError):
    """An equation of a page does not hold, or is not read where all have to be."""

    def __init__(self, path: str, equation: EquationRecord) -> None:
        reason = equation.reason if equation.is_wrong else f"not read: {equation.reason}"
        super().__init__(path, equation.line, f"{equation.tex}: {reason}", equation.details)


def raise_wrong(path: str, equations: Iterable[EquationRecord], all_read: bool = False) -> None:
    """Fail a page for its wrong equations.

    Args:
        path: The page.
        equations: Its equations.
        all_read: Whether one that is not read fails it, too, unless a comment says why it is skipped.

    Raises:
        CheckError: There are some; all of them are in the message.
    """
    wrong = [
        EquationError(path, each) for each in equations if each.is_wrong or (all_read and each.is_overlooked)
    ]
    if wrong:
        first, *others = wrong
        details = "\n\n".join(filter(None, [first.details, *map(str, others)]))
        raise CheckError(path, first.line, first.problem, details)
