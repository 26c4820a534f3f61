"""A number of a page: what its digits say, and the interval of all that round to them."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Self

import sympy

from torchnn_doc.checker.equations.errors import NotReadError

_MOST_BITS = 20_000
_LARGEST_EXPONENT = 300
_DIGITS = 40
_INCREASING = {"exp": sympy.exp, "log": sympy.log, "ln": sympy.log, "sqrt": sympy.sqrt, "tanh": sympy.tanh}
_OTHERS = {"sin": sympy.sin, "cos": sympy.cos, "tan": sympy.tan, "sinh": sympy.sinh, "cosh": sympy.cosh}
FUNCTIONS = _INCREASING | _OTHERS


@dataclass(frozen=True)
class Figure:
    """A number, with bounds.

    Attributes:
        value: What a calculation with the digits as they are written gives.
        low: The least that it can be if each figure in it is a rounded one.
        high: The most.
        computed: Whether the page's code had a part in it, so that errors of floats are to be expected.
    """

    value: Fraction
    low: Fraction
    high: Fraction
    computed: bool = False

    @classmethod
    def exact(cls, value: Fraction | int, computed: bool = False) -> Self:
        """A number that is not rounded."""
        return cls(Fraction(value), Fraction(value), Fraction(value), computed)

    @classmethod
    def read(cls, text: str) -> Self:
        """A figure as written: 0.1453 may be anything from 0.14525 to 0.14535, a whole number is exact.

        Raises:
            NotReadError: It has an absurd exponent.
        """
        number = Decimal(text)
        exponent = number.as_tuple().exponent
        if not isinstance(exponent, int) or abs(exponent) > _LARGEST_EXPONENT:
            raise NotReadError(f"{text} is too large or too small")
        value = Fraction(number)
        half = Fraction(0) if text.isdigit() else Fraction(10) ** exponent / 2
        return cls(value, value - half, value + half)

    @property
    def is_whole(self) -> bool:
        """Whether it is written, or computed, without decimals."""
        return self.low == self.high and self.value.denominator == 1

    def apply(self, function: str) -> "Figure":
        """A function of it.

        Raises:
            NotReadError: The function has no real value there, or an absurd one.
        """
        if function in _INCREASING:
            value, low, high = (_value(function, each) for each in (self.value, self.low, self.high))
            return Figure(value, low, high, self.computed)
        return Figure.exact(_value(function, self.value), self.computed)

    def __add__(self, other: object) -> "Figure":
        if not isinstance(other, Figure):
            return NotImplemented
        computed = self.computed or other.computed
        return Figure(self.value + other.value, self.low + other.low, self.high + other.high, computed)

    def __neg__(self) -> "Figure":
        return Figure(-self.value, -self.high, -self.low, self.computed)

    def __mul__(self, other: object) -> "Figure":
        if not isinstance(other, Figure):
            return NotImplemented
        ends = [one * two for one in (self.low, self.high) for two in (other.low, other.high)]
        computed = self.computed or other.computed
        return Figure(self.value * other.value, min(ends), max(ends), computed)

    def __truediv__(self, other: object) -> "Figure":
        if not isinstance(other, Figure):
            return NotImplemented
        if other.low <= 0 <= other.high:
            raise NotReadError("a division by what may be zero")
        return self * Figure(1 / other.value, 1 / other.high, 1 / other.low, other.computed)

    def __pow__(self, exponent: object) -> "Figure":
        if not isinstance(exponent, Figure):
            return NotImplemented
        if not exponent.is_whole:
            if self.low <= 0:
                raise NotReadError("a power of what may be negative, with an exponent that is not whole")
            return (self.apply("log") * exponent).apply("exp")
        power = int(exponent.value)
        bits = max(self.value.numerator.bit_length(), self.high.denominator.bit_length())
        if abs(power) * bits > _MOST_BITS:
            raise NotReadError("a power that is too large")
        if power < 0:
            return Figure.exact(1) / self ** Figure.exact(-power)
        ends = [self.low**power, self.high**power]
        low = Fraction(0) if power % 2 == 0 and self.low <= 0 <= self.high else min(ends)
        return Figure(self.value**power, low, max(ends), self.computed or exponent.computed)

    def _sympy_(self) -> sympy.Expr:
        """What SymPy takes it for among symbols: the number as written."""
        return sympy.Rational(self.value.numerator, self.value.denominator)

    def __str__(self) -> str:
        """As a decimal, short enough to be read."""
        number = Decimal(self.value.numerator) / self.value.denominator
        short = Decimal(f"{number:.10g}").normalize()
        return f"{short:f}" if -10 < short.adjusted() < 15 else str(short)


def _value(function: str, at: Fraction) -> Fraction:
    if abs(at) > _LARGEST_EXPONENT and function != "sqrt":
        raise NotReadError(f"{function} of a number that is too large")
    value = FUNCTIONS[function](sympy.Rational(at.numerator, at.denominator)).evalf(_DIGITS)
    if not value.is_Float and not value.is_Rational:
        raise NotReadError(f"{function} has no real value there")
    return Fraction(str(value))
