"""Tensors of regular numbers: zeros, ones, the unit matrix, and evenly spaced points.

Source: torch7, `doc/maths.md` and `THTensorMath.c`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from torchnn_doc.torch.arguments import MOST_ELEMENTS, check_numbers, check_whole, checked_shape, describe
from torchnn_doc.torch.errors import ArgumentValueError, ShapeError
from torchnn_doc.torch.tensor import Tensor


def zeros(*size: Any) -> Tensor:
    """Returns a tensor of zeros.

    Args:
        *size: One or more whole numbers, or all in one tuple such as `t.size()`.

    Raises:
        ArgumentTypeError: If the size is missing or is not made of whole numbers.
        ShapeError: If a size is negative.
    """
    return np.zeros(checked_shape("torch.zeros", size)).view(Tensor)


def ones(*size: Any) -> Tensor:
    """Returns a tensor of ones; arguments and errors as those of `zeros`."""
    return np.ones(checked_shape("torch.ones", size)).view(Tensor)


def eye(n: int, m: int | None = None) -> Tensor:
    """Returns a matrix of n rows and m columns (n if not given) with ones on its diagonal, else zeros.

    Raises:
        ArgumentTypeError: If a size is not a whole number.
        ShapeError: If a size is below 1.
    """
    sizes = (n,) if m is None else (n, m)
    check_whole("torch.eye", *sizes)
    for size in sizes:
        if size < 1:
            raise ShapeError("torch.eye", f"size {size}", "1 or more")
    return np.eye(n, m).view(Tensor)


def linspace(start: float, end: float, n: int = 100) -> Tensor:
    """Returns `n` numbers from `start` to `end`, both included, evenly spaced.

    Raises:
        ArgumentTypeError: If an argument is not a number, or `n` not a whole one.
        ArgumentValueError: If `n` is below 2 (1 is right where `start` equals `end`).
    """
    check_numbers("torch.linspace", start, end)
    check_whole("torch.linspace: n", n)
    if n < 1 or (n == 1 and start != end):
        raise ArgumentValueError("torch.linspace: n", describe(n), "2 points or more")
    steps = np.arange(n, dtype=np.float64)
    # Torch7's own order of operations: numpy.linspace differs in the last bit.
    return (start + steps * (end - start) / max(n - 1, 1)).view(Tensor)


def range(start: float, end: float, step: float = 1) -> Tensor:
    """Returns `start`, `start + step` and so on up to `end`, which is included where a step meets it.

    Raises:
        ArgumentTypeError: If an argument is not a number.
        ArgumentValueError: If the step is zero, leads away from `end`, or is too small to get there.
    """
    check_numbers("torch.range", start, end, step)
    steps = (end - start) / step if step else -1
    if not 0 <= steps < MOST_ELEMENTS:
        raise ArgumentValueError("torch.range", f"step {step} from {start} to {end}", "one that leads there")
    return (start + np.arange(int(steps + 1), dtype=np.float64) * step).view(Tensor)
