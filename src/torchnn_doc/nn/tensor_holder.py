"""What modules and criterions share: they hold tensors, which are copied, converted and shown together."""

from __future__ import annotations

import copy
import operator
from collections.abc import Callable, Iterator
from typing import Any, ClassVar, Self

import numpy as np

from torchnn_doc.nn.buffers import emptied
from torchnn_doc.nn.members import Shown
from torchnn_doc.nn.memory import Converted, check_in_no_vector
from torchnn_doc.torch.arguments import describe
from torchnn_doc.torch.errors import ArgumentValueError
from torchnn_doc.torch.printing import TYPE_NAMES
from torchnn_doc.torch.tensor import Tensor

FLOATING = {TYPE_NAMES[dtype]: dtype for dtype in TYPE_NAMES if dtype.kind == "f"}


class TensorHolder(Shown):
    """A module or a criterion, for what concerns its tensors alone."""

    gradInput: Any = Tensor()
    _type = "torch.DoubleTensor"
    _filled_by_a_pass: ClassVar[tuple[str, ...]] = ("gradInput",)

    def __init__(self) -> None:
        self.gradInput = Tensor()

    def __getstate__(self) -> dict[str, Any]:
        """Returns what is copied and saved: nothing of the last pass."""
        filled = self._filled_by_a_pass
        return {name: emptied(value) if name in filled else value for name, value in vars(self).items()}

    def clone(self) -> Self:
        """Returns a copy that shares nothing with this one, and holds nothing of the last pass.

        Tensors that shared their memory here share it in the copy too.
        """
        return copy.deepcopy(self)

    def type(self, type: str | None = None) -> Any:
        """Returns the name of the tensors' type, or converts all tensors to another and returns `self`.

        Tensors that shared their memory share it afterwards.

        Raises:
            ArgumentValueError: If `type` is not torch.DoubleTensor or torch.FloatTensor, or a vector that
                `getParameters` returned is still in use: it would train nothing any more.
        """
        if type is None:
            return self._type
        if not isinstance(type, str) or type not in FLOATING:
            raise ArgumentValueError(f"{self!r}: type", describe(type), " or ".join(FLOATING))
        moved = [(name, array) for name, array in self._arrays() if array.dtype != FLOATING[type]]
        check_in_no_vector(repr(self), moved)
        self._change_arrays(Converted(FLOATING[type]))
        for holder in self._holders():
            holder._type = type
        return self

    def float(self) -> Self:
        """Converts all tensors to torch.FloatTensor and returns `self`."""
        self.type("torch.FloatTensor")
        return self

    def double(self) -> Self:
        """Converts all tensors to torch.DoubleTensor and returns `self`."""
        self.type("torch.DoubleTensor")
        return self

    @property
    def _dtype(self) -> np.dtype[Any]:
        """The type of the elements that a pass takes and gives."""
        return FLOATING[self._type]

    def _holders(self) -> list[TensorHolder]:
        """Returns this one and every module and criterion in its members and lists, each once."""
        found: dict[int, TensorHolder] = {}
        waiting: list[TensorHolder] = [self]
        while waiting:
            holder = waiting.pop()
            if id(holder) not in found:
                found[id(holder)] = holder
                inner = [one for _, one in _leaves(vars(holder)) if isinstance(one, TensorHolder)]
                waiting += reversed(inner)
        return list(found.values())

    def _change_arrays(self, change: Callable[[np.ndarray], Any]) -> None:
        """Puts `change(array)` in the place of every array that this one and those inside it hold."""
        for holder in self._holders():
            _change(vars(holder), change)

    def _name_of(self, array: Any, otherwise: str) -> str:
        """Returns what a message calls an array that is held here, such as `weight of nn.Linear(2 -> 3)`."""
        return next((name for name, one in self._arrays() if one is array), otherwise)

    def _arrays(self) -> list[tuple[str, Any]]:
        """Returns the arrays inside that no pass fills, each with a name: `weight of nn.Linear(2 -> 3)`."""
        holders = self._holders()
        return [
            (name if len(holders) == 1 else f"{name} of {holder!r}", value)
            for holder in holders
            for member, values in vars(holder).items()
            if member not in holder._filled_by_a_pass
            for name, value in _leaves(values, member)
            if isinstance(value, np.ndarray)
        ]


def _leaves(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Yields what lists and tables hold, however deep, with a name such as `weights[0]`."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _leaves(one, f"{name}[{key!r}]" if name else str(key))
    elif isinstance(value, list | tuple):
        for number, one in enumerate(value):
            yield from _leaves(one, f"{name}[{number}]")
    else:
        yield name, value


def _change(value: Any, change: Callable[[np.ndarray], Any]) -> Any:
    """Returns a changed array for an array; changes those in lists and tables, and makes tuples anew."""
    if isinstance(value, np.ndarray):
        return change(value)
    if isinstance(value, dict):
        value.update({key: _change(one, change) for key, one in value.items()})
    elif isinstance(value, list):
        value[:] = [_change(one, change) for one in value]
    elif isinstance(value, tuple):
        changed = tuple(_change(one, change) for one in value)
        return value if all(map(operator.is_, changed, value)) else changed
    return value
