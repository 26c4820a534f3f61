"""The layer y = max(0, x)."""

from typing import Any, ClassVar

import numpy as np

from torchnn_doc.nn.buffers import buffer_of_shape
from torchnn_doc.nn.checks import check_flag, check_writable
from torchnn_doc.nn.elementwise import Elementwise
from torchnn_doc.torch.tensor import Tensor


class ReLU(Elementwise):
    r"""y = x where x is above 0, and 0 elsewhere, for every element of a tensor of any shape.

    Formulas:
        - output: $y = \max(0, x)$
        - gradInput: $∂J/∂x = ∂J/∂y$ where $x > 0$, and 0 elsewhere

    Shapes:
        - input, output, gradOutput, gradInput: any but an empty one, all alike

    The copying layer turns nan into 0; the one in place keeps it, as both do in Torch7.

    Args:
        inplace: Whether to write the output into the input, and gradInput into gradOutput, to save memory.

    Raises:
        ArgumentTypeError: If `inplace` is no truth value; in a pass, if a tensor has the wrong type.
        ArgumentValueError: In a pass in place, if the tensor to be overwritten is read-only.
        ShapeError: In a pass, if a tensor is empty or does not fit.

    Source: nn, `ReLU.lua` and `Threshold.lua`; `THNN/generic/Threshold.c`.
    """

    _filled_by_a_pass: ClassVar[tuple[str, ...]] = ("output", "gradInput", "_off")

    def __init__(self, inplace: bool = False) -> None:
        super().__init__()
        check_flag("nn.ReLU", "inplace", inplace)
        self.threshold = 0
        self.val = 0
        self.inplace = inplace
        self._off = np.empty(0, dtype=np.bool_).view(Tensor)

    def updateOutput(self, input: np.ndarray) -> Tensor:
        """Returns y."""
        self._check_input(input)
        if self.inplace:
            check_writable(self, "input", input)
            self.output = input.view(Tensor)
        else:
            self.output = self._output_for(input)
        np.copyto(self.output, input)
        np.copyto(self.output, self.val, where=self._not_above(input))
        return self.output

    def updateGradInput(self, input: np.ndarray, gradOutput: np.ndarray) -> Any:
        """Returns dJ/dx = dJ/dy where x is above 0, and 0 elsewhere."""
        self._check_gradOutput(input, gradOutput)
        if self.gradInput is None:
            return None
        if self.inplace:
            check_writable(self, "gradOutput", gradOutput)
            self.gradInput = gradOutput.view(Tensor)
        else:
            self.gradInput = self._gradInput_for(gradOutput)
        np.copyto(self.gradInput, gradOutput)
        np.copyto(self.gradInput, 0, where=self._not_above(input))
        return self.gradInput

    def _not_above(self, input: np.ndarray) -> np.ndarray:
        """Returns where x is not above the threshold. In place nan is left alone, as in Torch7."""
        self._off = buffer_of_shape(self._off, input.shape, self._off.dtype)
        if self.inplace:
            np.less_equal(input, self.threshold, out=self._off)
        else:
            np.logical_not(np.greater(input, self.threshold, out=self._off), out=self._off)
        return self._off
