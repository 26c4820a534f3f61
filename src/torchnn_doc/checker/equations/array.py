"""Matrices whose entries are figures or symbols, and what can be calculated with them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import TypeAlias

import sympy

from torchnn_doc.checker.equations.errors import NotReadError, SizeError
from torchnn_doc.checker.equations.figure import Figure

Scalar: TypeAlias = Figure | sympy.Expr


@dataclass(frozen=True)
class Array:
    """A matrix, row by row; a vector is a column unless it is written as a row."""

    rows: tuple[tuple[Scalar, ...], ...]

    @property
    def height(self) -> int:
        """How many rows it has."""
        return len(self.rows)

    @property
    def width(self) -> int:
        """How many columns it has."""
        return len(self.rows[0])

    @property
    def size(self) -> str:
        """Its size, in words."""
        return f"{self.height}x{self.width}"

    @property
    def transposed(self) -> "Array":
        """Its transpose."""
        return Array(tuple(zip(*self.rows, strict=True)))

    def map(self, function: Callable[[Scalar], Scalar]) -> "Array":
        """The matrix of what a function makes of each entry."""
        return Array(tuple(tuple(map(function, row)) for row in self.rows))


Value: TypeAlias = Scalar | Array


def entries_of(value: Value) -> tuple[Scalar, ...]:
    """The entries of a matrix, row by row; of a number, itself."""
    return tuple(entry for row in value.rows for entry in row) if isinstance(value, Array) else (value,)


def size_of(value: Value) -> str:
    """The size of a value, in words."""
    return f"a {value.size} matrix" if isinstance(value, Array) else "a number"


def sum_of(one: Value, other: Value) -> Value:
    """The sum of two numbers or two matrices of one size.

    Raises:
        SizeError: Two matrices differ in size.
        NotReadError: A number is added to a matrix.
    """
    if isinstance(one, Array) and isinstance(other, Array):
        if one.size != other.size:
            raise SizeError(f"a {one.size} matrix and a {other.size} matrix cannot be added")
        return _entrywise(add, one, other)
    if isinstance(one, Array) or isinstance(other, Array):
        raise NotReadError("a matrix and a number are added: is the number a matrix whose size is not known?")
    return one + other


def product_of(one: Value, other: Value, sign: str) -> Value:
    """The product of numbers and matrices.

    Args:
        one: The left factor.
        other: The right factor.
        sign: As written between them: a dot between two vectors is their inner product.

    Raises:
        SizeError: The sizes of two matrices do not fit.
    """
    if not isinstance(one, Array):
        left = one
        return other.map(lambda entry: left * entry) if isinstance(other, Array) else left * other
    if not isinstance(other, Array):
        return one.map(lambda entry: entry * other)
    if sign == "\\odot" and one.size == other.size:
        return _entrywise(lambda left, right: left * right, one, other)
    if sign == "\\cdot" and one.width == other.width == 1 < one.height == other.height:
        one = one.transposed
    if sign == "\\odot" or one.width != other.height:
        raise SizeError(f"a {one.size} matrix cannot be multiplied by a {other.size} matrix")
    columns = other.transposed.rows
    rows = tuple(tuple(_inner(row, each) for each in columns) for row in one.rows)
    return rows[0][0] if len(rows) == len(rows[0]) == 1 < one.width else Array(rows)


def _inner(row: tuple[Scalar, ...], other: tuple[Scalar, ...]) -> Scalar:
    return reduce(add, (left * right for left, right in zip(row, other, strict=True)))


def _entrywise(function: Callable[[Scalar, Scalar], Scalar], one: Array, other: Array) -> Array:
    pairs = (zip(*rows, strict=True) for rows in zip(one.rows, other.rows, strict=True))
    return Array(tuple(tuple(function(left, right) for left, right in row) for row in pairs))
