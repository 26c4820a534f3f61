"""Sizes as Torch7 answers them: `t.size()` is a LongStorage, `t.size(1)` a number."""

from __future__ import annotations

import math

from torchnn_doc.torch.arguments import describe, is_whole
from torchnn_doc.torch.errors import ArgumentTypeError, ArgumentValueError
from torchnn_doc.torch.printing import storage_tostring


class LongStorage(tuple[int, ...]):
    """The sizes of a tensor: a tuple that prints as a `torch.LongStorage`."""

    __slots__ = ()

    def __str__(self) -> str:
        return storage_tostring(self)

    def __repr__(self) -> str:
        return str(self).strip("\n")


class Size(int):
    """What `t.size` is: numpy's number of elements, and when called Torch7's sizes.

    Args:
        shape: The sizes of the tensor.
    """

    shape: tuple[int, ...]

    def __new__(cls, shape: tuple[int, ...]) -> Size:  # noqa: D102 - the class says it
        size = super().__new__(cls, math.prod(shape))
        size.shape = shape
        return size

    def __getnewargs__(self) -> tuple[tuple[int, ...]]:  # type: ignore[override]
        return (self.shape,)

    def __call__(self, dimension: int | None = None) -> LongStorage | int:
        """Returns all sizes, none for an empty tensor; or the size of one dimension, counted from 1.

        Raises:
            ArgumentTypeError: If the dimension is not a whole number.
            ArgumentValueError: If the tensor has no such dimension.
        """
        sizes = torch_sizes(self.shape)
        if dimension is None:
            return LongStorage(sizes)
        where = "torch.Tensor.size"
        if not is_whole(dimension):
            raise ArgumentTypeError(where, describe(dimension), "a whole number")
        if not 1 <= dimension <= len(sizes):
            expected = f"a dimension from 1 to {len(sizes)}" if sizes else "a tensor that is not empty"
            raise ArgumentValueError(where, f"dimension {dimension}", expected)
        return sizes[dimension - 1]


def torch_sizes(shape: tuple[int, ...]) -> tuple[int, ...]:
    """Returns the sizes that Torch7 gives: none where there are no elements, one where numpy has none."""
    return () if 0 in shape else shape or (1,)
