"""Tensors of regular numbers: zeros, ones, the unit matrix, and evenly spaced points.

Source: torch7, `doc/maths.md` and `THTensorMath.c`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from torchnn_doc.torch.arguments import MOST_ELEMENTS, check_whole, checked_numbers, describe, memory_for
from torchnn_doc.torch.errors import ArgumentValueError, ShapeError
from torchnn_doc.torch.printing import size_text
from torchnn_doc.torch.tensor import Tensor


def zeros(*size: Any) -> Tensor:
    """Returns a tensor of zeros.

    Args:
        *size: One or more whole numbers, or all in one tuple such as `t.size()`.

    Raises:
        ArgumentTypeError: If the size is missing or is not made of whole numbers.
        ShapeError: If a size is negative, or too large for the memory.
    """
    with memory_for("torch.zeros", size) as shape:
        return np.zeros(shape).view(Tensor)


def ones(*size: Any) -> Tensor:
    """Returns a tensor of ones; arguments and errors as those of `zeros`."""
    with memory_for("torch.ones", size) as shape:
        return np.ones(shape).view(Tensor)


def eye(n: int, m: int | None = None) -> Tensor:
    """Returns a matrix of n rows and m columns (n if not given) with ones on its diagonal, else zeros.

    Raises:
        ArgumentTypeError: If a size is not a whole number.
        ShapeError: If a size is below 1, or too large for the memory.
    """
    with memory_for("torch.eye", (n, n if m is None else m)) as shape:
        if 0 in shape:
            raise ShapeError("torch.eye", f"size {size_text(shape)}", "sizes of 1 or more")
        return np.eye(shape[0], shape[1]).view(Tensor)


def linspace(start: float, end: float, n: int = 100) -> Tensor:
    """Returns `n` numbers from `start` to `end`, both included, evenly spaced.

    Raises:
        ArgumentTypeError: If an argument is not a number, or `n` not a whole one.
        ArgumentValueError: If `n` is below 2 (1 is right where `start` equals `end`).
        ShapeError: If `n` is too large for the memory.
    """
    start, end = checked_numbers("torch.linspace", start, end)
    checked_numbers("torch.linspace: end - start", end - start)
    check_whole("torch.linspace: n", n)
    if n < 1 or (n == 1 and start != end):
        raise ArgumentValueError("torch.linspace: n", describe(n), "2 points or more")
    with memory_for("torch.linspace", (n,)):
        steps = np.arange(n, dtype=np.float64)
        # Torch7's own order of operations: numpy.linspace differs in the last bit.
        return (start + steps * (end - start) / max(n - 1, 1)).view(Tensor)


def range(start: float, end: float, step: float = 1) -> Tensor:
    """Returns `start`, `start + step` and so on up to `end`, which is included where a step meets it.

    Raises:
        ArgumentTypeError: If an argument is not a number.
        ArgumentValueError: If the step is zero, leads away from `end`, or is too small to get there.
        ShapeError: If there are too many points for the memory.
    """
    start, end, step = checked_numbers("torch.range", start, end, step)
    steps = (end - start) / step if step else -1
    if not 0 <= steps < MOST_ELEMENTS:
        given = f"step {step:g} from {start:g} to {end:g}"
        raise ArgumentValueError("torch.range", given, "one that leads there")
    with memory_for("torch.range", (int(steps + 1),)) as shape:
        return (start + np.arange(*shape, dtype=np.float64) * step).view(Tensor)
