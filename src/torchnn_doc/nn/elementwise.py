"""What the layers without parameters share whose output has the shape of their input."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from torchnn_doc.nn.buffers import buffer_of_shape
from torchnn_doc.nn.checks import check_tensor
from torchnn_doc.nn.module import Module
from torchnn_doc.torch.errors import ShapeError
from torchnn_doc.torch.tensor import describe

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Elementwise(Module):
    """A layer that prepares its buffers here and says in its own file what it computes."""

    def _check_input(self, input: NDArray[Any]) -> None:
        check_tensor(self, "input", input, self.output.dtype)

    def _start_output(self, input: NDArray[Any]) -> None:
        """Checks the input and gives `output` its shape."""
        self._check_input(input)
        self.output = buffer_of_shape(self.output, input.shape)

    def _start_gradInput(self, input: NDArray[Any], gradOutput: NDArray[Any]) -> NDArray[Any]:
        """Checks input and gradOutput, and gives `gradInput` its shape.

        Returns gradOutput, or if it lies in the memory of `gradInput`, which is written to next, a copy.
        """
        self._check_gradOutput(input, gradOutput)
        self.gradInput = buffer_of_shape(self.gradInput, input.shape)
        return gradOutput.copy() if np.may_share_memory(gradOutput, self.gradInput) else gradOutput

    def _check_gradOutput(self, input: NDArray[Any], gradOutput: NDArray[Any]) -> None:
        """Checks input and gradOutput, and that `forward` has run."""
        self._check_input(input)
        check_tensor(self, "gradOutput", gradOutput, self.output.dtype, input.shape)
        if self.output.shape != input.shape:
            expected = f"the input of the last forward, whose output is {describe(self.output)}"
            raise ShapeError(f"{self!r}: input", describe(input), expected)
