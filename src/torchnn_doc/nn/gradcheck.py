"""Holds the gradients of a module or criterion against central finite differences."""

from collections.abc import Callable
from typing import Any

import numpy as np

from torchnn_doc.nn.criterion import Criterion
from torchnn_doc.nn.module import Module
from torchnn_doc.torch.arguments import describe
from torchnn_doc.torch.errors import ArgumentTypeError

# The cube root of the spacing of doubles at 1: rounding and the third derivative then err about as much.
STEP = 6e-6
# What `backward` is called with, other than 1, and what the buffers hold before, other than 0: a module that
# forgets to multiply by the scale, or stores where it should add, is then wrong.
SCALE = 0.7
BEFORE = 0.3


class GradientError(float):
    r"""The largest relative error of a gradient, with the place where it is.

    Formulas:
        - the number: $e = |g - m| / \max(|g|, |m|, M / 1000)$ for the gradient g that `backward` computes,
          the slope m that is measured, and the largest slope M of all

    Shapes:
        - the number: one, for all entries of all gradients

    Attributes:
        worst: That place, the computed and the measured gradient, in words.
    """

    worst: str

    def __repr__(self) -> str:
        return f"{float(self):.2g} at {self.worst}"

    __str__ = __repr__


Loss = Callable[[], float]
Gradient = tuple[str, np.ndarray, np.ndarray]  # its name, the values it belongs to, and as it was computed


def gradcheck(function: Module | Criterion, input: np.ndarray, target: Any = None) -> GradientError:
    r"""Compares every gradient that `backward` computes with the slope of the output.

    Formulas:
        - slope: $m = (J(x + h) - J(x - h)) / 2 h$ for each entry x of the input and of the parameters

    Shapes:
        - input, target: what the module or criterion takes

    Done on a copy in double precision: module and input stay as they are.

    Args:
        function: A module, or a criterion.
        input: An input that fits; a matrix, to have the sum over a batch checked too.
        target: The target, for a criterion.

    Returns:
        The largest error, relative to the larger of the two gradients, or where both are small to a
        thousandth of the largest measured. Its `worst` says which entry that is. About 1e-9 if all is right.

    Raises:
        ArgumentTypeError: If `function` is no module and no criterion, or `input` no tensor.
    """
    if not isinstance(function, Module | Criterion):
        raise ArgumentTypeError("nn.gradcheck: function", describe(function), "a module or a criterion")
    if not isinstance(input, np.ndarray) or input.dtype.kind not in "fiu":
        raise ArgumentTypeError("nn.gradcheck: input", describe(input), "a tensor")
    function, x = function.clone().double(), np.array(input, dtype=np.float64).view(type(input))
    if isinstance(function, Criterion):
        return _worst(*_of_criterion(function, x, target))
    return _worst(*_of_module(function, x))


def _of_criterion(criterion: Criterion, x: np.ndarray, target: Any) -> tuple[Loss, list[Gradient]]:
    """Returns J, and the gradient that the criterion computes for it."""
    criterion.updateOutput(x, target)
    gradInput = np.array(criterion.updateGradInput(x, target))
    return lambda: criterion.updateOutput(x, target), [("gradInput", x, gradInput)]


def _of_module(module: Module, x: np.ndarray) -> tuple[Loss, list[Gradient]]:
    """Returns J = sum of output times fixed weights, and the gradients that the module computes for it."""
    weights = np.random.default_rng(0).uniform(0.5, 1.5, np.shape(module.forward(x.copy()))).view(type(x))
    pairs = module._checked_pairs()
    for _, buffer in pairs:
        buffer.fill(BEFORE)
    gradInput = module.backward(x.copy(), weights.copy(), SCALE)
    computed: list[Gradient] = []
    if gradInput is not None:  # the module may have been told to compute none
        computed.append(("gradInput", x, np.array(gradInput)))
    for parameter, buffer in pairs:
        name = module._name_of(buffer, "a gradient")
        computed.append((name, parameter, (np.array(buffer) - BEFORE) / SCALE))

    def loss() -> float:
        return float(np.sum(np.asarray(module.forward(x.copy())) * np.asarray(weights)))

    return loss, computed


def _slope(values: np.ndarray, index: tuple[int, ...], loss: Loss) -> float:
    kept = values[index]
    step = STEP * max(1.0, abs(kept))
    above, below = kept + step, kept - step
    values[index] = above
    high = loss()
    values[index] = below
    low = loss()
    values[index] = kept
    return (high - low) / float(above - below)


def _worst(loss: Loss, gradients: list[Gradient]) -> GradientError:
    """Returns the largest error of all entries of all gradients."""
    entries: list[tuple[str, float, float]] = []  # name, computed, measured
    for name, values, computed in gradients:
        if computed.shape != values.shape:
            entries.append((f"{name}, of shape {computed.shape}", np.inf, 0.0))
            continue
        for index in np.ndindex(values.shape):
            entry = f"{name}[{', '.join(map(str, index))}]"
            entries.append((entry, float(computed[index]), _slope(values, index, loss)))
    floor = 1e-3 * max((abs(measured) for _, _, measured in entries), default=0.0) or 1.0

    def error(entry: tuple[str, float, float]) -> float:
        _, computed, measured = entry
        relative = abs(computed - measured) / max(abs(computed), abs(measured), floor)
        return np.inf if np.isnan(relative) else relative

    place, one, other = max(entries, key=error)
    result = GradientError(error((place, one, other)))
    result.worst = f"{place}: computed {one:.6g}, measured {other:.6g}"
    return result
