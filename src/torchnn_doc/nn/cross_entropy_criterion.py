"""The cross entropy of a classifier: LogSoftMax and ClassNLLCriterion in one."""

from typing import Any

import numpy as np

from torchnn_doc.nn.checks import check_flag
from torchnn_doc.nn.class_nll_criterion import ClassNLLCriterion, checked_weights
from torchnn_doc.nn.criterion import Criterion
from torchnn_doc.nn.log_soft_max import LogSoftMax


class CrossEntropyCriterion(Criterion):
    r"""J = -log(exp(x_t) / sum_j exp(x_j)) for the classes' scores x and the right class t, counted from 1.

    Formulas:
        - output: $J = -\log(\exp(x_t) / ∑_j \exp(x_j))$ for a vector; for N rows their mean, weighted
          as that of `ClassNLLCriterion`
        - gradInput: $∂J/∂x_i = \exp(x_i) / ∑_j \exp(x_j) - [i = t]$, where $[i = t]$ is 1
          for the right class, else 0; for N rows weighted and divided as J is

    Shapes:
        - input, gradInput: C, or N x C, for C classes
        - target: a number for a vector, N or N x 1 for N rows
        - weights: C
        - output: a number

    Args:
        weights: A weight for each class; None for 1 each.
        sizeAverage: Whether to divide by the sum of the weights.

    Raises:
        ArgumentTypeError, ShapeError, ArgumentValueError: As `ClassNLLCriterion`.

    Source: nn, `CrossEntropyCriterion.lua`.
    """

    def __init__(self, weights: Any = None, sizeAverage: bool = True) -> None:
        super().__init__()
        check_flag(f"{self!r}", "sizeAverage", sizeAverage)
        self.lsm = LogSoftMax()
        self.nll = ClassNLLCriterion(None if weights is None else checked_weights(self, weights), sizeAverage)
        self.sizeAverage = sizeAverage
        self._passed_on = sizeAverage

    def updateOutput(self, input: np.ndarray, target: Any) -> float:
        """Returns J."""
        x, t = self._prepared(input, target)
        return self._keep(self.nll.updateOutput(self.lsm.updateOutput(x), t))

    def updateGradInput(self, input: np.ndarray, target: Any) -> Any:
        """Returns dJ/dx: the SoftMax of x, less 1 at the right class, weighted and divided as J is."""
        x, t = self._prepared(input, target)
        gradOutput = self.nll.updateGradInput(self.lsm.updateOutput(x), t)
        self.gradInput = self.lsm.updateGradInput(x, gradOutput).reshape(input.shape)
        return self.gradInput

    def _prepared(self, input: np.ndarray, target: Any) -> tuple[np.ndarray, Any]:
        """Returns input and target without dimensions of size 1, such as those of a target of N x 1.

        A `sizeAverage` that was changed here goes to `nll`; one that was changed there stays.
        """
        if self.sizeAverage != self._passed_on:
            self.nll.sizeAverage = self._passed_on = self.sizeAverage
        if isinstance(input, np.ndarray) and input.ndim > 2:
            input = np.atleast_1d(input.squeeze())
        if isinstance(target, np.ndarray) and target.size:
            target = np.atleast_1d(target.squeeze())
        self.nll.take(self, input, target)
        return input, target
