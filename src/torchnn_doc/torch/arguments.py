"""Checks and converts the arguments of `torch`; what it refuses, it names in one form of message."""

from __future__ import annotations

import math
import numbers
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from torchnn_doc.torch.errors import ArgumentTypeError, ArgumentValueError, ShapeError
from torchnn_doc.torch.printing import TYPE_NAMES, size_text

if TYPE_CHECKING:
    from numpy.typing import NDArray


MOST_DIMENSIONS = 64  # of a numpy array
MOST_ELEMENTS = 2**56
TOO_LARGE = np.float64(2**63)  # for C's `long`


def describe(value: object) -> str:
    """Returns what an error message calls a value: `a torch.DoubleTensor of size 3x2`, `a list`, `3.5`.

    A plain array is `a float64 array of size 3x2`; without dimensions it is `a 0-d float64 array`.
    """
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, np.ndarray):
        plain = type(value) is np.ndarray or value.dtype not in TYPE_NAMES
        name = f"{value.dtype} array" if plain else TYPE_NAMES[value.dtype]
        if not value.shape:
            return f"a 0-d {name}"
        if 0 in value.shape:
            return f"an empty {name}"
        return f"{'an' if name.startswith('int') else 'a'} {name} of size {size_text(value.shape)}"
    if isinstance(value, int | float | str | None):
        return repr(value)
    return f"a {type(value).__name__}"


def describe_all(values: tuple[object, ...]) -> str:
    """Returns what an error message calls some arguments together."""
    return ", ".join(map(describe, values)) or "nothing"


def is_whole(value: object) -> bool:
    """Whether a value is a whole number; True and False are none."""
    return type(value) is int or (isinstance(value, numbers.Integral) and not isinstance(value, bool))


def is_number(value: object) -> bool:
    """Whether a value is a real number, nan and infinity too; True and False are none."""
    return isinstance(value, numbers.Real) and not isinstance(value, bool)


def is_finite(value: object) -> bool:
    """Whether a value is a number that a double can hold, but not nan or infinity."""
    try:
        return is_number(value) and math.isfinite(value)  # type: ignore[arg-type]
    except OverflowError:
        return False


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


def checked_numbers(where: str, *values: Any) -> tuple[float, ...]:
    """Returns numbers as doubles; refuses nan, infinity, and whole numbers that no double can hold.

    Raises:
        ArgumentTypeError: If a value is not a finite number.
    """
    for value in values:
        if not is_finite(value):
            raise ArgumentTypeError(where, describe(value), "finite numbers")
    return tuple(map(float, values))


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
        raise ArgumentTypeError(f"{where}: size", describe_all(given), "whole numbers, or a tuple of them")
    if any(size < 0 for size in given):
        raise ShapeError(where, f"size {size_text(given)}", "sizes of zero or more")
    # numpy counts a size of zero as one here.
    if len(given) > MOST_DIMENSIONS or math.prod(int(size) or 1 for size in given) > MOST_ELEMENTS:
        expected = f"at most {MOST_DIMENSIONS} dimensions and {MOST_ELEMENTS} elements"
        raise ShapeError(where, f"size {size_text(given)}", expected)
    return tuple(map(int, given)) or (0,)


@contextmanager
def memory_for(where: str, sizes: tuple[Any, ...]) -> Iterator[tuple[int, ...]]:
    """Gives the shape that some sizes make, as `checked_shape`, to make a tensor of it.

    Raises:
        ArgumentTypeError: As `checked_shape`.
        ShapeError: As `checked_shape`, and if there is not enough memory.
    """
    shape = checked_shape(where, sizes)
    try:
        yield shape
    except MemoryError:
        raise ShapeError(where, f"size {size_text(shape)}", "a size that fits in memory") from None


def converted(where: str, array: NDArray[Any], dtype: np.dtype[Any]) -> NDArray[Any]:
    """Returns an array as one of another type, converted as C does it; of the same type, the array itself.

    Raises:
        ArgumentValueError: If a number is nan or beyond 64 bits, and the type has whole numbers only.
    """
    if array.dtype.kind != "f" or array.dtype == dtype:
        return array.astype(dtype, copy=False)
    if dtype.kind in "iu":
        wrong = array[~(np.abs(array) < TOO_LARGE)]
        if wrong.size:
            raise ArgumentValueError(where, describe(wrong[0]), "finite numbers of at most 64 bits")
    with np.errstate(over="ignore"):  # infinity, as in C
        return array.astype(dtype)


def as_array(data: Any) -> NDArray[Any]:
    """Returns data as numpy takes it, but whole numbers of more than 64 bits as doubles, not as objects.

    Raises:
        ValueError: If the rows of the data differ in length.
    """
    array = np.array(data)
    if array.dtype == object and all(map(is_finite, array.flat)):
        return array.astype(np.float64)
    return array
