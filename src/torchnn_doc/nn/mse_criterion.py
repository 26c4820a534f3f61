"""The mean squared error."""

from typing import Any

import numpy as np

from torchnn_doc.nn.buffers import buffer_of_shape
from torchnn_doc.nn.checks import check_flag, check_tensor
from torchnn_doc.nn.criterion import Criterion
from torchnn_doc.nn.sums import pieces, sum_in_order
from torchnn_doc.torch.arguments import describe
from torchnn_doc.torch.errors import ShapeError


class MSECriterion(Criterion):
    r"""J = the mean over all n elements of (x - t)^2; with `sizeAverage=False` their sum.

    Input x and target t are tensors with the same number of elements, in any shape.

    Formulas:
        - output: $J = ∑_i (x_i - t_i)^2 / n$; with `sizeAverage=False` $J = ∑_i (x_i - t_i)^2$
        - gradInput: $∂J/∂x_i = 2 (x_i - t_i) / n$; with `sizeAverage=False`
          $∂J/∂x_i = 2 (x_i - t_i)$

    Shapes:
        - input, gradInput: any but an empty one, both alike
        - target: any with n elements, as many as the input
        - output: a number

    Args:
        sizeAverage: Whether to divide the sum by n.

    Raises:
        ArgumentTypeError: In a pass, if input or target is no tensor of numbers, or their types differ.
        ShapeError: In a pass, if they are empty or their numbers of elements differ.

    Source: nn, `MSECriterion.lua`; `THNN/generic/MSECriterion.c`.
    """

    def __init__(self, sizeAverage: bool = True) -> None:
        super().__init__()
        check_flag("nn.MSECriterion", "sizeAverage", sizeAverage)
        self.sizeAverage = sizeAverage

    def updateOutput(self, input: np.ndarray, target: np.ndarray) -> float:
        """Returns J."""
        self._check(input, target)
        total = sum_in_order((x - t) ** 2 for x, t in pieces(input, target.reshape(input.shape)))
        return self._keep(total / int(input.size) if self.sizeAverage else total)

    def updateGradInput(self, input: np.ndarray, target: np.ndarray) -> Any:
        """Returns dJ/dx = 2 (x - t) / n, without the division for the sum, in the shape of the input."""
        self._check(input, target)
        self.gradInput = buffer_of_shape(self.gradInput, input.shape, self._dtype)
        np.subtract(input, target.reshape(input.shape), out=self.gradInput)
        self.gradInput *= 2 / input.size if self.sizeAverage else 2
        return self.gradInput

    def _check(self, input: np.ndarray, target: np.ndarray) -> None:
        check_tensor(self, "input", input, self._dtype)
        check_tensor(self, "target", target, self._dtype)
        if target.size != input.size:
            raise ShapeError(f"{self!r}: target", describe(target), f"{input.size} elements, as in the input")
