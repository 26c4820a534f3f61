"""Joins the tensors of a module into one vector, whose views they become."""

import math
from typing import Any

import numpy as np

from torchnn_doc.nn.memory import Pair, check_in_no_vector, place, remember_vector
from torchnn_doc.nn.tensor_holder import TensorHolder
from torchnn_doc.torch.arguments import describe
from torchnn_doc.torch.errors import ArgumentTypeError, ShapeError
from torchnn_doc.torch.memory import place_in_memory, view_of
from torchnn_doc.torch.tensor import Tensor

SHARED = "both to be shared: b.weight, b.gradWeight = a.weight, a.gradWeight"
Named = list[tuple[str, Any]]  # tensors, each with what a message calls it


def flatten(holder: TensorHolder, pairs: list[Pair]) -> tuple[Tensor, Tensor]:
    """Makes all parameters views of one vector, and their gradients of another, and returns the two.

    The holder has them in its members, its lists and the modules inside it. Parameters that are one tensor,
    or look at the same elements in the same way, are one in the vector too.
    """
    held, owner = holder._arrays(), repr(holder)
    names = {id(array): name for name, array in held}
    both = [
        [(names.get(id(t), f"parameters()[{of_gradient}][{n}]"), t) for n, t in enumerate(tensors)]
        for of_gradient, tensors in enumerate(zip(*pairs, strict=True) if pairs else ([], []))
    ]
    _check_ties(owner, *both)
    _check_held(owner, [*both[0], *both[1]], held)
    vectors = [_joined_before(tensors) for tensors in both]
    to_move = [tensors for tensors, vector in zip(both, vectors, strict=True) if vector is None]
    check_in_no_vector(owner, [named for tensors in to_move for named in tensors])
    views: dict[Any, np.ndarray] = {}
    weights, gradients = (
        remember_vector(_joined(tensors, views) if vector is None else vector)
        for tensors, vector in zip(both, vectors, strict=True)
    )

    def view_for(array: np.ndarray) -> np.ndarray:
        view = views.get(place(array))
        return array if view is None else view.view(type(array))

    holder._change_arrays(view_for)
    return weights, gradients


def _check_ties(owner: str, weights: Named, gradients: Named) -> None:
    """Refuses parameters of different types, and one that is shared where its gradient is not."""
    places = {place(weight) for _, weight in weights}
    partners: dict[Any, Any] = {}
    for (weight_name, weight), (name, gradient) in zip(weights, gradients, strict=True):
        if weight.dtype != weights[0][1].dtype:
            raise ArgumentTypeError(f"{owner}: {weight_name}", describe(weight), "tensors of one type")
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


def _joined(tensors: Named, views: dict[Any, np.ndarray]) -> Tensor:
    """Returns one vector of all tensors, and notes in `views` what comes to the place of each."""
    distinct = {place(tensor): tensor for _, tensor in tensors}
    dtype = tensors[0][1].dtype if tensors else np.dtype(np.float64)
    memory = np.empty(sum(tensor.size for tensor in distinct.values()), dtype)
    start = 0
    for key, tensor in distinct.items():
        views[key] = memory[start : start + tensor.size].reshape(tensor.shape)
        views[key][...] = tensor
        start += tensor.size
    return memory.view(Tensor)


def _joined_before(tensors: Named) -> Tensor | None:
    """Returns the vector whose parts the tensors are already, one after the other; None if they are not."""
    distinct = list({place(tensor): tensor for _, tensor in tensors}.values())
    places = [place_in_memory(tensor) for tensor in distinct]
    if not places or places[0] is None:
        return None
    memory, _, _, start, _ = places[0]
    end = start
    for tensor, where in zip(distinct, places, strict=True):
        if where is None or where[0] is not memory or where[3] != end or not tensor.flags.c_contiguous:
            return None
        end += math.prod(tensor.shape)
    vector: Tensor = view_of(memory, Tensor, (end - start,), start, (1,))
    return vector
