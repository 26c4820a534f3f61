"""Decides whether two numbers are as equal as the sign between them says."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from random import Random

import sympy

from torchnn_doc.checker.equations.array import Array, Scalar, Value
from torchnn_doc.checker.equations.errors import NotReadError
from torchnn_doc.checker.equations.figure import Figure
from torchnn_doc.checker.equations.tree import Node, Number, Power, Product, Sum, Table, Transpose, bare

# What functions worked out to 40 digits may be off, and what a calculation in floats may be.
_EXACT, _FLOAT = Fraction(1, 10**30), Fraction(1, 10**9)
_DIGITS = 40
_HALF = Fraction(1, 2)
_FIRST_DIGIT = 10
_FEW_IN = 100


@dataclass(frozen=True)
class Pair:
    """What stands in the same place of both sides.

    Attributes:
        where: The place: a row and a column, the values of the indices; "" if there is only one.
        left: On the left.
        right: On the right.
        left_alone: Whether it is a figure there, not a calculation with figures.
        right_alone: Whether it is on the right.
    """

    where: str
    left: Scalar
    right: Scalar
    left_alone: bool = False
    right_alone: bool = False

    @property
    def is_numeric(self) -> bool:
        """Whether both are numbers."""
        return isinstance(self.left, Figure) and isinstance(self.right, Figure)

    def agrees(self, sign: str) -> bool:
        """Whether two numbers are as equal as the sign says.

        `=` takes figures as they are written: both sides come to the same, or one is a figure alone and
        the other rounds to it. `≈` takes figures for all that rounds to them, a whole number alone too, and
        one side can be what the other says. But one with fewer decimals than the result shows is no rounded
        one: nobody could have told so many decimals from it.
        """
        if sign == "≈":
            return self._vouch()
        return self.leads_right or (not self.right_alone and self.leads_left)

    @property
    def is_rounding(self) -> bool:
        """Whether the rounding of the figures explains the difference: 1.5 is too short to tell."""
        widths = [figure.high - figure.low for figure in (self.left, self.right)]
        return self._vouch() and max(widths) * _FEW_IN <= min(abs(self.left.value), abs(self.right.value))

    def _vouch(self) -> bool:
        """Whether one side, with its figures taken for rounded ones, can be the other as written.

        A calculation of which its figures leave not even the first digit certain has to come to a figure as
        written.
        """
        left, right = _widened(self.left, self.left_alone), _widened(self.right, self.right_alone)
        if self.left_alone != self.right_alone:
            other = right if self.left_alone else left
            if (other.high - other.low) * _FIRST_DIGIT > abs(other.value):
                return self.leads_left if self.left_alone else self.leads_right
        return left.low <= right.value <= left.high or right.low <= left.value <= right.high

    @property
    def leads_right(self) -> bool:
        """Whether the right number follows from the left one as written: the same, or rounded from it."""
        return self._is_same() or (self.right_alone and self.right.low <= self.left.value <= self.right.high)

    @property
    def leads_left(self) -> bool:
        """Whether the left number follows from the right one."""
        return self._is_same() or (self.left_alone and self.left.low <= self.right.value <= self.left.high)

    def _is_same(self) -> bool:
        slack = _FLOAT if self.left.computed or self.right.computed else _EXACT
        largest = max(abs(self.left.value), abs(self.right.value))
        return bool(abs(self.left.value - self.right.value) <= slack * largest)


def pairs_of(left: Value, right: Value, nodes: tuple[Node, Node], indices: str) -> Iterator[Pair]:
    """Pair the entries of two sides of one size.

    Args:
        left: The left side's value.
        right: The right side's.
        nodes: Both as written.
        indices: The values of the index letters, for messages.
    """
    rows, others = _rows(left), _rows(right)
    single = len(rows) == len(rows[0]) == 1
    for i, (row, other) in enumerate(zip(rows, others, strict=True)):
        for j, (one, two) in enumerate(zip(row, other, strict=True)):
            place = "" if single else f"row {i + 1}, column {j + 1}"
            where = ", ".join(filter(None, [place, indices]))
            yield Pair(where, one, two, *(_is_figure(node, i, j) for node in nodes))


def rounding_of_results(*sides: Node) -> Fraction | None:
    """One unit of the last digit of the coarsest decimal that stands alone on a side, or None without any."""
    figures = (Figure.read(number.text) for side in sides for number in _alone(side))
    return max((width for figure in figures if (width := figure.high - figure.low)), default=None)


def same_size(left: Value, right: Value) -> bool:
    """Whether two values have as many rows and columns."""
    rows, others = _rows(left), _rows(right)
    return (len(rows), len(rows[0])) == (len(others), len(others[0]))


def identical(left: sympy.Expr, right: sympy.Expr) -> bool:
    """Whether two expressions are equal whatever their symbols are.

    It is tried at points that no one would choose; different expressions do not agree there to 25 digits.

    Raises:
        NotReadError: One of them has no value there.
    """
    if left == right:
        return True
    symbols = sorted(left.free_symbols | right.free_symbols, key=str)
    random = Random(0)
    for _ in range(2):
        point = {symbol: sympy.Rational(random.randrange(10**9, 10**10), 3 * 10**9) for symbol in symbols}
        try:
            values = [expression.evalf(_DIGITS, subs=point) for expression in (left, right)]
        except (MemoryError, OverflowError):  # as of a tower of powers
            raise NotReadError("a side is too large a number for most values of its names") from None
        if not all(value.is_number and value.is_finite for value in values):
            raise NotReadError("a side has no value for most values of its names")
        if abs(values[0] - values[1]) > sympy.Float("1e-25") * max(1, *map(abs, values)):
            return False
    return True


def _rows(value: Value) -> tuple[tuple[Scalar, ...], ...]:
    return value.rows if isinstance(value, Array) else ((value,),)


def _widened(figure: Figure, alone: bool) -> Figure:
    if alone and figure.is_whole:
        return Figure(figure.value, figure.low - _HALF, figure.high + _HALF)
    return figure


def _alone(node: Node) -> Iterator[Number]:
    """The numbers on a side that stand there alone, or alone as an entry."""
    match bare(node):
        case Table(rows):
            for row in rows:
                for entry in row:
                    yield from _alone(entry)
        case Transpose(of) | Sum((-1,), (of,)):
            yield from _alone(of)
        case Number() as number:
            yield number


def _is_figure(node: Node, row: int, column: int) -> bool:
    r"""Whether an entry of a side is written as a figure: `-0.5`, `1.2 \cdot 10^{-3}`."""
    match bare(node):
        case Table(rows):
            return _is_figure(rows[row][column], 0, 0)
        case Transpose(of):
            return _is_figure(of, column, row) if isinstance(bare(of), Table) else False
        case Sum((-1,), (of,)):
            return _is_figure(of, row, column)
        case Product((Number(), Power(Number("10"))), _) | Number():
            return True
    return False
