"""What SoftMax and LogSoftMax share: which dimension of a tensor they run over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from torchnn_doc.nn.elementwise import Elementwise
from torchnn_doc.torch.errors import ShapeError
from torchnn_doc.torch.tensor import describe

if TYPE_CHECKING:
    from numpy.typing import NDArray

# By the number of dimensions: a vector, the rows of a matrix, an image's planes, the planes of each image.
FEATURES = {1: 0, 2: 1, 3: 0, 4: 1}


class OverFeatures(Elementwise):
    """A layer whose every output depends on all features of a sample."""

    def _axis(self, input: NDArray[Any]) -> int:
        """Returns the dimension along which the features lie, counted from 0."""
        return FEATURES[input.ndim]

    def _check_input(self, input: NDArray[Any]) -> None:
        super()._check_input(input)
        if input.ndim not in FEATURES:
            raise ShapeError(f"{self!r}: input", describe(input), "a tensor of 1 to 4 dimensions")
