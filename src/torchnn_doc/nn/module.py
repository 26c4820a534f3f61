"""The protocol that every layer keeps: forward, backward, and the step on its parameters."""

from __future__ import annotations

from typing import Any

from torchnn_doc.nn.checks import check_number
from torchnn_doc.torch.tensor import Tensor


class Module:
    """A function of its input that can send a gradient back, with or without parameters of its own.

    A layer overrides `updateOutput`, `updateGradInput` and, if it has parameters,
    `accGradParameters`. Parameters are its members `weight` and `bias`; their gradients are summed
    up in `gradWeight` and `gradBias`, of the same shapes.

    Attributes:
        output: What the last `forward` returned; the next one overwrites it.
        gradInput: What the last `backward` returned, of the shape of the input; the next one overwrites it.

    Source: nn, `Module.lua`.
    """

    def __init__(self) -> None:
        self.output = Tensor()
        self.gradInput = Tensor()

    def __repr__(self) -> str:
        return f"nn.{type(self).__name__}"

    def forward(self, input: Any) -> Any:
        """Returns the output for an input, which is kept in `output`."""
        return self.updateOutput(input)

    def backward(self, input: Any, gradOutput: Any, scale: float = 1) -> Any:
        """Returns dJ/dx, and adds dJ/dW and dJ/db to their buffers.

        Args:
            input: The x that the last `forward` was given.
            gradOutput: dJ/dy, of the shape of `output`.
            scale: What the parameters' gradients are multiplied by before they are added.
        """
        check_number(f"{self!r}: scale", scale)
        self.updateGradInput(input, gradOutput)
        self.accGradParameters(input, gradOutput, scale)
        return self.gradInput

    def updateOutput(self, input: Any) -> Any:
        """Computes and returns `output`. Here a stub: a layer says how."""
        return self.output

    def updateGradInput(self, input: Any, gradOutput: Any) -> Any:
        """Computes and returns `gradInput`, dJ/dx. Here a stub: a layer says how."""
        return self.gradInput

    def accGradParameters(self, input: Any, gradOutput: Any, scale: float = 1) -> None:
        """Adds dJ/dW and dJ/db to their buffers. Here a stub: without parameters nothing is added."""

    def parameters(self) -> tuple[list[Tensor], list[Tensor]]:
        """Returns the parameters the module has, and the buffers of their gradients, in one order."""
        weights, gradients = [], []
        for name, gradName in (("weight", "gradWeight"), ("bias", "gradBias")):
            if getattr(self, name, None) is not None:
                weights.append(getattr(self, name))
                gradients.append(getattr(self, gradName))
        return weights, gradients

    def zeroGradParameters(self) -> None:
        """Fills the gradient buffers with zeros."""
        _, gradients = self.parameters()
        for gradient in gradients:
            gradient.fill(0)

    def updateParameters(self, learningRate: float) -> None:
        """Takes one step against the gradient: W <- W - learningRate * dJ/dW, and so for every parameter.

        Raises:
            ArgumentTypeError: If the learning rate is not a number.
        """
        check_number(f"{self!r}: learningRate", learningRate)
        for parameter, gradient in zip(*self.parameters(), strict=True):
            parameter -= learningRate * gradient
