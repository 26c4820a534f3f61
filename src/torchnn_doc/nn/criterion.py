"""What every loss function keeps to: a number forward, a gradient backward, no parameters."""

from __future__ import annotations

import copy
from typing import Any, Self

from torchnn_doc.nn.buffers import as_type
from torchnn_doc.nn.members import members_text
from torchnn_doc.torch.printing import TYPE_NAMES
from torchnn_doc.torch.tensor import Tensor


class Criterion:
    """A loss: from what the network says and what it should have said to one number, J.

    Attributes:
        output: J of the last `forward`.
        gradInput: dJ/dx of the last `backward`, of the shape of the input; the next one overwrites it.

    Source: nn, `Criterion.lua`.
    """

    def __init__(self) -> None:
        self.gradInput = Tensor()
        self.output = 0.0

    def __repr__(self) -> str:
        return f"nn.{type(self).__name__}"

    def __str__(self) -> str:
        return f"{self!r}\n{members_text(self)}"

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

    def clone(self) -> Self:
        """Returns a copy that shares nothing with this criterion."""
        return copy.deepcopy(self)

    def type(self, type: str | None = None) -> Any:
        """Returns the name of the criterion's tensor type, or converts its tensors and returns the criterion.

        Raises:
            ArgumentValueError: If `type` is not torch.DoubleTensor or torch.FloatTensor.
        """
        if type is None:
            return TYPE_NAMES[self.gradInput.dtype]
        as_type(self, type)
        return self

    def float(self) -> Self:
        """Converts all tensors of the criterion to torch.FloatTensor and returns it."""
        as_type(self, "torch.FloatTensor")
        return self

    def double(self) -> Self:
        """Converts all tensors of the criterion to torch.DoubleTensor and returns it."""
        as_type(self, "torch.DoubleTensor")
        return self
