"""The distributions of Torch7, drawn bit for bit from the one generator of a session.

Each function named like a distribution returns an array of draws, and refuses wrong parameters before it
draws; `where` names the caller in the message. Each `fill_` function overwrites a tensor, row by row.

Source: G. E. P. Box and M. E. Muller, "A note on the generation of random normal deviates", Annals of
Mathematical Statistics 29 (1958); torch7, `THRandom.c` and `THTensorRandom.c`.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from torchnn_doc.torch.arguments import (
    check_whole,
    check_writable,
    checked_numbers,
    converted,
    describe,
    describe_all,
)
from torchnn_doc.torch.errors import ArgumentTypeError, ArgumentValueError
from torchnn_doc.torch.mersenne_twister import MersenneTwister, NormalPair

if TYPE_CHECKING:
    from numpy.typing import NDArray

_C_LOG = np.frompyfunc(math.log, 1, 1)

T = TypeVar("T", bound="NDArray[Any]")

# What `t:random()` divides by, for the types of elements that cannot hold every 32-bit number.
RANDOM_DIVISORS: dict[np.dtype[Any], int] = {
    np.dtype(np.float32): 2**24 + 1,
    np.dtype(np.int32): 2**31,
    np.dtype(np.int16): 2**15,
    np.dtype(np.int8): 2**7,
    np.dtype(np.uint8): 2**8,
}


@cache
def session_generator() -> MersenneTwister:
    """Returns the generator of this session, which like Torch7's starts somewhere new each time."""
    return MersenneTwister(new_seed())


def new_seed() -> int:
    """Returns a seed that nobody can foresee."""
    return int.from_bytes(os.urandom(4), "little")


def whole(where: str, count: int, *bounds: int) -> NDArray[np.int64]:
    """Draws whole numbers: from 0 to 2**32 - 1, from 1 to one bound, or between two bounds.

    Raises:
        ArgumentTypeError: If the bounds are not whole numbers, or more than two.
        ArgumentValueError: If the upper bound is below the lower one.
    """
    if len(bounds) > 2:
        raise ArgumentTypeError(
            where, describe_all(bounds), "nothing, an upper bound, or a lower and an upper one"
        )
    check_whole(where, *bounds)
    if not bounds:
        return session_generator().raw(count).astype(np.int64)
    low, high = (1, int(bounds[0])) if len(bounds) == 1 else map(int, bounds)
    if high < low:
        raise ArgumentValueError(where, f"bounds {low} and {high}", "the lower one first")
    # A draw has 32 bits: a larger divisor leaves it as it is, and need not fit in numpy's integers.
    return _raw_modulo(count, min(high - low + 1, 2**32)) + low


def uniform(where: str, count: int, a: float, b: float) -> NDArray[np.float64]:
    """Draws from [a, b), each number by one 32-bit draw r: `r / 2**32 * (b - a) + a`.

    Raises:
        ArgumentTypeError: If a bound is not a finite number, or their distance is not.
    """
    a, b = checked_numbers(where, a, b)
    checked_numbers(f"{where}: b - a", b - a)
    values = _fractions(session_generator(), count)
    values *= b - a
    values += a
    return values


def normal(where: str, count: int, mean: float, stdv: float) -> NDArray[np.float64]:
    """Draws from the normal distribution, two numbers by two 32-bit draws; an odd one out is kept.

    Raises:
        ArgumentTypeError: If a parameter is not a finite number.
        ArgumentValueError: If the standard deviation is not positive.
    """
    mean, stdv = checked_numbers(where, mean, stdv)
    _check_range(where, "standard deviation", stdv, stdv > 0, "above 0")
    values = _standard_normals(session_generator(), count)
    values *= stdv
    values += mean
    return values


def exponential(where: str, count: int, rate: float) -> NDArray[np.float64]:
    """Draws from the exponential distribution with that rate (Torch7's lambda).

    Raises:
        ArgumentTypeError: If the rate is not a finite number.
        ArgumentValueError: If it is not positive.
    """
    (rate,) = checked_numbers(where, rate)
    _check_range(where, "rate", rate, rate > 0, "above 0")
    return -1 / rate * _log(1 - uniform(where, count, 0, 1))


def bernoulli(where: str, count: int, p: float) -> NDArray[np.bool_]:
    """Draws True with probability p.

    Raises:
        ArgumentTypeError: If p is not a finite number.
        ArgumentValueError: If it is not from 0 to 1.
    """
    (p,) = checked_numbers(where, p)
    _check_range(where, "probability", p, 0 <= p <= 1, "from 0 to 1")
    return uniform(where, count, 0, 1) <= p


def fill_random(tensor: T, *bounds: int) -> T:
    """Overwrites a tensor with whole numbers; without bounds with such as its elements can hold."""
    where = "torch.Tensor.random"
    check_writable(where, tensor)
    count = math.prod(tensor.shape)
    if bounds or tensor.dtype not in RANDOM_DIVISORS:
        return _overwrite(tensor, whole(where, count, *bounds))
    return _overwrite(tensor, _raw_modulo(count, RANDOM_DIVISORS[tensor.dtype]))


def fill_bernoulli(tensor: T, p: float) -> T:
    """Overwrites a tensor with ones, drawn with probability p, and zeros."""
    where = "torch.Tensor.bernoulli"
    check_writable(where, tensor)
    return _overwrite(tensor, bernoulli(where, math.prod(tensor.shape), p))


def fill_uniform(tensor: T, a: float, b: float) -> T:
    """Overwrites a Double or Float tensor with draws from [a, b), and returns it."""
    return _fill("torch.Tensor.uniform", tensor, uniform, a, b)


def fill_normal(tensor: T, mean: float, stdv: float) -> T:
    """Overwrites a Double or Float tensor with draws from the normal distribution, and returns it."""
    return _fill("torch.Tensor.normal", tensor, normal, mean, stdv)


def fill_exponential(tensor: T, rate: float) -> T:
    """Overwrites a Double or Float tensor with draws from the exponential distribution, and returns it."""
    return _fill("torch.Tensor.exponential", tensor, exponential, rate)


def _fill(where: str, tensor: T, draw: Callable[..., NDArray[np.float64]], *parameters: float) -> T:
    if tensor.dtype.kind != "f":
        raise ArgumentTypeError(where, describe(tensor), "a torch.DoubleTensor or torch.FloatTensor")
    check_writable(where, tensor)
    # As in Torch7 the parameters have the precision of the elements, the draws that of a double.
    rounded = converted(where, np.array(checked_numbers(where, *parameters)), tensor.dtype).tolist()
    return _overwrite(tensor, draw(where, math.prod(tensor.shape), *rounded))


def _overwrite(tensor: T, values: NDArray[Any]) -> T:
    tensor[...] = values.reshape(tensor.shape)
    return tensor


def _raw_modulo(count: int, divisor: int) -> NDArray[np.int64]:
    return (session_generator().raw(count) % np.uint64(divisor)).astype(np.int64)


def _fractions(generator: MersenneTwister, count: int) -> NDArray[np.float64]:
    return np.multiply(generator.raw(count), 2.0**-32, dtype=np.float64)


def _log(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Returns C's logarithms: numpy's own differ in the last bit on some processors (its cosines do not)."""
    return np.asarray(_C_LOG(values), dtype=np.float64)


def _standard_normals(generator: MersenneTwister, count: int) -> NDArray[np.float64]:
    """Returns rho cos(2 pi x) and rho sin(2 pi x) of one pair after the other, first the one kept."""
    first = []
    if generator.kept is not None and count > 0:
        first = [generator.kept.rho * math.sin(2 * math.pi * generator.kept.x)]
        generator.kept = None
    new = count - len(first)
    x, y = _fractions(generator, new + new % 2).reshape(-1, 2).T
    rho = np.sqrt(-2 * _log(1 - y))
    angle = 2 * math.pi * x
    pairs = np.stack([rho * np.cos(angle), rho * np.sin(angle)], axis=1)
    if new % 2:
        generator.kept = NormalPair(float(x[-1]), float(y[-1]), float(rho[-1]))
    return np.concatenate([first, pairs.ravel()[:new]])


def _check_range(where: str, name: str, value: float, fits: bool, expected: str) -> None:
    if not fits:
        raise ArgumentValueError(where, f"{name} {value:g}", f"one {expected}")
