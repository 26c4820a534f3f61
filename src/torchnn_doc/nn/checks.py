"""Refuses what does not fit a module, before the module changes anything."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np

from torchnn_doc.torch.arguments import describe, is_finite, is_whole
from torchnn_doc.torch.errors import ArgumentTypeError, ShapeError
from torchnn_doc.torch.printing import TYPE_NAMES, size_text

LARGEST = sys.float_info.max


def check_tensor(
    owner: object, name: str, value: object, dtype: np.dtype[Any], *shapes: tuple[int | str, ...]
) -> None:
    """Refuses what is not a tensor with that type of elements, of one of the shapes.

    Args:
        owner: The module that refuses, for the message.
        name: What it calls this argument, for the message.
        value: What was given.
        dtype: The right type of elements.
        *shapes: The shapes that fit, where a letter stands for any size but zero.
            None given: every shape but the empty one.

    Raises:
        ArgumentTypeError: If `value` is no array, or its elements have another type.
        ShapeError: If its shape is none of `shapes`.
    """
    if not isinstance(value, np.ndarray) or value.dtype != dtype:
        raise ArgumentTypeError(f"{owner!r}: {name}", describe(value), _expected(dtype, shapes))
    shape = value.shape
    if shape not in shapes and (0 in shape or (shapes and not _fits_any(shape, shapes))):
        raise ShapeError(f"{owner!r}: {name}", describe(value), _expected(dtype, shapes))


def check_rows(owner: object, name: str, value: Any, dtype: np.dtype[Any], columns: int) -> tuple[int, ...]:
    """Refuses what is neither a vector of that many elements nor a matrix of such rows.

    As `check_tensor`, but it stands in the way of every pass: what fits is let through in few steps.

    Returns:
        Nothing in a tuple for a vector, the number of rows for a matrix.
    """
    if not (
        isinstance(value, np.ndarray)
        and value.dtype == dtype
        and (value.shape == (columns,) or (value.shape[1:] == (columns,) and len(value)))
    ):
        check_tensor(owner, name, value, dtype, (columns,), ("N", columns))
    rows: tuple[int, ...] = value.shape[:-1]
    return rows


def check_number(owner: object, name: str, value: Any) -> None:
    """Refuses what is not a finite number.

    Raises:
        ArgumentTypeError: If `value` is not a real number, or nan, or infinite.
    """
    if (type(value) is float or type(value) is int) and abs(value) <= LARGEST:
        return  # nearly every number, and at once: it stands in the way of every pass
    if not is_finite(value):
        raise ArgumentTypeError(f"{owner!r}: {name}", describe(value), "a number that is finite")


def check_flag(owner: str, name: str, value: object) -> None:
    """Refuses what is neither True nor False.

    Raises:
        ArgumentTypeError: If it is not.
    """
    if not isinstance(value, bool | np.bool_):
        raise ArgumentTypeError(f"{owner}: {name}", describe(value), "True or False")


def check_size(owner: str, name: str, value: Any) -> None:
    """Refuses what cannot be the number of inputs or outputs of a module.

    Raises:
        ArgumentTypeError: If `value` is not a whole number.
        ShapeError: If it is below 1.
    """
    if not is_whole(value):
        raise ArgumentTypeError(f"{owner}: {name}", describe(value), "a whole number")
    if value < 1:
        raise ShapeError(f"{owner}: {name}", describe(value), "1 or more")


def _expected(dtype: np.dtype[Any], shapes: tuple[tuple[int | str, ...], ...]) -> str:
    sizes = " or ".join(size_text(shape) for shape in shapes)
    return f"a {TYPE_NAMES[dtype]}" + (f" of size {sizes}" if sizes else " that is not empty")


def _fits_any(given: tuple[int, ...], shapes: tuple[tuple[int | str, ...], ...]) -> bool:
    return any(
        len(given) == len(shape)
        and all(isinstance(wanted, str) or size == wanted for size, wanted in zip(given, shape, strict=True))
        for shape in shapes
    )
