"""What SoftMax and LogSoftMax share: the dimension they run over, and a number for each sample."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from torchnn_doc.nn.buffers import buffer_of_shape
from torchnn_doc.nn.elementwise import Elementwise
from torchnn_doc.torch.arguments import describe
from torchnn_doc.torch.errors import ShapeError
from torchnn_doc.torch.tensor import Tensor

if TYPE_CHECKING:
    from numpy.typing import NDArray

# By the number of dimensions: a vector, the rows of a matrix, an image's planes, the planes of each image.
FEATURES = {1: 0, 2: 1, 3: 0, 4: 1}


class OverFeatures(Elementwise):
    """A layer whose every output depends on all features of a sample."""

    _filled_by_a_pass: ClassVar[tuple[str, ...]] = ("output", "gradInput", "_highest", "_sums")

    def __init__(self) -> None:
        super().__init__()
        self._highest = Tensor()
        self._sums = Tensor()

    def _highest_of(self, values: NDArray[Any]) -> Tensor:
        """Returns the largest feature of each sample."""
        self._highest = buffer_of_shape(self._highest, _one_for_all(values.shape), self._dtype)
        values.max(axis=FEATURES[values.ndim], keepdims=True, out=self._highest)
        return self._highest

    def _sums_of(self, values: NDArray[Any]) -> Tensor:
        """Returns the sum over the features of each sample."""
        self._sums = buffer_of_shape(self._sums, _one_for_all(values.shape), self._dtype)
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
