"""Refuses what does not fit a module, before a parameter or a gradient changes."""

import sys
from typing import Any

import numpy as np

from torchnn_doc.nn.memory import Pair
from torchnn_doc.torch.arguments import describe, is_finite, is_whole
from torchnn_doc.torch.errors import ArgumentTypeError, ArgumentValueError, ShapeError
from torchnn_doc.torch.printing import TYPE_NAMES, size_text

LARGEST = sys.float_info.max
LISTS = list, tuple


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
    right_type = isinstance(value, np.ndarray) and (value.dtype is dtype or value.dtype == dtype)
    if right_type and (value.shape in shapes or not (shapes or 0 in value.shape)):
        return
    sizes = " or ".join(map(size_text, shapes))
    type_name = TYPE_NAMES.get(dtype, f"{dtype} array")
    expected = f"a {type_name}" + (f" of size {sizes}" if sizes else " that is not empty")
    error = ShapeError if right_type else ArgumentTypeError
    raise error(f"{owner!r}: {name}", describe(value), expected)


def as_pairs(owner: object, listed: Any) -> list[Pair]:
    """Returns what `parameters` listed, each parameter with its gradient; None lists nothing."""
    if listed is None:
        return []
    two = isinstance(listed, LISTS) and len(listed) == 2
    if not (two and isinstance(listed[0], LISTS) and isinstance(listed[1], LISTS)):
        expected = "two lists, one of parameters and one of their gradients, or None"
        raise ArgumentTypeError(f"{owner!r}: parameters()", describe(listed), expected)
    if len(listed[0]) != len(listed[1]):
        found = f"{len(listed[0])} and {len(listed[1])}"
        raise ShapeError(f"{owner!r}: parameters()", found, "a gradient for each parameter")
    return list(zip(*listed, strict=True))


def check_gradients(owner: Any, pairs: list[Pair]) -> None:
    """Refuses what is no parameter, and a gradient that has not its type and shape or is read-only."""
    for number, (weight, gradient) in enumerate(pairs):
        is_tensor = isinstance(weight, np.ndarray) and weight.dtype.kind == "f"
        is_like_it = is_tensor and isinstance(gradient, np.ndarray) and gradient.dtype == weight.dtype
        if not is_like_it or gradient.shape != weight.shape or not gradient.flags.writeable:
            name = owner._name_of(weight, f"parameters()[0][{number}]")
            if not is_tensor:
                expected = "a torch.DoubleTensor or torch.FloatTensor"
                raise ArgumentTypeError(f"{owner!r}: {name}", describe(weight), expected)
            check_gradient(owner, owner._name_of(gradient, f"the gradient of {name}"), gradient, weight)


def check_gradient(owner: object, name: str, gradient: Any, parameter: np.ndarray) -> None:
    """Refuses what is not a tensor of the type and shape of its parameter, and what is read-only."""
    check_tensor(owner, name, gradient, parameter.dtype, parameter.shape)
    check_writable(owner, name, gradient)


def check_writable(owner: object, name: str, tensor: np.ndarray) -> None:
    """Refuses a tensor that is to be overwritten and is read-only."""
    if not tensor.flags.writeable:
        found = f"{describe(tensor)} that is read-only"
        raise ArgumentValueError(f"{owner!r}: {name}", found, "one that can be written")


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
