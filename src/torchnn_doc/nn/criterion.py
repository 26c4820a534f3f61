"""What every loss function keeps to: a number forward, a gradient backward, no parameters."""

from typing import Any

import numpy as np

from torchnn_doc.nn.tensor_holder import TensorHolder
from torchnn_doc.torch.tensor import Tensor


class Criterion(TensorHolder):
    r"""A loss: from what the network says and what it should have said to one number, J.

    Formulas:
        - output: $J = f(x, t)$
        - gradInput: $∂J/∂x$

    Shapes:
        - input, gradInput: what the loss takes, both alike
        - target: what the loss takes
        - output: a number

    Attributes:
        output: J of the last `forward`.
        gradInput: dJ/dx of the last `backward`, of the shape of the input; the next one overwrites it.

    Source: nn, `Criterion.lua`.
    """

    def __init__(self) -> None:
        super().__init__()
        self.output = 0.0

    def __call__(self, input: Any, target: Any) -> float:
        """Returns `forward(input, target)`."""
        return self.forward(input, target)

    def forward(self, input: Any, target: Any) -> float:
        """Returns the loss, which is kept in `output`."""
        return self.updateOutput(input, target)

    def backward(self, input: Any, target: Any) -> Any:
        """Returns the gradient of the loss with respect to the input, which is kept in `gradInput`."""
        return self.updateGradInput(input, target)

    def updateOutput(self, input: Any, target: Any) -> float:
        """Computes and returns `output`. Here a stub: a loss says how."""
        return self.output

    def updateGradInput(self, input: Any, target: Any) -> Any:
        """Computes and returns `gradInput`. Here a stub: a loss says how."""
        return self.gradInput

    def _keep(self, loss: Any) -> float:
        """Returns the loss as a number, which is kept in `output` and, as in Torch7, in a tensor."""
        self.output = float(loss)
        self.output_tensor = np.full(1, loss, self._dtype).view(Tensor)
        return self.output
