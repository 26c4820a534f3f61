"""Torch7's random numbers: MT19937 seeded and read as Torch7 does it, bit for bit.

Source: M. Matsumoto and T. Nishimura, "Mersenne Twister: a 623-dimensionally equidistributed uniform
pseudo-random number generator", ACM TOMACS 8 (1998), seeded by their `init_genrand` (2002); torch7,
`THRandom.c`.
"""

from __future__ import annotations

import math
import numbers
import secrets

import numpy as np
from numpy.typing import NDArray

from torchnn_doc.torch.errors import ArgumentTypeError, ArgumentValueError
from torchnn_doc.torch.tensor import Tensor, describe

_TWO_32 = 2**32

_bits = np.random.MT19937()


def manualSeed(seed: int) -> None:
    """Starts the generator anew: after the same seed come the same numbers.

    Args:
        seed: A whole number; Torch7 uses its lowest 32 bits.

    Raises:
        ArgumentTypeError: If `seed` is not a whole number.
    """
    if not isinstance(seed, numbers.Integral):
        raise ArgumentTypeError("torch.manualSeed: seed", describe(seed), "a whole number")
    # RandomState is numpy's public way to init_genrand; MT19937's own seeding differs.
    _bits.state = np.random.RandomState(int(seed) % _TWO_32).get_state(legacy=False)


def random(*bounds: int) -> int:
    """Draws a whole number: from 0 to 2**32 - 1, by `random(n)` from 1 to n, by `random(a, b)` from a to b.

    Raises:
        ArgumentTypeError: If the bounds are not whole numbers, or more than two.
        ArgumentValueError: If the upper bound is below the lower one.
    """
    if len(bounds) > 2 or not all(isinstance(bound, numbers.Integral) for bound in bounds):
        given = ", ".join(map(describe, bounds))
        raise ArgumentTypeError("torch.random", given, "nothing, an upper bound, or a lower and an upper one")
    if not bounds:
        return int(_draw(1)[0])
    low, high = (1, *bounds) if len(bounds) == 1 else bounds
    if high < low:
        raise ArgumentValueError("torch.random", f"bounds {low} and {high}", "the lower one first")
    return int(_draw(1)[0]) % (high - low + 1) + low


def uniform(a: float = 0.0, b: float = 1.0) -> float:
    """Draws a number from [a, b), each by one 32-bit draw r: `r / 2**32 * (b - a) + a`.

    Raises:
        ArgumentTypeError: If a bound is not a number.
    """
    _check_numbers("torch.uniform", a, b)
    return float(_uniforms(1, a, b)[0])


def rand(*size: int) -> Tensor:
    """Returns a tensor of the given size with elements drawn from [0, 1), row by row.

    Raises:
        ArgumentTypeError: If the size is missing or is not made of whole numbers.
        ShapeError: If a size is negative.
    """
    if not size or not all(isinstance(n, numbers.Integral) for n in size):
        raise ArgumentTypeError(
            "torch.rand: size", ", ".join(map(describe, size)) or "nothing", "whole numbers"
        )
    return fill_uniform(Tensor(*size), 0.0, 1.0)


def linspace(start: float, end: float, n: int = 100) -> Tensor:
    """Returns `n` numbers from `start` to `end`, both included, evenly spaced.

    Raises:
        ArgumentTypeError: If an argument is not a number, or `n` not a whole one.
        ArgumentValueError: If `n` is below 2 (1 is right where `start` equals `end`).
    """
    _check_numbers("torch.linspace", start, end)
    if not isinstance(n, numbers.Integral):
        raise ArgumentTypeError("torch.linspace: n", describe(n), "a whole number")
    if n < 1 or (n == 1 and start != end):
        raise ArgumentValueError("torch.linspace: n", str(n), "2 points or more")
    steps = np.arange(n, dtype=np.float64)
    # Torch7's own order of operations: numpy.linspace differs in the last bit.
    return (start + steps * (end - start) / max(n - 1, 1)).view(Tensor)


def fill_uniform(tensor: Tensor, a: float, b: float) -> Tensor:
    """Overwrites a tensor with draws from [a, b), row by row, and returns it."""
    tensor[...] = _uniforms(tensor.size, a, b).reshape(tensor.shape)
    return tensor


def _draw(count: int) -> NDArray[np.uint64]:
    """Returns the next `count` raw 32-bit numbers."""
    return _bits.random_raw(count)


def _uniforms(count: int, a: float, b: float) -> NDArray[np.float64]:
    return _draw(count) / _TWO_32 * (b - a) + a


def _check_numbers(where: str, *values: float) -> None:
    for value in values:
        if not isinstance(value, numbers.Real) or not math.isfinite(value):
            raise ArgumentTypeError(where, describe(value), "finite numbers")


# Like Torch7, a session that sets no seed starts somewhere new each time.
manualSeed(secrets.randbits(32))
