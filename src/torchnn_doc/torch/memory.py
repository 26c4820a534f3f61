"""Arrays that are views of one memory: where they lie in it, and how to make such a view again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def address(array: NDArray[Any]) -> int:
    """Returns where the first element lies."""
    return int(array.__array_interface__["data"][0])


def view_of(
    memory: NDArray[Any], kind: type[Any], shape: tuple[int, ...], offset: int, strides: tuple[int, ...]
) -> Any:
    """Returns an array that looks into another's memory; offset and strides count its elements."""
    size = memory.itemsize
    buffer = memory if memory.flags.c_contiguous else memory.T
    steps = [stride * size for stride in strides]
    return np.ndarray.__new__(kind, shape, memory.dtype, buffer, offset * size, steps)


def place_in_memory(array: NDArray[Any]) -> tuple[Any, ...] | None:
    """Returns the arguments of `view_of` that make this array; None if it is no view of such elements."""
    memory = array
    while isinstance(memory.base, np.ndarray):
        memory = memory.base
    if memory is array or memory.dtype != array.dtype or memory.dtype.hasobject or not memory.flags.forc:
        return None
    size = array.itemsize
    steps = tuple(stride // size for stride in array.strides)
    return memory, type(array), array.shape, (address(array) - address(memory)) // size, steps
