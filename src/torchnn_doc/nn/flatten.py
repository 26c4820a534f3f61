"""Joins the tensors of a module into one vector, whose views they become."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from torchnn_doc.nn.checks import given
from torchnn_doc.nn.memory import address, memory_of, view_of
from torchnn_doc.nn.tensor_holder import TensorHolder
from torchnn_doc.torch.errors import ArgumentTypeError, ShapeError
from torchnn_doc.torch.tensor import Tensor

if TYPE_CHECKING:
    from numpy.typing import NDArray

Parameters = tuple[list[Tensor], list[Tensor]]


def flatten(holder: TensorHolder, parameters: Callable[[], Parameters]) -> tuple[Tensor, Tensor]:
    """Makes all parameters views of one vector, and their gradients of another, and returns the two.

    Args:
        holder: The module that holds them, in its members, its lists and the modules inside it.
        parameters: What gives the parameters and their gradients, now and after they became views.

    Raises:
        ArgumentTypeError, ShapeError: If a parameter and its gradient do not go together, or `holder` does
            not hold one of them. The message names it; nothing is changed then.
    """
    weights, gradients = parameters()
    names = holder._tensor_names()

    def named(number: int, gradient: bool = False) -> str:
        """Returns what a message calls a parameter or its gradient."""
        tensor = (gradients if gradient else weights)[number]
        return f"{holder!r}: {names.get(id(tensor), f'parameters()[{int(gradient)}][{number}]')}"

    _check_pairs(weights, gradients, named)
    vectors = Vector(weights), Vector(gradients)
    for number, (weight, gradient) in enumerate(zip(weights, gradients, strict=True)):
        if not np.array_equal(vectors[0].places_of(weight), vectors[1].places_of(gradient)):
            found = "shared memory for the parameter and memory of its own for the gradient, or the reverse"
            expected = "both to be shared: b.weight, b.gradWeight = a.weight, a.gradWeight"
            raise ShapeError(named(number), found, expected)
        pair = zip(vectors, (weight, gradient), strict=True)
        if weight.size and any(vector.view_like(one) is None for vector, one in pair):
            expected = "a tensor that is listed before those that share a part of it"
            raise ShapeError(named(number), given(weight), expected)
    before: dict[int, NDArray[Any]] = {}

    def view_of_vector(array: NDArray[Any]) -> NDArray[Any]:
        views = (vector.view_like(array) for vector in vectors)
        view = next((view for view in views if view is not None), array)
        before[id(view)] = array
        return view

    holder._change_arrays(view_of_vector)
    for is_gradient, (vector, now) in enumerate(zip(vectors, parameters(), strict=True)):
        for number, tensor in enumerate(now):
            if tensor.size and memory_of(tensor) is not memory_of(vector.flat):
                where, found = named(number, bool(is_gradient)), given(tensor)
                holder._change_arrays(lambda array: before[id(array)])
                raise ShapeError(where, found, "a tensor that a module holds as a member or in a list")
    return vectors[0].flat, vectors[1].flat


def _check_pairs(weights: list[Tensor], gradients: list[Tensor], named: Callable[..., str]) -> None:
    """Refuses a parameter without a gradient of its type and shape, and parameters of different types."""
    if len(weights) != len(gradients):
        raise ShapeError(named(0), f"{len(weights)} and {len(gradients)}", "a gradient for each parameter")
    for number, pair in enumerate(zip(weights, gradients, strict=True)):
        for gradient, tensor in enumerate(pair):
            where = named(number, bool(gradient))
            if not isinstance(tensor, np.ndarray) or tensor.dtype != weights[0].dtype:
                raise ArgumentTypeError(where, given(tensor), "tensors of one type")
            if tensor.shape != pair[0].shape:
                raise ShapeError(where, given(tensor), f"the shape of {given(pair[0])}, its parameter")


class Vector:
    """One vector for some tensors, one after the other, elements that several of them share only once.

    Args:
        tensors: Arrays with elements of one type.

    Attributes:
        flat: The vector, which holds their numbers.
    """

    def __init__(self, tensors: Sequence[NDArray[Any]]) -> None:
        self._tensors = tensors  # as long as they are there, the ids of their memories stay theirs
        self._spans = _spans(tensors)
        self._places = {key: np.full(high - low, -1) for key, (low, high) in self._spans.items()}
        dtype = tensors[0].dtype if tensors else np.dtype(np.float64)
        size = 0
        for tensor in tensors:
            places, where = self._places[id(memory_of(tensor))], self._where(tensor).ravel()
            new = np.unique(where[places[where] < 0], return_index=True)
            in_order = new[0][np.argsort(new[1])]
            places[in_order] = size + np.arange(len(in_order))
            size += len(in_order)
        self.flat = np.empty(size, dtype).view(Tensor)
        for tensor in tensors:
            self.flat[self.places_of(tensor)] = tensor

    def places_of(self, array: NDArray[Any]) -> NDArray[np.intp]:
        """Returns the place in the vector of each element, -1 for one that is not there."""
        low, high = self._spans.get(id(memory_of(array)), (0, 0))
        start, end = _bounds(array)
        if array.dtype != self.flat.dtype or not low <= start <= end <= high:
            return np.full(array.shape, -1)
        places: NDArray[np.intp] = self._places[id(memory_of(array))][self._where(array)]
        return places

    def view_like(self, array: NDArray[Any]) -> Any:
        """Returns the view of the vector that holds the elements of an array; None if there is none."""
        places = self.places_of(array)
        if places.size == 0 or places.min() < 0:
            return None
        first = (0,) * places.ndim
        steps = [
            int(places[(*first[:axis], 1, *first[axis + 1 :])] - places[first]) if size > 1 else 0
            for axis, size in enumerate(places.shape)
        ]
        where = (array.shape, int(places[first]), tuple(steps))
        try:
            regular = np.array_equal(view_of(np.arange(len(self.flat)), np.ndarray, *where), places)
        except (TypeError, ValueError):  # such steps lead out of the vector
            return None
        return view_of(self.flat, type(array), *where) if regular else None

    def _where(self, array: NDArray[Any]) -> NDArray[np.intp]:
        """Returns for each element how many lie before it in its memory."""
        size, (low, high) = array.itemsize, self._spans[id(memory_of(array))]
        offset, steps = address(array) // size - low, tuple(stride // size for stride in array.strides)
        where: NDArray[np.intp] = view_of(np.arange(high - low), np.ndarray, array.shape, offset, steps)
        return where


def _bounds(array: NDArray[Any]) -> tuple[int, int]:
    """Returns where an array begins and ends in memory, counted in its elements."""
    start, end = np.lib.array_utils.byte_bounds(array)
    return start // array.itemsize, end // array.itemsize


def _spans(tensors: Sequence[NDArray[Any]]) -> dict[int, tuple[int, int]]:
    """Returns from where to where the tensors reach in each memory."""
    spans: dict[int, tuple[int, int]] = {}
    for tensor in tensors:
        key, (start, end) = id(memory_of(tensor)), _bounds(tensor)
        low, high = spans.get(key, (start, end))
        spans[key] = min(low, start), max(high, end)
    return spans
