"""The layer y = W x + b."""

import math
from typing import Any, ClassVar, Self

import numpy as np

from torchnn_doc.nn.buffers import buffer_of_shape, times
from torchnn_doc.nn.checks import M, N, check_flag, check_gradient, check_number, check_size, check_tensor
from torchnn_doc.nn.module import Module
from torchnn_doc.torch.generator import fill_uniform
from torchnn_doc.torch.tensor import Tensor


class Linear(Module):
    r"""y = W x + b for a vector x, and for every row of a matrix.

    Formulas:
        - output: $y = W x + b$
        - gradInput: $∂J/∂x = W^T ∂J/∂y$
        - gradWeight: `backward` adds $s (∂J/∂y) x^T$, where s is its `scale`;
          for N rows the sum of theirs
        - gradBias: `backward` adds $s ∂J/∂y$; for N rows the sum of theirs

    Shapes:
        - input, gradInput: inputSize, or N x inputSize
        - output, gradOutput: outputSize, or N x outputSize
        - weight, gradWeight: outputSize x inputSize
        - bias, gradBias: outputSize

    Args:
        inputSize: Elements of x.
        outputSize: Elements of y.
        bias: Whether there is a b.

    Attributes:
        weight: W.
        bias: b; None without bias.
        gradWeight: The sum of dJ/dW since `zeroGradParameters`; before it, whatever the memory held.
        gradBias: The same for dJ/db; None without bias.

    Raises:
        ArgumentTypeError: If a size is not a whole number; in a pass, if a tensor has the wrong type.
        ShapeError: If a size is below 1; in a pass, if a tensor does not fit.

    Source: nn, `Linear.lua`.
    """

    _filled_by_a_pass: ClassVar[tuple[str, ...]] = ("output", "gradInput", "addBuffer", "_product")

    def __init__(self, inputSize: int, outputSize: int, bias: bool = True) -> None:
        super().__init__()
        check_size("nn.Linear", "inputSize", inputSize)
        check_size("nn.Linear", "outputSize", outputSize)
        check_flag("nn.Linear", "bias", bias)
        self.weight = Tensor(outputSize, inputSize)
        self.gradWeight = Tensor(outputSize, inputSize)
        self.bias = Tensor(outputSize) if bias else None
        self.gradBias = Tensor(outputSize) if bias else None
        self.addBuffer: Tensor | None = None
        self._product = Tensor()
        self.reset()

    def reset(self, stdv: float | None = None) -> Self:
        """Draws new parameters, the weight row by row and then the bias, and returns the module.

        They are uniform in (-s, s), s = 1 / sqrt(inputSize), or have the standard deviation `stdv`.
        """
        if stdv is not None:
            check_number(self, "stdv", stdv)
        s = 1 / math.sqrt(self.weight.shape[1]) if stdv is None else stdv * math.sqrt(3)
        fill_uniform(self.weight, -s, s)
        if self.bias is not None:
            fill_uniform(self.bias, -s, s)
        return self

    def noBias(self) -> Self:
        """Takes the bias away and returns the module."""
        self.bias = self.gradBias = None
        return self

    def __repr__(self) -> str:
        sizes = " -> ".join(map(str, reversed(np.shape(self.weight))))
        return f"nn.Linear({sizes})" + ("" if self.bias is not None else " without bias")

    def updateOutput(self, input: np.ndarray) -> Tensor:
        """Returns y = W x + b, of size outputSize; for N rows, of size N x outputSize."""
        self._check_input(input)
        self._make_buffers(input)
        input.dot(self.weight.T, out=self.output)  # row by row: (W x)^T = x^T W^T
        if self.bias is not None:
            self.output += self.bias
        return self.output

    def updateGradInput(self, input: np.ndarray, gradOutput: np.ndarray) -> Any:
        """Returns dJ/dx = W^T dJ/dy, of the size of the input."""
        self._check_gradOutput(input, gradOutput)
        if self.gradInput is None:
            return None
        self.gradInput = buffer_of_shape(self.gradInput, input.shape, self.weight.dtype)
        gradOutput.dot(self.weight, out=self.gradInput)  # row by row: (W^T g)^T = g^T W
        return self.gradInput

    def accGradParameters(self, input: np.ndarray, gradOutput: np.ndarray, scale: float = 1) -> None:
        """Adds scale * dJ/dW to gradWeight and scale * dJ/db to gradBias, for N rows their sum."""
        self._check_gradients(input, gradOutput, scale)
        self.gradWeight += times(scale, self._outer_product(gradOutput, input))
        if self.bias is not None:
            self.gradBias += times(scale, self._sum_of_rows(gradOutput))

    def _outer_product(self, gradOutput: np.ndarray, input: np.ndarray) -> np.ndarray:
        """Returns dJ/dy x^T, for N rows the sum of theirs."""
        self._product = buffer_of_shape(self._product, self.weight.shape, self.weight.dtype)
        if input.ndim == 1:  # a batch of one row
            gradOutput, input = gradOutput[None], input[None]
        gradOutput.T.dot(input, out=self._product)
        return self._product

    def _sum_of_rows(self, gradOutput: np.ndarray) -> np.ndarray:
        """Returns a vector itself; of a batch the sum of its rows, which is its product with ones."""
        return gradOutput if gradOutput.ndim == 1 else self._ones(len(gradOutput)).dot(gradOutput)

    def _make_buffers(self, input: np.ndarray) -> None:
        """Makes `output` fit the input, and for a batch `addBuffer`, which sums up rows in `backward`."""
        self.output = buffer_of_shape(self.output, (*input.shape[:-1], len(self.weight)), self.weight.dtype)
        if input.ndim == 2:
            self._ones(len(input))

    def _ones(self, rows: int) -> Tensor:
        """Returns `addBuffer`, a one for each row of a batch."""
        if self.addBuffer is None or len(self.addBuffer) != rows:
            self.addBuffer = np.ones(rows, self.weight.dtype).view(Tensor)
        return self.addBuffer

    def _check_input(self, input: np.ndarray) -> None:
        """Refuses an input that does not fit, and a weight or bias that was put there wrongly."""
        dtype = self._dtype
        check_tensor(self, "weight", self.weight, dtype, (M, N))
        outputs, inputs = self.weight.shape
        check_tensor(self, "input", input, dtype, (inputs,), (N, inputs))
        if self.bias is not None:
            check_tensor(self, "bias", self.bias, dtype, (outputs,))

    def _check_gradOutput(self, input: np.ndarray, gradOutput: np.ndarray) -> None:
        dtype, (outputs, inputs) = self.weight.dtype, self.weight.shape
        check_tensor(self, "input", input, dtype, (inputs,), (N, inputs))
        check_tensor(self, "gradOutput", gradOutput, dtype, (*input.shape[:-1], outputs))

    def _check_gradients(self, input: np.ndarray, gradOutput: np.ndarray, scale: float) -> None:
        """Refuses what does not fit before the first gradient changes."""
        self._check_gradOutput(input, gradOutput)
        check_number(self, "scale", scale)
        check_gradient(self, "gradWeight", self.gradWeight, self.weight)
        if self.bias is not None:
            check_gradient(self, "gradBias", self.gradBias, self.bias)
