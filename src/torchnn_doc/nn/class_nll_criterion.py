"""The negative log likelihood of the right class."""

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from torchnn_doc.nn.buffers import buffer_of_shape
from torchnn_doc.nn.checks import C, N, check_flag, check_tensor
from torchnn_doc.nn.criterion import Criterion
from torchnn_doc.nn.sums import PIECE, sum_in_order
from torchnn_doc.torch.arguments import check_whole, describe, is_number
from torchnn_doc.torch.errors import ArgumentTypeError, ArgumentValueError, ShapeError
from torchnn_doc.torch.tensor import Tensor


class ClassNLLCriterion(Criterion):
    r"""J = -x_t for the log-probabilities x of the classes and the right class t, counted from 1.

    For a matrix, one row for each sample, J is the mean over the rows, or with weights
    J = sum_n -w_t x_nt / sum_n w_t; with `sizeAverage=False` it is not divided.

    Formulas:
        - output: $J = -x_t$ for a vector; for N rows
          $J = -∑_n w_{t_n} x_{n t_n} / ∑_n w_{t_n}$; with `sizeAverage=False`
          $J = -∑_n w_{t_n} x_{n t_n}$
        - gradInput: $∂J/∂x_{n t_n} = -w_{t_n} / ∑_m w_{t_m}$, with `sizeAverage=False`
          $∂J/∂x_{n t_n} = -w_{t_n}$, and 0 elsewhere

    Shapes:
        - input, gradInput: C, or N x C, for C classes
        - target: a number for a vector, N for N rows
        - weights: C
        - output: a number

    Args:
        weights: A weight for each class, in a tensor of any type or a list; None for 1 each.
        sizeAverage: Whether to divide by the sum of the weights.
        ignoreIndex: A class whose samples count nothing.

    The target is a whole number or a tensor of one element for a vector, and a tensor of N elements for a
    matrix of N rows; of a fraction the whole part counts.

    Raises:
        ArgumentTypeError: If an argument has the wrong type; in a pass, if input or target has.
        ShapeError: If the weights have not one dimension; in a pass, if a tensor does not fit.
        ArgumentValueError: In a pass, if a class is not among those of the input.

    Source: nn, `ClassNLLCriterion.lua`; `THNN/generic/ClassNLLCriterion.c`.
    """

    _filled_by_a_pass: ClassVar[tuple[str, ...]] = ("gradInput", "target")

    def __init__(self, weights: Any = None, sizeAverage: bool = True, ignoreIndex: int = -100) -> None:
        super().__init__()
        check_flag(f"{self!r}", "sizeAverage", sizeAverage)
        check_whole(f"{self!r}: ignoreIndex", ignoreIndex)
        self.sizeAverage = sizeAverage
        self.ignoreIndex = ignoreIndex
        self.weights = None if weights is None else checked_weights(self, weights)
        self.output_tensor = Tensor([0])
        self.total_weight_tensor = Tensor([1])
        self.target = np.zeros(1, dtype=np.int64).view(Tensor)

    def updateOutput(self, input: np.ndarray, target: Any) -> float:
        """Returns J."""
        self.take(self, input, target)
        x, (total, divisor) = np.atleast_2d(input), self._weigh()
        self.total_weight_tensor[0] = total
        return self._keep(sum_in_order(-x[row, column] * w for row, column, w in self._counted()) / divisor)

    def updateGradInput(self, input: np.ndarray, target: Any) -> Any:
        """Returns dJ/dx: -w_t at the right class of each sample, divided as J is, and 0 elsewhere."""
        self.take(self, input, target)
        _, divisor = self._weigh()
        self.gradInput = buffer_of_shape(self.gradInput, input.shape, self._dtype)
        self.gradInput.fill(0)
        for row, column, w in self._counted():
            np.atleast_2d(self.gradInput)[row, column] = -w / divisor
        return self.gradInput

    def take(self, owner: Criterion, input: np.ndarray, target: Any) -> None:
        """Puts the classes of a target into `self.target`; refuses in the owner's name what does not fit."""
        check_tensor(owner, "input", input, self._dtype, (C,), (N, C))
        if self.weights is not None:
            count = len(checked_weights(owner, self.weights))
            if count != input.shape[-1]:
                expected = f"{count} classes, as many as weights"
                raise ShapeError(f"{owner!r}: input", describe(input), expected)
        given = np.array([target]) if is_number(target) else target
        if not isinstance(given, np.ndarray) or given.dtype.kind not in "fiu":
            raise ArgumentTypeError(f"{owner!r}: target", describe(target), "a number or a tensor of classes")
        samples = 1 if input.ndim == 1 else len(input)
        if given.shape != (samples,):
            raise ShapeError(f"{owner!r}: target", describe(target), f"a tensor of size {samples}")
        self.target = buffer_of_shape(self.target, given.shape, self.target.dtype)
        for part in _parts(samples):
            classes = self.target[part]
            with np.errstate(invalid="ignore"):
                classes[...] = given[part]
            outside = ((classes < 1) | (classes > input.shape[-1])) & (classes != self.ignoreIndex)
            for wrong in given[part][outside | ~np.isfinite(given[part])]:
                expected = f"classes from 1 to {input.shape[-1]}"
                raise ArgumentValueError(f"{owner!r}: target", f"class {wrong:g}", expected)

    def _weigh(self) -> tuple[Any, Any]:
        """Returns the sum of the weights, and what the loss is divided by."""
        total = sum_in_order(w for _, _, w in self._counted())
        return total, total if self.sizeAverage and total else 1

    def _counted(self) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        """Yields rows, columns and weights of the entries that count, in pieces."""
        for part in _parts(len(self.target)):
            classes = np.asarray(self.target[part])
            (counts,) = np.nonzero(classes != self.ignoreIndex)
            columns = classes[counts] - 1
            weights = np.ones(len(columns)) if self.weights is None else np.asarray(self.weights)[columns]
            yield part.start + counts, columns, weights.astype(self._dtype)


def checked_weights(owner: Criterion, weights: Any) -> Tensor:
    """Returns weights of classes as a tensor; refuses what has not one dimension."""
    array = np.asarray(weights) if isinstance(weights, list | tuple) else weights
    if not isinstance(array, np.ndarray) or array.dtype.kind not in "fiu":
        raise ArgumentTypeError(f"{owner!r}: weights", describe(weights), "a tensor or a list of numbers")
    if array.ndim != 1 or array.size == 0:
        raise ShapeError(f"{owner!r}: weights", describe(array), "one dimension: a weight for each class")
    return Tensor(array)


def _parts(samples: int) -> Iterator[slice]:
    """Yields a slice for every so many samples."""
    for start in range(0, samples, PIECE):
        yield slice(start, start + PIECE)
