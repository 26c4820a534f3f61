"""Refuses what does not fit a module, before the module changes anything."""

from __future__ import annotations

import numbers
from typing import Any

import numpy as np

from torchnn_doc.torch.errors import ArgumentTypeError, ShapeError
from torchnn_doc.torch.printing import TYPE_NAMES, size_text
from torchnn_doc.torch.tensor import describe


def check_tensor(where: str, value: object, dtype: np.dtype[Any], *shapes: tuple[int | str, ...]) -> None:
    """Refuses what is not a tensor with that type of elements, of one of the shapes.

    Args:
        where: The module and the name of its argument, for the message.
        value: What was given.
        dtype: The right type of elements.
        *shapes: The shapes that fit, where a letter stands for any size but zero.
            None given: every shape but the empty one.

    Raises:
        ArgumentTypeError: If `value` is no array, or its elements have another type.
        ShapeError: If its shape is none of `shapes`.
    """
    sizes = " or ".join(size_text(shape) for shape in shapes)
    expected = f"a {TYPE_NAMES[dtype]}" + (f" of size {sizes}" if sizes else " that is not empty")
    if not isinstance(value, np.ndarray) or value.dtype != dtype:
        raise ArgumentTypeError(where, describe(value), expected)
    fits = any(_fits(value.shape, shape) for shape in shapes) if shapes else value.size > 0
    if not fits:
        raise ShapeError(where, describe(value), expected)


def check_number(where: str, value: object) -> None:
    """Refuses what is not a number.

    Raises:
        ArgumentTypeError: If `value` is not a real number.
    """
    if not isinstance(value, numbers.Real):
        raise ArgumentTypeError(where, describe(value), "a number")


def check_size(where: str, value: object) -> None:
    """Refuses what cannot be the number of inputs or outputs of a module.

    Raises:
        ArgumentTypeError: If `value` is not a whole number.
        ShapeError: If it is below 1.
    """
    if not isinstance(value, numbers.Integral):
        raise ArgumentTypeError(where, describe(value), "a whole number")
    if value < 1:
        raise ShapeError(where, describe(value), "1 or more")


def _fits(given: tuple[int, ...], shape: tuple[int | str, ...]) -> bool:
    return len(given) == len(shape) and all(
        size == wanted if isinstance(wanted, int) else size > 0
        for size, wanted in zip(given, shape, strict=True)
    )
