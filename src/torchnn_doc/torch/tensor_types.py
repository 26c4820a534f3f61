"""The seven types of tensors: `torch.FloatTensor` and the others."""

from __future__ import annotations

from typing import Any

import numpy as np

from torchnn_doc.torch.printing import TYPE_NAMES
from torchnn_doc.torch.tensor import Tensor, make_tensor


class TensorType:
    """A type of tensors by its elements: called it makes one, `isinstance` knows them.

    Args:
        element: numpy's type of the elements.
    """

    def __init__(self, element: type[np.generic]) -> None:
        self.dtype = np.dtype(element)

    def __call__(self, *args: Any) -> Tensor:
        """Returns a tensor of this type, from the same arguments as `torch.Tensor`."""
        return make_tensor(repr(self), self.dtype, args)

    def __instancecheck__(self, value: object) -> bool:
        return isinstance(value, Tensor) and value.dtype == self.dtype

    def __repr__(self) -> str:
        return TYPE_NAMES[self.dtype]


DoubleTensor = TensorType(np.float64)
FloatTensor = TensorType(np.float32)
LongTensor = TensorType(np.int64)
IntTensor = TensorType(np.int32)
ShortTensor = TensorType(np.int16)
CharTensor = TensorType(np.int8)
ByteTensor = TensorType(np.uint8)
