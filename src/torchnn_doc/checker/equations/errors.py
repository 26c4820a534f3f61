"""Why an equation cannot be read, or how it is found to be wrong before its sides are compared."""

from collections.abc import Iterable

from torchnn_doc.checker.page.errors import CheckError, ManyProblemsError
from torchnn_doc.checker.record import EquationRecord


class NotReadError(Exception):
    """An equation that the checker cannot read; the message is the reason."""


class SizeError(Exception):
    """Matrices that cannot be added or multiplied as the page says."""


class EquationError(CheckError):
    """An equation of a page does not hold."""

    def __init__(self, path: str, equation: EquationRecord) -> None:
        super().__init__(path, equation.line, f"{equation.tex}: {equation.reason}", equation.details)


def raise_wrong(path: str, equations: Iterable[EquationRecord]) -> None:
    """Fail a page for its wrong equations.

    Raises:
        ManyProblemsError: There are some.
    """
    if wrong := [EquationError(path, equation) for equation in equations if equation.is_wrong]:
        raise ManyProblemsError(wrong)
