"""Turns an array into the text that Torch7's `tostring(tensor)` gives for it.

One format serves the whole tensor. It depends on whether all elements are whole, and on how far apart the
decimal exponents of the smallest and the largest one lie.

Source: torch7, `Tensor.lua`, its behaviour as recorded.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray  # which takes half a millisecond to import

LINE_WIDTH = 80

# The powers of ten that are doubles, without the error of numpy's own.
TENS = np.array([10.0**power for power in range(23)])

TYPE_NAMES: dict[np.dtype[Any], str] = {
    np.dtype(np.float64): "torch.DoubleTensor",
    np.dtype(np.float32): "torch.FloatTensor",
    np.dtype(np.int64): "torch.LongTensor",
    np.dtype(np.int32): "torch.IntTensor",
    np.dtype(np.int16): "torch.ShortTensor",
    np.dtype(np.int8): "torch.CharTensor",
    np.dtype(np.uint8): "torch.ByteTensor",
}


class NumberFormat(NamedTuple):  # a dataclass takes longer to import than this file
    """How every element of one tensor is printed.

    Attributes:
        spec: The `%` format of one element.
        width: Characters that an element takes; 0 where the format does not pad.
        scale: The factor printed above the elements, which are divided by it; None for no factor.
    """

    spec: str
    width: int
    scale: float | None = None


def tostring(array: NDArray[Any]) -> str:
    """Returns the text of a tensor of any shape and any of Torch7's element types, final newline included."""
    name = TYPE_NAMES[array.dtype]
    if array.size == 0:
        return f"[{name} with no dimension]\n"
    values = np.asarray(array, dtype=np.float64)
    number = _number_format(values)
    if values.ndim <= 1:
        lines = _vector_lines(np.atleast_1d(values), number)
    elif values.ndim == 2:
        lines = _matrix_lines(values, number, indent="")
    else:
        lines = _slice_lines(values, number)
    shape = size_text(array.shape or (1,))
    return "\n".join([*lines, f"[{name} of size {shape}]\n"])


def storage_tostring(values: tuple[int, ...]) -> str:
    """Returns the text of a `torch.LongStorage`, which in Torch7 starts with an empty line."""
    lines: list[str] = []
    if values:
        array = np.array(values, dtype=np.float64)
        lines = _vector_lines(array, _number_format(array))
    return "\n".join(["", *lines, f"[torch.LongStorage of size {len(values)}]\n"])


def size_text(shape: Iterable[object]) -> str:
    """Returns a shape as Torch7 writes it: `3x2` for `(3, 2)`."""
    return "x".join(map(str, shape))


def _number_format(values: NDArray[np.float64]) -> NumberFormat:
    if np.isnan(values).any():
        return NumberFormat("%f", 0)
    magnitudes = np.abs(values)
    low, high = _digits(magnitudes.min()), _digits(magnitudes.max())
    if np.all(values == np.ceil(values)):
        if high > 9:
            return NumberFormat("%11.4e", 11)
        return NumberFormat(f"%{high + 1:.0f}d", int(high) + 1)
    if high - low > 4:
        width = 12 if abs(high) > 99 or abs(low) > 99 else 11
        return NumberFormat(f"%{width}.4e", width)
    if high > 5 or high < 0:
        return NumberFormat("%7.4f", 7, scale=math.pow(10, high - 1))
    width = 7 if high == 0 else int(high) + 6
    return NumberFormat(f"%{width}.4f", width)


def _digits(magnitude: float) -> float:
    """Returns the number of digits before the decimal point; negative for leading zeros behind it."""
    if magnitude == 0:
        return 1
    exponent = math.log10(magnitude)  # C's, as Torch7's: numpy's differs in the last bit on some processors
    return exponent if math.isinf(exponent) else math.floor(exponent) + 1


def _vector_lines(values: NDArray[np.float64], number: NumberFormat) -> list[str]:
    lines = [] if number.scale is None else [f"{number.scale:g} *"]
    return lines + [number.spec % value for value in _printed(values, number).tolist()]


def _matrix_lines(values: NDArray[np.float64], number: NumberFormat, indent: str) -> list[str]:
    """Returns the rows of a matrix, in groups of columns where they do not fit in a line."""
    columns = values.shape[1]
    per_line = columns if number.width == 0 else (LINE_WIDTH - len(indent)) // (number.width + 1)
    printed = _printed(values, number)
    row_indent = indent if number.scale is None else indent + " "
    lines: list[str] = []
    for first in range(0, columns, per_line):
        last = min(first + per_line, columns)
        if per_line < columns:
            # Torch7 indents the first of these headings only, and puts an empty line before the others.
            lines += [f"{'' if lines else indent}Columns {first + 1} to {last}"]
        if number.scale is not None:
            lines += [f"{indent}{number.scale:g} *"]
        row = row_indent + " ".join([number.spec] * (last - first))
        lines += [row % tuple(elements) for elements in printed[:, first:last].tolist()]
        if last < columns:
            lines += [""]
    return lines


def _slice_lines(values: NDArray[np.float64], number: NumberFormat) -> list[str]:
    """Returns every matrix of a tensor of three dimensions or more, each below its index."""
    lines: list[str] = []
    for index in _slice_indices(values.shape[:-2]):
        label = ",".join(str(i + 1) for i in index)
        lines += [f"({label},.,.) = ", *_matrix_lines(values[index], number, indent=" "), ""]
    return lines[:-1]


def _slice_indices(shape: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Yields all indices of `shape`, the first dimension counting fastest, as Torch7 lists the slices."""
    for reversed_index in product(*(range(n) for n in reversed(shape))):
        yield reversed_index[::-1]


@np.errstate(all="ignore")  # a factor may be 0 as Torch7's is, and log10(0), inf and nan lie between no texts
def _printed(values: NDArray[np.float64], number: NumberFormat) -> NDArray[np.float64]:
    """Returns the numbers to be formatted: divided by the factor, and moved where two texts are as near.

    There LuaJIT takes the one away from zero and Python the one with the even digit: the smallest step away
    from zero makes both agree.
    """
    if number.spec.endswith("d"):
        return values
    if number.scale is not None:
        values = values / number.scale
    magnitudes = np.abs(values)
    if number.spec.endswith("e"):
        decimals = 4 - np.floor(np.log10(magnitudes)).astype(int)
    else:
        decimals = np.array(6 if number.spec == "%f" else 4)
    # A binary number has half a unit of d decimals left over where it has half of 2^-d left over.
    unit = np.where(decimals < 0, TENS[np.clip(-decimals, 0, 22)], np.ldexp(1.0, -decimals))
    halfway = np.fmod(magnitudes, unit) == unit / 2
    return np.where(halfway, np.nextafter(values, np.copysign(np.inf, values)), values)
