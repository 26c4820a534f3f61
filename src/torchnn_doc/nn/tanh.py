"""The layer y = tanh(x)."""

from typing import Any

import numpy as np

from torchnn_doc.nn.elementwise import Elementwise
from torchnn_doc.torch.tensor import Tensor


class Tanh(Elementwise):
    r"""y = tanh(x) for every element of a tensor of any shape; y lies between -1 and 1.

    Formulas:
        - output: $y = \tanh(x)$
        - gradInput: $∂J/∂x = (1 - y^2) ∂J/∂y$

    Shapes:
        - input, output, gradOutput, gradInput: any but an empty one, all alike

    Raises:
        ArgumentTypeError, ShapeError: In a pass, if a tensor has the wrong type, is empty or does not fit.

    Source: nn, `Tanh.lua`; `THNN/generic/Tanh.c`.
    """

    def updateOutput(self, input: np.ndarray) -> Tensor:
        """Returns y."""
        self._check_input(input)
        self.output = self._output_for(input)
        np.tanh(input, out=self.output)
        return self.output

    def updateGradInput(self, input: np.ndarray, gradOutput: np.ndarray) -> Any:
        """Returns dJ/dx = dJ/dy (1 - y^2), with the y of the last forward."""
        self._check_gradOutput(input, gradOutput)
        if self.gradInput is None:
            return None
        self.gradInput = self._gradInput_for(gradOutput)
        np.square(self.output, out=self.gradInput)
        np.subtract(1, self.gradInput, out=self.gradInput)
        self.gradInput *= gradOutput
        return self.gradInput
