"""The negative log likelihood of the right class."""

from __future__ import annotations

import numbers
from typing import TYPE_CHECKING, Any

import numpy as np

from torchnn_doc.nn.buffers import buffer_of_shape
from torchnn_doc.nn.checks import check_tensor
from torchnn_doc.nn.criterion import Criterion
from torchnn_doc.torch.errors import ArgumentTypeError, ArgumentValueError, ShapeError
from torchnn_doc.torch.tensor import Tensor, describe

if TYPE_CHECKING:
    from numpy.typing import NDArray


class ClassNLLCriterion(Criterion):
    """J = -x_t for the log-probabilities x of the classes and the right class t, counted from 1.

    For a matrix, one row for each sample, J is the mean over the rows, or with weights
    J = sum_n -w_t x_nt / sum_n w_t; with `sizeAverage=False` it is not divided.

    Args:
        weights: A weight for each class; None for 1 each.
        sizeAverage: Whether to divide by the sum of the weights.
        ignoreIndex: A class whose samples count nothing.

    The target is a whole number or a tensor of one element for a vector, and a tensor of N elements for a
    matrix of N rows; of a fraction the whole part counts.

    Raises:
        ArgumentTypeError: In a pass, if input or target has the wrong type.
        ShapeError: In a pass, if a tensor does not fit. Nothing is changed then.
        ArgumentValueError: In a pass, if a class is not among those of the input.

    Source: nn, `ClassNLLCriterion.lua`; `THNN/generic/ClassNLLCriterion.c`.
    """

    def __init__(
        self, weights: NDArray[Any] | None = None, sizeAverage: bool = True, ignoreIndex: int = -100
    ) -> None:
        super().__init__()
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
        classes = self._classes(input, target)
        rows, picked, weights = self._picked(input, classes)
        total = _sum(weights)
        loss = _sum(-np.atleast_2d(input)[rows, picked] * weights)
        self.target = (classes + 1).view(Tensor)
        self.total_weight_tensor[0] = total
        self.output = loss / total if self.sizeAverage and total else loss
        self.output_tensor[0] = self.output
        return self.output

    def updateGradInput(self, input: NDArray[Any], target: Any) -> Tensor:
        """Returns dJ/dx: -w_t at the right class of each sample, divided as J is, and 0 elsewhere."""
        rows, picked, weights = self._picked(input, self._classes(input, target))
        self.gradInput = buffer_of_shape(self.gradInput, input.shape)
        self.gradInput.fill(0)
        total = _sum(weights)
        np.atleast_2d(self.gradInput)[rows, picked] = -weights / (total if self.sizeAverage and total else 1)
        return self.gradInput

    def _picked(
        self, input: NDArray[Any], classes: NDArray[np.int64]
    ) -> tuple[NDArray[np.intp], NDArray[np.int64], NDArray[Any]]:
        """Returns rows, columns and weights of the entries that count."""
        rows = np.flatnonzero(classes + 1 != self.ignoreIndex)
        picked = classes[rows]
        weights = np.ones(len(rows), dtype=input.dtype) if self.weights is None else self.weights[picked]
        return rows, picked, np.asarray(weights)

    def check(self, input: NDArray[Any], target: Any) -> None:
        """Refuses an input and a target that do not fit, as a pass would."""
        self._classes(input, target)

    def _classes(self, input: NDArray[Any], target: Any) -> NDArray[np.int64]:
        """Returns the class of each row, counted from 0, of an input and a target that fit."""
        check_tensor(self, "input", input, self.gradInput.dtype, ("C",), ("N", "C"))
        count, samples = input.shape[-1], 1 if input.ndim == 1 else len(input)
        if self.weights is not None and len(self.weights) != count:
            raise ShapeError(
                f"{self!r}: input", describe(input), f"{len(self.weights)} classes, as many as weights"
            )
        if isinstance(target, numbers.Real):
            target = np.array([target])
        if not isinstance(target, np.ndarray) or target.dtype.kind not in "fiu":
            raise ArgumentTypeError(f"{self!r}: target", describe(target), "a number or a tensor of classes")
        if target.shape != (samples,):
            raise ShapeError(f"{self!r}: target", describe(target), f"a tensor of size {samples}")
        with np.errstate(invalid="ignore"):
            classes = np.asarray(target).astype(np.int64)
        wrong = classes[((classes < 1) | (classes > count)) & (classes != self.ignoreIndex)]
        if len(wrong) or not np.isfinite(target).all():
            given = f"class {wrong[0]}" if len(wrong) else "a class that is not finite"
            raise ArgumentValueError(f"{self!r}: target", given, f"classes from 1 to {count}")
        return classes - 1


def _sum(values: NDArray[Any]) -> float:
    """Adds one by one as Torch7 does: numpy's sum adds in pairs and differs in the last digit."""
    return float(np.add.accumulate(np.append(0.0, values))[-1])
