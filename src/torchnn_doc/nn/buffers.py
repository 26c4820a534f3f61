"""Keeps, converts and joins the tensors that modules hold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from torchnn_doc.torch.errors import ArgumentValueError
from torchnn_doc.torch.printing import TYPE_NAMES
from torchnn_doc.torch.tensor import Tensor, describe

if TYPE_CHECKING:
    from torchnn_doc.nn.module import Module
    from torchnn_doc.nn.tensor_holder import TensorHolder

FLOATING = {TYPE_NAMES[dtype]: dtype for dtype in TYPE_NAMES if dtype.kind == "f"}


def buffer_of_shape(buffer: Tensor, shape: tuple[int, ...]) -> Tensor:
    """Returns `buffer` itself if it has that shape, else a new one; its contents are to be overwritten."""
    return buffer if buffer.shape == shape else np.empty(shape, dtype=buffer.dtype).view(Tensor)


def clear(owner: TensorHolder, *names: str) -> None:
    """Empties those of the named buffers that a module has."""
    for name in names:
        if name in vars(owner):
            setattr(owner, name, buffer_of_shape(getattr(owner, name), (0,)))


def as_type(holder: TensorHolder, type: str) -> None:
    """Converts all floating tensors that a module or criterion holds, also in its lists and modules.

    A tensor that is held in two places is held in both afterwards.

    Raises:
        ArgumentValueError: If `type` is not a floating tensor type.
    """
    if not isinstance(type, str) or type not in FLOATING:
        raise ArgumentValueError(f"{holder!r}: type", describe(type), " or ".join(FLOATING))
    converted: dict[int, tuple[Tensor, Tensor]] = {}  # the old one too, so that its id stays its own
    seen: set[int] = set()

    def convert(value: Any) -> Any:
        if isinstance(value, Tensor) and value.dtype.kind == "f":
            if id(value) not in converted:
                with np.errstate(all="ignore"):  # a fresh gradWeight may hold anything
                    converted[id(value)] = value, value.astype(FLOATING[type]).view(Tensor)
            return converted[id(value)][1]
        if isinstance(value, list):
            return [convert(one) for one in value]
        if hasattr(value, "gradInput"):
            convert_members(value)
        return value

    def convert_members(owner: Any) -> None:
        if id(owner) not in seen:
            seen.add(id(owner))
            for name, value in vars(owner).items():
                setattr(owner, name, type if name == "_type" else convert(value))

    convert_members(holder)


def flatten(tensors: list[Tensor], modules: Iterable[Module]) -> Tensor:
    """Copies tensors into one vector and makes the members that held them views of it.

    A tensor that occurs twice, because modules share it, takes its place once.
    """
    distinct = list({id(tensor): tensor for tensor in tensors}.values())
    dtype = distinct[0].dtype if distinct else np.dtype(np.float64)
    flat = np.empty(sum(tensor.size for tensor in distinct), dtype=dtype).view(Tensor)
    views: dict[int, Tensor] = {}
    start = 0
    for tensor in distinct:
        views[id(tensor)] = flat[start : start + tensor.size].reshape(tensor.shape).view(Tensor)
        views[id(tensor)][...] = tensor
        start += tensor.size
    for module in modules:
        for name, value in vars(module).items():
            if isinstance(value, Tensor) and id(value) in views:
                setattr(module, name, views[id(value)])
    return flat
