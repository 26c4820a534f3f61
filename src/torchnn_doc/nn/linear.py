"""The layer y = W x + b."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from torchnn_doc.nn.buffers import buffer_of_shape, clear
from torchnn_doc.nn.checks import check_flag, check_number, check_rows, check_size, check_tensor
from torchnn_doc.nn.module import Module
from torchnn_doc.torch.generator import fill_uniform
from torchnn_doc.torch.tensor import Tensor

if TYPE_CHECKING:
    from numpy.typing import NDArray


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
        weight: W, of size outputSize x inputSize.
        bias: b, of size outputSize; None without bias.
        gradWeight: The sum of dJ/dW since `zeroGradParameters`; before it, whatever the memory held.
        gradBias: The same for dJ/db; None without bias.

    Raises:
        ArgumentTypeError: If a size is not a whole number; in a pass, if a tensor has the wrong type.
        ShapeError: If a size is below 1; in a pass, if a tensor does not fit. Nothing is changed then.

    Source: nn, `Linear.lua`.
    """

    addBuffer: Tensor

    def __init__(self, inputSize: int, outputSize: int, bias: bool = True) -> None:
        super().__init__()
        check_size("nn.Linear", "inputSize", inputSize)
        check_size("nn.Linear", "outputSize", outputSize)
        check_flag("nn.Linear", "bias", bias)
        self.weight = Tensor(outputSize, inputSize)
        self.gradWeight = Tensor(outputSize, inputSize)
        self.bias = Tensor(outputSize) if bias else None
        self.gradBias = Tensor(outputSize) if bias else None
        self._product = Tensor()
        self.reset()

    def reset(self, stdv: float | None = None) -> Self:
        """Draws new parameters, the weight row by row and then the bias, and returns the module.

        They are uniform in (-s, s), s = 1 / sqrt(inputSize), or have the standard deviation `stdv`.
        """
        if stdv is not None:
            check_number(self, "stdv", stdv)
        s = 1 / math.sqrt(self.weight.shape[1]) if stdv is None else stdv * math.sqrt(3)
        for parameter in self.parameters()[0]:
            fill_uniform(parameter, -s, s)
        return self

    def noBias(self) -> Self:
        """Takes the bias away and returns the module."""
        self.bias = self.gradBias = None
        return self

    def __repr__(self) -> str:
        outputSize, inputSize = self.weight.shape
        return f"nn.Linear({inputSize} -> {outputSize})" + ("" if self.bias is not None else " without bias")

    def updateOutput(self, input: NDArray[Any]) -> Tensor:
        """Returns y = W x + b, of size outputSize; for N rows, of size N x outputSize."""
        outputSize, inputSize = self.weight.shape
        rows = check_rows(self, "input", input, self.weight.dtype, inputSize)
        self.output = buffer_of_shape(self.output, (*rows, outputSize))
        input.dot(self.weight.T, out=self.output)  # row by row: (W x)^T = x^T W^T
        if self.bias is not None:
            self.output += self.bias
        if input.ndim == 2:
            self._ones(len(input))
        return self.output

    def updateGradInput(self, input: NDArray[Any], gradOutput: NDArray[Any]) -> Tensor:
        """Returns dJ/dx = W^T dJ/dy, of the size of the input."""
        self._check_gradOutput(input, gradOutput)
        self.gradInput = buffer_of_shape(self.gradInput, input.shape)
        gradOutput.dot(self.weight, out=self.gradInput)  # row by row: (W^T g)^T = g^T W
        return self.gradInput

    def accGradParameters(self, input: NDArray[Any], gradOutput: NDArray[Any], scale: float = 1) -> None:
        """Adds scale * dJ/dW to gradWeight and scale * dJ/db to gradBias, for N rows their sum."""
        self._check_gradOutput(input, gradOutput)
        check_number(self, "scale", scale)
        self._product = buffer_of_shape(self._product, self.weight.shape)
        if input.ndim == 1:
            db = gradOutput
            gradOutput[:, None].dot(input[None], out=self._product)  # a column times a row
        else:
            db = self._ones(len(input)).dot(gradOutput)  # the sum of the rows
            gradOutput.T.dot(input, out=self._product)  # the sum of the outer products of the rows
        self.gradWeight += self._product if scale == 1 else scale * self._product
        if self.gradBias is not None:
            self.gradBias += db if scale == 1 else scale * db

    def clearState(self) -> Self:
        """Empties the buffers that a pass fills and returns the module."""
        clear(self, "_product", "addBuffer")
        return super().clearState()

    def _ones(self, rows: int) -> Tensor:
        """Returns `addBuffer`, a one for each row of a batch, whose product with the batch sums its rows."""
        if not hasattr(self, "addBuffer") or len(self.addBuffer) != rows:
            self.addBuffer = np.ones(rows, dtype=self.weight.dtype).view(Tensor)
        return self.addBuffer

    def _check_gradOutput(self, input: NDArray[Any], gradOutput: NDArray[Any]) -> None:
        dtype, (outputSize, inputSize) = self.weight.dtype, self.weight.shape
        fit = (  # at one look: for a vector the calls below take as long as a product
            isinstance(input, np.ndarray)
            and isinstance(gradOutput, np.ndarray)
            and input.dtype == gradOutput.dtype == dtype
            and (
                (input.shape == (inputSize,) and gradOutput.shape == (outputSize,))
                or (
                    input.shape[1:] == (inputSize,)
                    and gradOutput.shape == (len(input), outputSize)
                    and len(input) > 0
                )
            )
        )
        if not fit:
            rows = check_rows(self, "input", input, dtype, inputSize)
            check_tensor(self, "gradOutput", gradOutput, dtype, (*rows, outputSize))
