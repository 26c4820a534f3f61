"""The layer y = max(0, x)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import numpy as np

from torchnn_doc.nn.buffers import buffer_of_shape, clear
from torchnn_doc.nn.checks import check_flag
from torchnn_doc.nn.elementwise import Elementwise
from torchnn_doc.torch.arguments import check_writable
from torchnn_doc.torch.tensor import Tensor

if TYPE_CHECKING:
    from numpy.typing import NDArray


class ReLU(Elementwise):
    r"""y = x where x is above 0, and 0 elsewhere, for every element of a tensor of any shape.

    Formulas:
        - output: $y = \max(0, x)$
        - gradInput: $∂J/∂x = ∂J/∂y$ where $x > 0$, and 0 elsewhere

    Shapes:
        - input, output, gradOutput, gradInput: any but an empty one, all alike

    Args:
        inplace: Whether to write the output into the input, and gradInput into gradOutput, to save memory.

    Raises:
        ArgumentTypeError: If `inplace` is no truth value; in a pass, if a tensor has the wrong type.
        ArgumentValueError: In a pass in place, if the tensor to be overwritten is read-only.
        ShapeError: In a pass, if a tensor is empty or does not fit. Nothing is changed then.

    Source: nn, `ReLU.lua` and `Threshold.lua`; `THNN/generic/Threshold.c`.
    """

    def __init__(self, inplace: bool = False) -> None:
        super().__init__()
        check_flag("nn.ReLU", "inplace", inplace)
        self.threshold = 0
        self.val = 0
        self.inplace = inplace
        self._off = np.empty(0, dtype=np.bool_).view(Tensor)

    def updateOutput(self, input: NDArray[Any]) -> Tensor:
        """Returns y."""
        self._check_in_place("input", input)
        self._start_output(input)
        np.copyto(self.output, input)
        np.copyto(self.output, self.val, where=self._not_above(input))
        return self.output

    def updateGradInput(self, input: NDArray[Any], gradOutput: NDArray[Any]) -> Tensor:
        """Returns dJ/dx = dJ/dy where x is above 0, and 0 elsewhere."""
        self._check_in_place("gradOutput", gradOutput)
        gradOutput = self._start_gradInput(input, gradOutput)
        np.copyto(self.gradInput, gradOutput)
        np.copyto(self.gradInput, 0, where=self._not_above(input))
        return self.gradInput

    def clearState(self) -> Self:
        """Empties the buffers that a pass fills and returns the module."""
        clear(self, "_off")
        return super().clearState()

    def _check_in_place(self, name: str, value: object) -> None:
        """Refuses to overwrite a read-only tensor."""
        if self.inplace and isinstance(value, np.ndarray):
            check_writable(f"{self!r}: {name}", value)

    def _start_output(self, input: NDArray[Any]) -> None:
        if self.inplace:
            self._check_input(input)
            self.output = input.view(Tensor)
        else:
            super()._start_output(input)

    def _start_gradInput(self, input: NDArray[Any], gradOutput: NDArray[Any]) -> NDArray[Any]:
        if not self.inplace:
            return super()._start_gradInput(input, gradOutput)
        self._check_gradOutput(input, gradOutput)
        self.gradInput = gradOutput.view(Tensor)
        return self.gradInput

    def _not_above(self, input: NDArray[Any]) -> NDArray[np.bool_]:
        """Returns where x is not above the threshold; nan is not."""
        self._off = buffer_of_shape(self._off, input.shape)
        np.greater(input, self.threshold, out=self._off)
        return np.logical_not(self._off, out=self._off)
