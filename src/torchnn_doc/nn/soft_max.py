"""The layer y_i = exp(x_i) / sum_j exp(x_j)."""

from typing import Any

import numpy as np

from torchnn_doc.nn.over_features import OverFeatures
from torchnn_doc.torch.tensor import Tensor


class SoftMax(OverFeatures):
    r"""y_i = exp(x_i) / sum_j exp(x_j): positive numbers that add up to 1.

    The sum runs over a vector, over each row of a matrix, over the planes of a tensor of three dimensions,
    and over the planes of each sample of one of four.

    Formulas:
        - output: $y_i = \exp(x_i) / ∑_j \exp(x_j)$
        - gradInput: $∂J/∂x_i = y_i (∂J/∂y_i - ∑_j y_j ∂J/∂y_j)$

    Shapes:
        - input, output, gradOutput, gradInput: n, N x n, n x height x width, or N x n x height x width,
          all alike, where n is the number of features

    Raises:
        ArgumentTypeError, ShapeError: In a pass, if a tensor has the wrong type, is empty or does not fit.

    Source: nn, `SoftMax.lua`; `THNN/generic/SoftMax.c`.
    """

    def updateOutput(self, input: np.ndarray) -> Tensor:
        """Returns y."""
        self._check_input(input)
        self.output = self._output_for(input)
        np.subtract(input, self._highest_of(input), out=self.output)  # so that exp does not overflow
        np.exp(self.output, out=self.output)
        self.output /= self._sums_of(self.output)
        return self.output

    def updateGradInput(self, input: np.ndarray, gradOutput: np.ndarray) -> Any:
        """Returns dJ/dx_i = y_i (dJ/dy_i - sum_j dJ/dy_j y_j), with the y of the last forward."""
        self._check_gradOutput(input, gradOutput)
        if self.gradInput is None:
            return None
        self.gradInput = self._gradInput_for(gradOutput)
        np.multiply(gradOutput, self.output, out=self.gradInput)
        np.subtract(gradOutput, self._sums_of(self.gradInput), out=self.gradInput)
        self.gradInput *= self.output
        return self.gradInput
