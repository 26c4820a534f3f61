"""The negative log likelihood of the right class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from torchnn_doc.nn.buffers import buffer_of_shape
from torchnn_doc.nn.checks import check_flag, check_tensor
from torchnn_doc.nn.criterion import PART, Criterion, add_one_by_one
from torchnn_doc.torch.arguments import check_whole, describe, is_number
from torchnn_doc.torch.errors import ArgumentTypeError, ArgumentValueError, ShapeError
from torchnn_doc.torch.tensor import Tensor

if TYPE_CHECKING:
    from numpy.typing import NDArray


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
        weights: A weight for each class; None for 1 each.
        sizeAverage: Whether to divide by the sum of the weights.
        ignoreIndex: A class whose samples count nothing.

    The target is a whole number or a tensor of one element for a vector, and a tensor of N elements for a
    matrix of N rows; of a fraction the whole part counts.

    Raises:
        ArgumentTypeError: If an argument has the wrong type; in a pass, if input or target has.
        ShapeError: In a pass, if a tensor does not fit. Nothing is changed then.
        ArgumentValueError: In a pass, if a class is not among those of the input.

    Source: nn, `ClassNLLCriterion.lua`; `THNN/generic/ClassNLLCriterion.c`.
    """

    def __init__(
        self, weights: NDArray[Any] | None = None, sizeAverage: bool = True, ignoreIndex: int = -100
    ) -> None:
        super().__init__()
        check_flag("nn.ClassNLLCriterion", "sizeAverage", sizeAverage)
        check_whole(f"{self!r}: ignoreIndex", ignoreIndex)
        self.sizeAverage = sizeAverage
        self.ignoreIndex = ignoreIndex
        if weights is not None:
            check_tensor(self, "weights", weights, np.dtype(np.float64), ("C",))
        self.weights = None if weights is None else Tensor(weights)
        self.output_tensor = Tensor([0])
        self.total_weight_tensor = Tensor([1])
        self.target = np.zeros(1, dtype=np.int64).view(Tensor)

    def updateOutput(self, input: NDArray[Any], target: Any) -> float:
        """Returns J."""
        classes = self.check(input, target)
        total = loss = 0.0
        for rows, columns, weights in self._counted(input, classes):
            total = add_one_by_one(total, weights)
            loss = add_one_by_one(loss, -np.atleast_2d(input)[rows, columns] * weights)
        self.target = buffer_of_shape(self.target, classes.shape)
        np.copyto(self.target, classes, casting="unsafe")
        self.total_weight_tensor[0] = total
        self.output = loss / total if self.sizeAverage and total else loss
        self.output_tensor[0] = self.output
        return self.output

    def updateGradInput(self, input: NDArray[Any], target: Any) -> Tensor:
        """Returns dJ/dx: -w_t at the right class of each sample, divided as J is, and 0 elsewhere."""
        classes = self.check(input, target)
        total = 0.0
        for _, _, weights in self._counted(input, classes):
            total = add_one_by_one(total, weights)
        self.gradInput = buffer_of_shape(self.gradInput, input.shape)
        self.gradInput.fill(0)
        for rows, columns, weights in self._counted(input, classes):
            gradient = -weights / (total if self.sizeAverage and total else 1)
            np.atleast_2d(self.gradInput)[rows, columns] = gradient
        return self.gradInput

    def check(self, input: NDArray[Any], target: Any) -> NDArray[Any]:
        """Refuses an input and a target that do not fit, and returns the target as an array."""
        check_tensor(self, "input", input, self.gradInput.dtype, ("C",), ("N", "C"))
        count, samples = input.shape[-1], 1 if input.ndim == 1 else len(input)
        if self.weights is not None and len(self.weights) != count:
            raise ShapeError(
                f"{self!r}: input", describe(input), f"{len(self.weights)} classes, as many as weights"
            )
        classes = np.array([target]) if is_number(target) else target
        if not isinstance(classes, np.ndarray) or classes.dtype.kind not in "fiu":
            raise ArgumentTypeError(f"{self!r}: target", describe(target), "a number or a tensor of classes")
        if classes.shape != (samples,):
            raise ShapeError(f"{self!r}: target", describe(target), f"a tensor of size {samples}")
        for part in _parts(samples):
            self._check_classes(classes[part], count)
        return classes

    def _check_classes(self, target: NDArray[Any], count: int) -> None:
        with np.errstate(invalid="ignore"):
            classes = np.asarray(target).astype(np.int64)
        outside = ((classes < 1) | (classes > count)) & (classes != self.ignoreIndex)
        wrong = target[outside | ~np.isfinite(target)]
        if len(wrong):
            raise ArgumentValueError(f"{self!r}: target", f"class {wrong[0]:g}", f"classes from 1 to {count}")

    def _counted(
        self, input: NDArray[Any], target: NDArray[Any]
    ) -> Iterator[tuple[NDArray[np.intp], NDArray[np.int64], NDArray[Any]]]:
        """Yields rows, columns and weights of the entries that count."""
        for part in _parts(len(target)):
            classes = np.asarray(target[part]).astype(np.int64)
            (counts,) = np.nonzero(classes != self.ignoreIndex)
            columns = classes[counts] - 1
            weights = np.ones(len(counts), input.dtype) if self.weights is None else self.weights[columns]
            yield part.start + counts, columns, np.asarray(weights)


def _parts(samples: int) -> Iterator[slice]:
    """Yields a slice for every so many samples."""
    for start in range(0, samples, PART):
        yield slice(start, start + PART)
