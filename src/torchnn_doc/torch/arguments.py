"""Refuses wrong arguments of `torch`, and calls by one name whatever was given."""

from __future__ import annotations

import math
import numbers
from typing import TYPE_CHECKING, Any

from numpy import ndarray

from torchnn_doc.torch.errors import ArgumentTypeError, ArgumentValueError, ShapeError
from torchnn_doc.torch.printing import TYPE_NAMES, size_text

if TYPE_CHECKING:
    from numpy.typing import NDArray


MOST_DIMENSIONS = 64  # of a numpy array
MOST_ELEMENTS = 2**56


def describe(value: object) -> str:
    """Returns what an error message calls a value: `a torch.DoubleTensor of size 3x2`, `a list`, `3.5`."""
    if isinstance(value, ndarray):
        name = TYPE_NAMES.get(value.dtype, f"{value.dtype} array")
        empty = 0 in value.shape
        return f"an empty {name}" if empty else f"a {name} of size {size_text(value.shape) or '1'}"
    if isinstance(value, int | float | str | None):
        return repr(value)
    return f"a {type(value).__name__}"


def describe_all(values: tuple[object, ...]) -> str:
    """Returns what an error message calls some arguments together."""
    return ", ".join(map(describe, values)) or "nothing"


def is_whole(value: object) -> bool:
    """Whether a value is a whole number; True and False are none."""
    return type(value) is int or (isinstance(value, numbers.Integral) and not isinstance(value, bool))


def check_whole(where: str, *values: object) -> None:
    """Refuses what is not a whole number that C's `long` can hold.

    Raises:
        ArgumentTypeError: If a value is not a whole number.
        ArgumentValueError: If it takes more than 64 bits.
    """
    for value in values:
        if not is_whole(value):
            raise ArgumentTypeError(where, describe(value), "a whole number")
        if not -(2**63) <= value < 2**63:  # type: ignore[operator]
            raise ArgumentValueError(where, describe(value), "a whole number of at most 64 bits")


def check_numbers(where: str, *values: object) -> None:
    """Refuses what is not a number, nan and infinity.

    Raises:
        ArgumentTypeError: If a value is not a finite number.
    """
    for value in values:
        if not isinstance(value, numbers.Real) or not math.isfinite(value):
            raise ArgumentTypeError(where, describe(value), "finite numbers")


def check_writable(where: str, array: NDArray[Any]) -> None:
    """Refuses a tensor whose memory must not be written.

    Raises:
        ArgumentValueError: If it is read-only.
    """
    if not array.flags.writeable:
        raise ArgumentValueError(where, f"{describe(array)} that is read-only", "one that can be written")


def checked_shape(where: str, sizes: tuple[Any, ...]) -> tuple[int, ...]:
    """Returns the shape that some sizes make: whole numbers, or all of them in one tuple.

    As in Torch7 no sizes at all, in a tuple, are those of an empty tensor.

    Raises:
        ArgumentTypeError: If there are none, or they are not whole numbers.
        ShapeError: If one is negative, or no memory could hold as many elements.
    """
    given = sizes[0] if len(sizes) == 1 and isinstance(sizes[0], tuple) else sizes
    if not sizes or not all(map(is_whole, given)):
        raise ArgumentTypeError(f"{where}: size", describe_all(given), "whole numbers")
    if any(size < 0 for size in given):
        raise ShapeError(where, f"size {size_text(given)}", "sizes of zero or more")
    if len(given) > MOST_DIMENSIONS or math.prod(map(int, given)) > MOST_ELEMENTS:
        expected = f"at most {MOST_DIMENSIONS} dimensions and {MOST_ELEMENTS} elements"
        raise ShapeError(where, f"size {size_text(given)}", expected)
    return tuple(map(int, given)) or (0,)
