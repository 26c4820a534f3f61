"""The layer y = 1 / (1 + exp(-x))."""

from typing import Any

import numpy as np

from torchnn_doc.nn.elementwise import Elementwise
from torchnn_doc.torch.tensor import Tensor


class Sigmoid(Elementwise):
    r"""y = 1 / (1 + exp(-x)) for every element of a tensor of any shape; y lies between 0 and 1.

    Formulas:
        - output: $y = 1 / (1 + \exp(-x))$
        - gradInput: $∂J/∂x = y (1 - y) ∂J/∂y$

    Shapes:
        - input, output, gradOutput, gradInput: any but an empty one, all alike

    Raises:
        ArgumentTypeError, ShapeError: In a pass, if a tensor has the wrong type, is empty or does not fit.

    Source: nn, `Sigmoid.lua`; `THNN/generic/Sigmoid.c`.
    """

    def updateOutput(self, input: np.ndarray) -> Tensor:
        """Returns y."""
        self._check_input(input)
        self.output = self._output_for(input)
        np.negative(input, out=self.output)
        with np.errstate(over="ignore"):  # exp(-x) is infinite for a very negative x, and y then rightly 0
            np.exp(self.output, out=self.output)
        self.output += 1
        np.divide(1, self.output, out=self.output)
        return self.output

    def updateGradInput(self, input: np.ndarray, gradOutput: np.ndarray) -> Any:
        """Returns dJ/dx = dJ/dy (1 - y) y, with the y of the last forward."""
        self._check_gradOutput(input, gradOutput)
        if self.gradInput is None:
            return None
        self.gradInput = self._gradInput_for(gradOutput)
        np.subtract(1, self.output, out=self.gradInput)
        self.gradInput *= gradOutput
        self.gradInput *= self.output
        return self.gradInput
