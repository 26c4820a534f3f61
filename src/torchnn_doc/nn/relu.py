"""The layer y = max(0, x)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from torchnn_doc.nn.elementwise import Elementwise
from torchnn_doc.torch.tensor import Tensor

if TYPE_CHECKING:
    from numpy.typing import NDArray


class ReLU(Elementwise):
    """y = x where x is above 0, and 0 elsewhere, for every element of a tensor of any shape.

    Args:
        inplace: Whether to write the output into the input, and gradInput into gradOutput, to save memory.

    Raises:
        ArgumentTypeError: In a pass, if a tensor has the wrong type.
        ShapeError: In a pass, if a tensor is empty or does not fit. Nothing is changed then.

    Source: nn, `ReLU.lua` and `Threshold.lua`; `THNN/generic/Threshold.c`.
    """

    def __init__(self, inplace: bool = False) -> None:
        super().__init__()
        self.threshold = 0
        self.val = 0
        self.inplace = inplace

    def updateOutput(self, input: NDArray[Any]) -> Tensor:
        """Returns y."""
        self._start_output(input)
        if self.inplace:
            self.output = input.view(Tensor)
        above = input > self.threshold
        np.copyto(self.output, input)
        np.copyto(self.output, self.val, where=~above)
        return self.output

    def updateGradInput(self, input: NDArray[Any], gradOutput: NDArray[Any]) -> Tensor:
        """Returns dJ/dx = dJ/dy where x is above 0, and 0 elsewhere."""
        gradOutput = self._start_gradInput(input, gradOutput)
        if self.inplace:
            self.gradInput = gradOutput.view(Tensor)
        np.copyto(self.gradInput, gradOutput)
        np.copyto(self.gradInput, 0, where=~(input > self.threshold))
        return self.gradInput
