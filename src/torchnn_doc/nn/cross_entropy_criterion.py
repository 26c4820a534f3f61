"""The cross entropy of a classifier: LogSoftMax and ClassNLLCriterion in one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from torchnn_doc.nn.class_nll_criterion import ClassNLLCriterion
from torchnn_doc.nn.criterion import Criterion
from torchnn_doc.nn.log_soft_max import LogSoftMax

if TYPE_CHECKING:
    from numpy.typing import NDArray


class CrossEntropyCriterion(Criterion):
    r"""J = -log(exp(x_t) / sum_j exp(x_j)) for the classes' scores x and the right class t, counted from 1.

    Formulas:
        - output: $J = -\log(\exp(x_t) / ∑_j \exp(x_j))$ for a vector; for N rows their mean, weighted
          as that of `ClassNLLCriterion`
        - gradInput: $∂J/∂x_i = \exp(x_i) / ∑_j \exp(x_j) - [i = t]$, where $[i = t]$ is 1
          for the right class, else 0; for N rows weighted and divided as J is

    Shapes:
        - input, gradInput: C, or N x C, for C classes
        - target: a number for a vector, N for N rows
        - weights: C
        - output: a number

    Args:
        weights: A weight for each class; None for 1 each.
        sizeAverage: Whether to divide by the sum of the weights.

    Raises:
        ArgumentTypeError, ShapeError, ArgumentValueError: As `ClassNLLCriterion`.

    Source: nn, `CrossEntropyCriterion.lua`.
    """

    def __init__(self, weights: NDArray[Any] | None = None, sizeAverage: bool = True) -> None:
        super().__init__()
        self.lsm = LogSoftMax()
        self.nll = ClassNLLCriterion(weights, sizeAverage)
        self.sizeAverage = sizeAverage

    def updateOutput(self, input: NDArray[Any], target: Any) -> float:
        """Returns J."""
        self.nll.sizeAverage = self.sizeAverage
        self.nll.check(input, target)
        self.output = self.nll.updateOutput(self.lsm.updateOutput(input), target)
        return self.output

    def updateGradInput(self, input: NDArray[Any], target: Any) -> Any:
        """Returns dJ/dx: the SoftMax of x, less 1 at the right class, weighted and divided as J is."""
        self.nll.sizeAverage = self.sizeAverage
        self.nll.check(input, target)
        self.lsm.updateOutput(input)
        self.gradInput = self.lsm.updateGradInput(input, self.nll.updateGradInput(self.lsm.output, target))
        return self.gradInput
