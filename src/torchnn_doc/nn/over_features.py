"""What SoftMax and LogSoftMax share: the dimension they run over, and a number for each sample."""

from typing import ClassVar

import numpy as np

from torchnn_doc.nn.buffers import buffer_of_shape
from torchnn_doc.nn.elementwise import Elementwise
from torchnn_doc.torch.arguments import describe
from torchnn_doc.torch.errors import ShapeError
from torchnn_doc.torch.tensor import Tensor

# By the number of dimensions: a vector, the rows of a matrix, an image's planes, the planes of each image.
FEATURES = {1: 0, 2: 1, 3: 0, 4: 1}


class OverFeatures(Elementwise):
    """A layer whose every output depends on all features of a sample."""

    _filled_by_a_pass: ClassVar[tuple[str, ...]] = ("output", "gradInput", "_highest", "_sums")

    def __init__(self) -> None:
        super().__init__()
        self._highest = Tensor()
        self._sums = Tensor()

    def _check_input(self, input: np.ndarray) -> None:
        super()._check_input(input)
        if input.ndim not in FEATURES:
            raise ShapeError(f"{self!r}: input", describe(input), "a tensor of 1 to 4 dimensions")

    def _highest_of(self, values: np.ndarray) -> Tensor:
        """Returns the largest feature of each sample."""
        self._highest = _reduced(np.maximum, values, self._highest)
        return self._highest

    def _sums_of(self, values: np.ndarray) -> Tensor:
        """Returns the sum over the features of each sample."""
        self._sums = _reduced(np.add, values, self._sums)
        return self._sums


def _reduced(function: np.ufunc, values: np.ndarray, buffer: Tensor) -> Tensor:
    """Returns one number for all features of a sample, in the buffer if it fits."""
    axis = FEATURES[values.ndim]
    shape = (*values.shape[:axis], 1, *values.shape[axis + 1 :])
    out = buffer_of_shape(buffer, shape, values.dtype)
    function.reduce(values, axis=axis, keepdims=True, out=out)
    return out
