"""What SoftMax and LogSoftMax share: the dimension they run over, and a number for each sample."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from torchnn_doc.nn.buffers import buffer_of_shape, clear
from torchnn_doc.nn.elementwise import Elementwise
from torchnn_doc.torch.errors import ShapeError
from torchnn_doc.torch.tensor import Tensor, describe

if TYPE_CHECKING:
    from numpy.typing import NDArray

# By the number of dimensions: a vector, the rows of a matrix, an image's planes, the planes of each image.
FEATURES = {1: 0, 2: 1, 3: 0, 4: 1}


class OverFeatures(Elementwise):
    """A layer whose every output depends on all features of a sample."""

    def __init__(self) -> None:
        super().__init__()
        self._highest = Tensor()
        self._sums = Tensor()

    def clearState(self) -> Self:
        """Empties the buffers that a pass fills and returns the module."""
        clear(self, "_highest", "_sums")
        return super().clearState()

    def _highest_of(self, values: NDArray[Any]) -> Tensor:
        """Returns the largest feature of each sample."""
        self._highest = buffer_of_shape(self._highest, _one_for_all(values.shape))
        values.max(axis=FEATURES[values.ndim], keepdims=True, out=self._highest)
        return self._highest

    def _sums_of(self, values: NDArray[Any]) -> Tensor:
        """Returns the sum over the features of each sample."""
        self._sums = buffer_of_shape(self._sums, _one_for_all(values.shape))
        values.sum(axis=FEATURES[values.ndim], keepdims=True, out=self._sums)
        return self._sums

    def _check_input(self, input: NDArray[Any]) -> None:
        super()._check_input(input)
        if input.ndim not in FEATURES:
            raise ShapeError(f"{self!r}: input", describe(input), "a tensor of 1 to 4 dimensions")


def _one_for_all(shape: tuple[int, ...]) -> tuple[int, ...]:
    """Returns the shape of what holds one number for all features of a sample."""
    axis = FEATURES[len(shape)]
    return (*shape[:axis], 1, *shape[axis + 1 :])
