"""Torch7's tensor: a numpy array that prints as Torch7 prints it."""

from __future__ import annotations

import numbers
from typing import Any

import numpy as np
from numpy.typing import NDArray

from torchnn_doc.torch.errors import ArgumentTypeError, ShapeError
from torchnn_doc.torch.printing import TYPE_NAMES, size_text, tostring


class Tensor(np.ndarray[Any, np.dtype[Any]]):
    """A `torch.DoubleTensor`, and in all else a numpy array.

    `Tensor()` is empty, `Tensor(3, 2)` has that size and uninitialised memory, `Tensor(data)` copies its
    numbers from nested lists or tuples, from one `float`, or from an array. A `Tensor` of the same type is
    not copied: as in Torch7 both then share their memory.

    numpy's functions work as on any array. What they return with elements of a type that Torch7 has
    (`float32`, `int64`, ...) prints under that type's name; where Torch7 has none (`bool`, `complex`), it is
    a plain array.

    Args:
        *args: Nothing, one or more whole numbers as the size, or the data.

    Raises:
        ShapeError: If a size is negative or the rows of the data differ in length.
        ArgumentTypeError: If the arguments are neither sizes nor numbers.

    Source: torch7, `Tensor.lua` and `doc/tensor.md`.
    """

    # Above a plain array's 0, so that numpy's functions on both kinds together return a tensor.
    __array_priority__ = 1.0

    def __new__(cls, *args: Any) -> Tensor:  # noqa: D102 - the class says it
        if not args:
            return np.empty(0).view(Tensor)
        if all(_is_size(arg) for arg in args):
            return np.empty(_checked_size(args)).view(Tensor)
        if len(args) > 1:
            given = ", ".join(type(arg).__name__ for arg in args)
            raise ArgumentTypeError("torch.Tensor", given, "whole numbers, or one list, tuple or array")
        return _from_data(args[0])

    def __array_wrap__(self, array: NDArray[Any], context: Any = None, return_scalar: bool = False) -> Any:
        """Makes a tensor of what a numpy function returns, unless Torch7 has no such type."""
        if return_scalar:
            return array[()]
        if array.dtype not in TYPE_NAMES:
            return np.asarray(array)
        return array if isinstance(array, Tensor) else array.view(Tensor)

    def __str__(self) -> str:
        if self.dtype in TYPE_NAMES:
            return tostring(self)
        return str(np.asarray(self))

    def __repr__(self) -> str:
        return str(self).removesuffix("\n")


def describe(value: object) -> str:
    """Returns what an error message calls a value: `a torch.DoubleTensor of size 3x2`, `a list`, `3.5`."""
    if isinstance(value, np.ndarray):
        name = TYPE_NAMES.get(value.dtype, f"{value.dtype} array")
        return f"an empty {name}" if value.size == 0 else f"a {name} of size {size_text(value.shape) or '1'}"
    if isinstance(value, int | float | str | None):
        return repr(value)
    return f"a {type(value).__name__}"


def _is_size(arg: object) -> bool:
    return isinstance(arg, numbers.Integral) and not isinstance(arg, bool)


def _checked_size(sizes: tuple[Any, ...]) -> tuple[int, ...]:
    if any(size < 0 for size in sizes):
        raise ShapeError("torch.Tensor", f"size {size_text(sizes)}", "sizes of zero or more")
    return tuple(int(size) for size in sizes)


def _from_data(data: Any) -> Tensor:
    if isinstance(data, Tensor) and data.dtype == np.float64:
        return data.view(Tensor)
    try:
        array = np.array(data)
    except ValueError as error:
        raise ShapeError("torch.Tensor", "rows of different lengths", "rows of one length") from error
    if array.dtype.kind not in "fiu" and array.size:
        expected = "numbers in a list, tuple or array, or sizes as whole numbers"
        raise ArgumentTypeError("torch.Tensor", _name_data(data, array), expected)
    return np.atleast_1d(array.astype(np.float64)).view(Tensor)


def _name_data(data: object, array: NDArray[Any]) -> str:
    return (
        describe(data)
        if array.ndim == 0
        else f"a {type(data).__name__} of {array.dtype.type.__name__.rstrip('_')}"
    )
