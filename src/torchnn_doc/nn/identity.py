"""The layer y = x."""

from typing import Any

from torchnn_doc.nn.module import Module


class Identity(Module):
    r"""y = x: output is the input itself, gradInput the gradOutput itself.

    Formulas:
        - output: $y = x$
        - gradInput: $∂J/∂x = ∂J/∂y$

    Shapes:
        - input, output, gradOutput, gradInput: any, all alike

    Source: nn, `Identity.lua`.
    """

    def updateOutput(self, input: Any) -> Any:
        """Returns the input."""
        self.output = input
        return self.output

    def updateGradInput(self, input: Any, gradOutput: Any) -> Any:
        """Returns gradOutput."""
        if self.gradInput is not None:
            self.gradInput = gradOutput
        return self.gradInput
