"""Joins the tensors of a module into one vector, whose views they become."""

import math
from typing import Any

import numpy as np

from torchnn_doc.nn.memory import place
from torchnn_doc.nn.tensor_holder import TensorHolder
from torchnn_doc.torch.arguments import describe
from torchnn_doc.torch.errors import ArgumentTypeError, ShapeError
from torchnn_doc.torch.memory import place_in_memory, view_of
from torchnn_doc.torch.tensor import Tensor

SHARED = "both to be shared: b.weight, b.gradWeight = a.weight, a.gradWeight"
Named = list[tuple[str, Tensor]]  # each with what a message calls it


def flatten(holder: TensorHolder, parameters: tuple[list[Tensor], list[Tensor]]) -> tuple[Tensor, Tensor]:
    """Makes all parameters views of one vector, and their gradients of another, and returns the two.

    The holder has them in its members, its lists and the modules inside it. Parameters that are one tensor,
    or look at the same elements in the same way, are one in the vector too.
    """
    held = holder._arrays()
    names = {id(array): name for name, array in held}
    weights, gradients = (
        [(names.get(id(t), f"parameters()[{is_gradient}][{n}]"), t) for n, t in enumerate(tensors)]
        for is_gradient, tensors in enumerate(parameters)
    )
    _check_pairs(repr(holder), weights, gradients)
    _check_held(repr(holder), weights + gradients, held)
    views: dict[Any, np.ndarray] = {}
    vectors = [_joined(tensors, views) for tensors in parameters]

    def view_for(array: np.ndarray) -> np.ndarray:
        view = views.get(place(array))
        return array if view is None else view.view(type(array))

    holder._change_arrays(view_for)
    return vectors[0], vectors[1]


def _check_pairs(owner: str, weights: Named, gradients: Named) -> None:
    """Refuses parameters of different types, and one without a gradient of its shape, shared as it is."""
    if len(weights) != len(gradients):
        found = f"{len(weights)} and {len(gradients)}"
        raise ShapeError(f"{owner}: parameters()", found, "a gradient for each parameter")
    for pair in zip(weights, gradients, strict=True):
        (_, weight), _ = pair
        for name, tensor in pair:
            if not isinstance(tensor, np.ndarray) or tensor.dtype != weights[0][1].dtype:
                raise ArgumentTypeError(f"{owner}: {name}", describe(tensor), "tensors of one type")
            if tensor.shape != weight.shape:
                expected = f"the shape of {describe(weight)}, its parameter"
                raise ShapeError(f"{owner}: {name}", describe(tensor), expected)
    places = {place(weight) for _, weight in weights}
    partners: dict[Any, Any] = {}
    for (weight_name, weight), (name, gradient) in zip(weights, gradients, strict=True):
        one, other = place(weight), place(gradient)
        if other in places:
            raise ShapeError(f"{owner}: {name}", "the tensor of a parameter", "memory of its own")
        if partners.setdefault(one, other) != other or partners.setdefault(other, one) != one:
            found = "shared memory for the parameter and memory of its own for the gradient, or the reverse"
            raise ShapeError(f"{owner}: {weight_name}", found, SHARED)


def _check_held(owner: str, tensors: Named, held: Named) -> None:
    """Refuses a tensor that no module holds, and one whose memory a module sees in another way as well."""
    places = {place(array) for _, array in held}
    for name, tensor in tensors:
        if place(tensor) not in places:
            expected = "a tensor that a module holds as a member or in a list"
            raise ShapeError(f"{owner}: {name}", describe(tensor), expected)
        for other, array in held:
            if place(array) != place(tensor) and np.shares_memory(array, tensor):
                found = f"{describe(array)} in the memory of {name}"
                expected = (
                    "memory of its own, or the same tensor in both places; a layer of your own can take its "
                    "transpose, or a part of it, in its passes"
                )
                raise ShapeError(f"{owner}: {other}", found, expected)


def _joined(tensors: list[Tensor], views: dict[Any, np.ndarray]) -> Tensor:
    """Returns one vector of all tensors, and notes in `views` what comes to the place of each."""
    distinct = {place(tensor): tensor for tensor in tensors}
    joined = _joined_before(list(distinct.values()))
    if joined is not None:
        return joined
    dtype = tensors[0].dtype if tensors else np.dtype(np.float64)
    vector = np.empty(sum(tensor.size for tensor in distinct.values()), dtype).view(Tensor)
    start = 0
    for key, tensor in distinct.items():
        views[key] = vector[start : start + tensor.size].reshape(tensor.shape)
        views[key][...] = tensor
        start += tensor.size
    return vector


def _joined_before(tensors: list[Tensor]) -> Tensor | None:
    """Returns the vector whose parts the tensors are already, one after the other; None if they are not."""
    places = [place_in_memory(tensor) for tensor in tensors]
    if not places or places[0] is None:
        return None
    memory, _, _, start, _ = places[0]
    end = start
    for tensor, where in zip(tensors, places, strict=True):
        if where is None or where[0] is not memory or where[3] != end or not tensor.flags.c_contiguous:
            return None
        end += math.prod(tensor.shape)
    vector: Tensor = view_of(memory, Tensor, (end - start,), start, (1,))
    return vector
