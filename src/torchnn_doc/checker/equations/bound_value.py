"""Turns a value of the page's code into numbers of an equation, whatever library it comes from."""

from decimal import Decimal
from fractions import Fraction
from math import isfinite

from torchnn_doc.checker.equations.array import Array, Value
from torchnn_doc.checker.equations.errors import NotReadError
from torchnn_doc.checker.equations.figure import Figure


def as_value(value: object) -> Value:
    """Take over a number, or a vector or matrix as lists of numbers or what has a `tolist()`.

    Raises:
        NotReadError: It is none of these.
    """
    plain = _plain(value)
    if not isinstance(plain, list):
        return plain
    rows = [each if isinstance(each, list) else [each] for each in plain]
    numbers = [[each for each in row if isinstance(each, Figure)] for row in rows]
    mixed = len({isinstance(each, list) for each in plain}) > 1
    if mixed or len({len(row) for row in rows}) != 1 or numbers != rows or not rows[0]:
        raise NotReadError("the lists are not those of a vector or a matrix")
    return Array(tuple(map(tuple, numbers)))


def _plain(value: object) -> Figure | list[object]:
    """The same as figures in lists."""
    tolist = getattr(value, "tolist", None)
    if callable(tolist):
        value = tolist()
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return Figure.exact(value)
    if isinstance(value, float | Decimal | Fraction) and isfinite(value):
        return Figure.exact(Fraction(value), computed=True)
    raise NotReadError(f"{value!r:.60} is not a number")
