"""Arrays that are views of one memory: where they lie in it, and how they are saved and converted with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar
from weakref import WeakValueDictionary

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def memory_of(array: NDArray[Any]) -> NDArray[Any]:
    """Returns the array whose memory this one looks into: itself, if the memory is its own."""
    while isinstance(array.base, np.ndarray):
        array = array.base
    return array


def address(array: NDArray[Any]) -> int:
    """Returns where the first element lies."""
    return int(array.__array_interface__["data"][0])


def place(array: NDArray[Any]) -> tuple[Any, ...]:
    """Returns what is the same only for arrays that look at the same elements in the same way."""
    return address(array), array.shape, array.strides, array.dtype


def each_once(pairs: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Returns pairs of a parameter and its gradient without those that have the elements of an earlier one.

    A transpose has the elements of what it is the transpose of.
    """
    distinct: list[tuple[Any, Any]] = []
    for pair in pairs:
        if not any(all(map(_same_elements, pair, earlier)) for earlier in distinct):
            distinct.append(pair)
    return distinct


def _same_elements(one: NDArray[Any], other: NDArray[Any]) -> bool:
    if not np.may_share_memory(one, other) or address(one) != address(other):
        return False
    return set(zip(one.strides, one.shape, strict=True)) == set(zip(other.strides, other.shape, strict=True))


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
    memory = memory_of(array)
    if memory is array or memory.dtype != array.dtype or memory.dtype.hasobject or not memory.flags.forc:
        return None
    size, offset = array.itemsize, address(array) - address(memory)
    if any(number % size for number in (offset, *array.strides)):
        return None
    steps = tuple(stride // size for stride in array.strides)
    return memory, type(array), array.shape, offset // size, steps


class SavedView:
    """Stands for a view while it is copied or saved: its memory is saved once, however many look into it."""

    _made: ClassVar[WeakValueDictionary[int, SavedView]] = WeakValueDictionary()

    def __init__(self, array: NDArray[Any], place: tuple[Any, ...]) -> None:
        self.array, self.place = array, place

    @classmethod
    def of(cls, array: NDArray[Any]) -> Any:
        """Returns what stands for an array: the same for the same array, and the array if it is no view."""
        place = place_in_memory(array)
        if place is None:
            return array
        saved = cls._made.get(id(array))
        if saved is None or saved.array is not array:
            cls._made[id(array)] = saved = cls(array, place)
        return saved

    def __reduce__(self) -> tuple[Any, ...]:
        return view_of, self.place


class Converted:
    """Converts arrays of fractions to one type; arrays that shared their memory share it afterwards.

    Args:
        dtype: The type of their elements afterwards.
    """

    def __init__(self, dtype: np.dtype[Any]) -> None:
        self.dtype = dtype
        self._done: dict[int, tuple[NDArray[Any], NDArray[Any]]] = {}  # the old one too: its id stays its own

    def __call__(self, array: NDArray[Any]) -> NDArray[Any]:
        """Returns the array converted, and for the same array the same again."""
        if array.dtype.kind != "f":
            return array
        if id(array) not in self._done:
            self._done[id(array)] = array, self._convert(array)
        return self._done[id(array)][1]

    def _convert(self, array: NDArray[Any]) -> NDArray[Any]:
        place = place_in_memory(array)
        if place is not None:
            memory, *where = place
            return view_of(self(memory), *where)  # type: ignore[no-any-return]
        with np.errstate(all="ignore"):  # a fresh gradWeight may hold anything
            return array.astype(self.dtype)
