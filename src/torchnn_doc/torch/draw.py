"""Torch7's random functions: they seed and read the one generator of the session.

Source: torch7, `doc/random.md`, `random.lua` and `THRandom.c`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from torchnn_doc.torch import generator
from torchnn_doc.torch.arguments import check_whole, describe, memory_for
from torchnn_doc.torch.errors import ArgumentTypeError, ArgumentValueError, ShapeError
from torchnn_doc.torch.generator import fill_normal, fill_uniform, new_seed, session_generator
from torchnn_doc.torch.mersenne_twister import STATE
from torchnn_doc.torch.tensor import Tensor

if TYPE_CHECKING:
    from numpy.typing import NDArray


def manualSeed(seed: int) -> None:
    """Starts the generator anew: after the same seed come the same numbers.

    Args:
        seed: A whole number; Torch7 uses its lowest 32 bits.

    Raises:
        ArgumentTypeError: If `seed` is not a whole number.
        ArgumentValueError: If it takes more than 64 bits.
    """
    check_whole("torch.manualSeed: seed", seed)
    session_generator().seed(int(seed))


def seed() -> int:
    """Starts the generator anew from where nobody can foresee, and returns the seed for another time."""
    chosen = new_seed()
    manualSeed(chosen)
    return chosen


def initialSeed() -> int:
    """Returns the seed that the generator was last started with."""
    return session_generator().initial_seed


def getRNGState() -> Tensor:
    """Returns all that decides the draws to come, for `setRNGState`, as a `torch.ByteTensor`."""
    return session_generator().save().view(Tensor)


def setRNGState(state: Tensor) -> None:
    """Goes back to a state of the generator: the same draws follow as did then.

    Raises:
        ArgumentTypeError: If `state` is not a `torch.ByteTensor`.
        ShapeError: If it has not the size of what `getRNGState` returns.
        ArgumentValueError: If its contents are not such a state.
    """
    where = "torch.setRNGState"
    if not isinstance(state, np.ndarray) or state.dtype != np.uint8:
        raise ArgumentTypeError(where, describe(state), "a torch.ByteTensor")
    if state.shape != (STATE.itemsize,):
        raise ShapeError(where, describe(state), f"a torch.ByteTensor of size {STATE.itemsize}")
    if not session_generator().restore(state):
        raise ArgumentValueError(where, f"{describe(state)} with other contents", "a state of the generator")


def random(*bounds: int) -> int:
    """Draws a whole number: from 0 to 2**32 - 1, by `random(n)` from 1 to n, by `random(a, b)` from a to b.

    Raises:
        ArgumentTypeError: If the bounds are not whole numbers, or more than two.
        ArgumentValueError: If the upper bound is below the lower one.
    """
    return int(generator.whole("torch.random", 1, *bounds)[0])


def uniform(a: float = 0.0, b: float = 1.0) -> float:
    """Draws a number from [a, b), each by one 32-bit draw r: `r / 2**32 * (b - a) + a`.

    Raises:
        ArgumentTypeError: If a bound is not a number.
    """
    return float(generator.uniform("torch.uniform", 1, a, b)[0])


def normal(mean: float = 0.0, stdv: float = 1.0) -> float:
    """Draws a number from the normal distribution.

    Two draws make two numbers; the second is kept for the next call.

    Raises:
        ArgumentTypeError: If a parameter is not a number.
        ArgumentValueError: If the standard deviation is not positive.
    """
    return float(generator.normal("torch.normal", 1, mean, stdv)[0])


def exponential(rate: float) -> float:
    """Draws a number x from the exponential distribution, of the density rate * exp(-rate * x).

    Raises:
        ArgumentTypeError: If the rate is not a number.
        ArgumentValueError: If it is not positive.
    """
    return float(generator.exponential("torch.exponential", 1, rate)[0])


def bernoulli(p: float = 0.5) -> int:
    """Draws 1 with probability p, else 0.

    Raises:
        ArgumentTypeError: If p is not a number.
        ArgumentValueError: If it is not from 0 to 1.
    """
    return int(generator.bernoulli("torch.bernoulli", 1, p)[0])


def rand(*size: Any) -> Tensor:
    """Returns a tensor of the given size with elements drawn from [0, 1), row by row.

    Raises:
        ArgumentTypeError: If the size is missing or is not made of whole numbers.
        ShapeError: If a size is negative, or too large for the memory.
    """
    with memory_for("torch.rand", size) as shape:
        return fill_uniform(np.empty(shape).view(Tensor), 0, 1)


def randn(*size: Any) -> Tensor:
    """Returns a tensor of the given size, drawn from the normal distribution; errors as those of `rand`."""
    with memory_for("torch.randn", size) as shape:
        return fill_normal(np.empty(shape).view(Tensor), 0, 1)


def randperm(n: int) -> Tensor:
    """Returns the whole numbers from 1 to n in a random order.

    Raises:
        ArgumentTypeError: If `n` is not a whole number.
        ShapeError: If it is below 1, or too large for the memory.
    """
    where = "torch.randperm"
    check_whole(where, n)
    if n < 1:
        raise ShapeError(where, describe(n), "1 or more")
    with memory_for(where, (n,)):
        left = np.arange(n, 1, -1, dtype=np.uint64)  # the numbers still to be placed, before each step
        steps = session_generator().raw(len(left)) % left
        return (_swapped(steps.astype(np.int64)) + 1.0).view(Tensor)


def _swapped(steps: NDArray[np.int64]) -> NDArray[np.int64]:
    """Returns what 0, 1, 2, ... become when each place i in turn swaps with the place `steps[i]` further on.

    Place i keeps what it gets in its own swap: what its partner held. A partner holds what the last place
    that swapped with it held, or if none has yet, still its own number. So no swap has to be made.
    """
    places = np.arange(len(steps) + 1)
    partners = places.copy()
    partners[:-1] += steps
    swapping = np.flatnonzero(partners != places)
    before = places.copy()  # for each place the last one that swaps with it before its own turn
    before[partners[swapping]] = swapping
    while not np.array_equal(before, earlier := before[before]):  # back to the first: the number it holds
        before = earlier
    by_partner = partners.argsort(kind="stable")
    again = np.flatnonzero(np.diff(partners[by_partner]) == 0)  # partners that were one already
    result = partners.copy()
    result[by_partner[again + 1]] = before[by_partner[again]]
    return result
