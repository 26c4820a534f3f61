"""Tensors that share elements: which ones do, and how all are converted together."""

from collections.abc import Iterable
from typing import Any
from weakref import WeakValueDictionary

import numpy as np

from torchnn_doc.torch.arguments import describe
from torchnn_doc.torch.errors import ArgumentValueError
from torchnn_doc.torch.memory import address, place_in_memory, view_of
from torchnn_doc.torch.tensor import Tensor

Pair = tuple[Any, Any]  # of a parameter and its gradient

# What getParameters returned, by id, for as long as somebody holds it.
_vectors: WeakValueDictionary[int, Tensor] = WeakValueDictionary()


def remember_vector(vector: Tensor) -> Tensor:
    """Returns a vector that getParameters gives; from now on its parts may not move while it is held."""
    _vectors[id(vector)] = vector
    return vector


def check_in_no_vector(owner: str, tensors: Iterable[tuple[str, np.ndarray]]) -> None:
    """Refuses to move a tensor, given with its name, out of a vector that would then train nothing."""
    for name, tensor in tensors:
        if any(np.may_share_memory(tensor, vector) for vector in list(_vectors.values())):
            found = f"{describe(tensor)} in a vector of getParameters that is still in use"
            expected = "one call, for the whole network and after float or double, or that vector deleted"
            raise ArgumentValueError(f"{owner}: {name}", found, expected)


def place(array: np.ndarray) -> tuple[Any, ...]:
    """Returns what is the same only for arrays that look at the same elements in the same way."""
    return address(array), array.shape, array.strides, array.dtype


def each_once(pairs: Iterable[Pair]) -> list[Pair]:
    """Returns pairs of a parameter and its gradient without those that have the elements of an earlier one.

    A transpose has the elements of what it is the transpose of.
    """
    distinct: list[Pair] = []
    for pair in pairs:
        if not any(all(map(_same_elements, pair, earlier)) for earlier in distinct):
            distinct.append(pair)
    return distinct


def shared(pairs: list[Pair]) -> list[Any]:
    """Returns the parameters that overlap an earlier one in memory, as does the gradient."""
    return [
        weight
        for number, (weight, gradient) in enumerate(pairs)
        if any(np.may_share_memory(weight, w) and np.shares_memory(gradient, g) for w, g in pairs[:number])
    ]


def _same_elements(one: np.ndarray, other: np.ndarray) -> bool:
    if not np.may_share_memory(one, other) or address(one) != address(other):
        return False
    return set(zip(one.strides, one.shape, strict=True)) == set(zip(other.strides, other.shape, strict=True))


class Converted:
    """Converts arrays of fractions to one type; arrays that shared their memory share it afterwards."""

    def __init__(self, dtype: np.dtype[Any]) -> None:
        self.dtype = dtype
        self._done: dict[int, tuple[np.ndarray, np.ndarray]] = {}  # the old one too: its id stays its own

    def __call__(self, array: np.ndarray) -> np.ndarray:
        """Returns the array converted, and for the same array the same again."""
        if array.dtype.kind != "f" or array.dtype == self.dtype:
            return array
        if id(array) not in self._done:
            self._done[id(array)] = array, self._convert(array)
        return self._done[id(array)][1]

    def _convert(self, array: np.ndarray) -> np.ndarray:
        place = place_in_memory(array)
        if place is not None:
            memory, *where = place
            return view_of(self(memory), *where)  # type: ignore[no-any-return]
        with np.errstate(all="ignore"):  # a fresh gradWeight may hold anything
            return array.astype(self.dtype)
