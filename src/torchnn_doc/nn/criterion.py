"""What every loss function keeps to: a number forward, a gradient backward, no parameters."""

from __future__ import annotations

from typing import Any

from torchnn_doc.torch.tensor import Tensor


class Criterion:
    """A loss: from what the network says and what it should have said to one number, J.

    Attributes:
        output: J of the last `forward`.
        gradInput: dJ/dx of the last `backward`, of the shape of the input; the next one overwrites it.

    Source: nn, `Criterion.lua`.
    """

    def __init__(self) -> None:
        self.output = 0.0
        self.gradInput = Tensor()

    def __repr__(self) -> str:
        return f"nn.{type(self).__name__}"

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
