"""Refuses what does not fit a module, before a parameter or a gradient changes."""

import sys
from typing import Any

import numpy as np

from torchnn_doc.torch.arguments import describe, is_finite, is_whole
from torchnn_doc.torch.errors import ArgumentTypeError, ShapeError
from torchnn_doc.torch.printing import TYPE_NAMES, size_text

LARGEST = sys.float_info.max


class AnySize(str):
    """A letter that stands for any size but zero in a shape that is expected."""

    def __eq__(self, size: object) -> bool:
        return size != 0

    __hash__ = str.__hash__


C, M, N = AnySize("C"), AnySize("M"), AnySize("N")


def check_tensor(
    owner: object, name: str, value: Any, dtype: np.dtype[Any], *shapes: tuple[int | str, ...]
) -> None:
    """Refuses what is not a tensor with that type of elements, of one of the shapes.

    Without shapes every one fits but an empty one. `owner` and `name` say in the message who refuses what.
    """
    right_type = isinstance(value, np.ndarray) and value.dtype == dtype
    if right_type and (value.shape in shapes if shapes else 0 not in value.shape):
        return
    sizes = " or ".join(map(size_text, shapes))
    expected = f"a {TYPE_NAMES[dtype]}" + (f" of size {sizes}" if sizes else " that is not empty")
    error = ShapeError if right_type else ArgumentTypeError
    raise error(f"{owner!r}: {name}", describe(value), expected)


def check_number(owner: object, name: str, value: Any) -> None:
    """Refuses what is not a finite number."""
    if (type(value) is float or type(value) is int) and abs(value) <= LARGEST:
        return  # nearly every number, and at once: it stands in the way of every pass
    if not is_finite(value):
        raise ArgumentTypeError(f"{owner!r}: {name}", describe(value), "a number that is finite")


def check_flag(owner: str, name: str, value: object) -> None:
    """Refuses what is neither True nor False."""
    if not isinstance(value, bool | np.bool_):
        raise ArgumentTypeError(f"{owner}: {name}", describe(value), "True or False")


def check_size(owner: str, name: str, value: Any) -> None:
    """Refuses what cannot be the number of inputs or outputs of a module."""
    if not is_whole(value):
        raise ArgumentTypeError(f"{owner}: {name}", describe(value), "a whole number")
    if value < 1:
        raise ShapeError(f"{owner}: {name}", describe(value), "1 or more")
