"""What the layers without parameters share whose output has the shape of their input."""

import numpy as np

from torchnn_doc.nn.buffers import buffer_of_shape
from torchnn_doc.nn.checks import check_tensor
from torchnn_doc.nn.module import Module
from torchnn_doc.torch.arguments import describe
from torchnn_doc.torch.errors import ShapeError
from torchnn_doc.torch.tensor import Tensor


class Elementwise(Module):
    """A layer that checks what it is given here and says in its own file what it computes."""

    def _check_input(self, input: np.ndarray) -> None:
        check_tensor(self, "input", input, self._dtype)

    def _check_gradOutput(self, input: np.ndarray, gradOutput: np.ndarray) -> None:
        """Checks input and gradOutput, and that `forward` has run."""
        self._check_input(input)
        check_tensor(self, "gradOutput", gradOutput, self._dtype, input.shape)
        if not isinstance(self.output, np.ndarray) or self.output.shape != input.shape:
            expected = f"the input of the last forward, whose output is {describe(self.output)}"
            raise ShapeError(f"{self!r}: input", describe(input), expected)

    def _output_for(self, input: np.ndarray) -> Tensor:
        """Returns the buffer for the output."""
        return buffer_of_shape(self.output, input.shape, self._dtype)

    def _gradInput_for(self, gradOutput: np.ndarray) -> Tensor:
        """Returns the buffer for gradInput: another one, if gradOutput lies in the one that is there."""
        gradInput = buffer_of_shape(self.gradInput, gradOutput.shape, self._dtype)
        return np.empty_like(gradInput) if np.may_share_memory(gradInput, gradOutput) else gradInput
