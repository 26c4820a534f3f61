"""One of the places that a module has in a chain, if it has several."""

from __future__ import annotations

from typing import Any

import numpy as np

from torchnn_doc.nn.module import Module


class Repeated(Module):
    """A module at one of its places, with an output and a gradInput for this place alone.

    The module's own are overwritten at its next place. So a pass backward computes its output here anew.

    Args:
        module: The module, or one that contains it.
    """

    def __init__(self, module: Module) -> None:
        super().__init__()
        self.module = module

    def updateOutput(self, input: Any) -> Any:
        """Returns a copy of the module's output."""
        self.output = np.copy(self.module.updateOutput(input), subok=True)
        return self.output

    def updateGradInput(self, input: Any, gradOutput: Any) -> Any:
        """Returns a copy of the module's gradInput, for the input at this place."""
        self.module.updateOutput(input)
        self.gradInput = self.module.updateGradInput(input, gradOutput)
        if self.gradInput is not None:
            self.gradInput = np.copy(self.gradInput, subok=True)
        return self.gradInput

    def accGradParameters(self, input: Any, gradOutput: Any, scale: float = 1) -> None:
        """Adds what the module contributes at this place."""
        self.module.updateOutput(input)
        self.module.backward(input, gradOutput, scale)
