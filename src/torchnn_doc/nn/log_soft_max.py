"""The layer y_i = log(exp(x_i) / sum_j exp(x_j))."""

from typing import Any

import numpy as np

from torchnn_doc.nn.over_features import OverFeatures
from torchnn_doc.torch.tensor import Tensor


class LogSoftMax(OverFeatures):
    r"""The logarithm of SoftMax, y_i = x_i - log(sum_j exp(x_j)), over the same dimension.

    Formulas:
        - output: $y_i = x_i - \log ∑_j \exp(x_j)$
        - gradInput: $∂J/∂x_i = ∂J/∂y_i - \exp(y_i) ∑_j ∂J/∂y_j$

    Shapes:
        - input, output, gradOutput, gradInput: n, N x n, n x height x width, or N x n x height x width,
          all alike, where n is the number of features

    Raises:
        ArgumentTypeError, ShapeError: In a pass, if a tensor has the wrong type, is empty or does not fit.

    Source: nn, `LogSoftMax.lua`; `THNN/generic/LogSoftMax.c`.
    """

    def updateOutput(self, input: np.ndarray) -> Tensor:
        """Returns y."""
        self._check_input(input)
        self.output = self._output_for(input)
        highest = self._highest_of(input)
        np.subtract(input, highest, out=self.output)  # so that exp does not overflow
        np.exp(self.output, out=self.output)
        logarithms = self._sums_of(self.output)
        np.log(logarithms, out=logarithms)
        logarithms += highest
        np.subtract(input, logarithms, out=self.output)
        return self.output

    def updateGradInput(self, input: np.ndarray, gradOutput: np.ndarray) -> Any:
        """Returns dJ/dx_i = dJ/dy_i - exp(y_i) sum_j dJ/dy_j, with the y of the last forward."""
        self._check_gradOutput(input, gradOutput)
        if self.gradInput is None:
            return None
        self.gradInput = self._gradInput_for(gradOutput)
        np.exp(self.output, out=self.gradInput)
        self.gradInput *= self._sums_of(gradOutput)
        np.subtract(gradOutput, self.gradInput, out=self.gradInput)
        return self.gradInput
