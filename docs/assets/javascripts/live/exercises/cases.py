"""Makes the cases that answers are tried with, and the layers that they need."""

from collections.abc import Callable
from typing import Any

import numpy as np
from grading import Case

from torchnn_doc import nn, torch
from torchnn_doc.nn import GradientError
from torchnn_doc.torch import Tensor


def case(kind: str, **values: Any) -> Case:
    """Make a case; a value that is a size becomes a tensor of random numbers of two decimals."""
    random = np.random.default_rng([*kind.encode()])

    def drawn(shape: tuple[int, ...]) -> Any:
        return (random.integers(20, 200, shape) * random.choice([-0.01, 0.01], shape)).view(Tensor)

    return Case(
        kind=kind,
        **{name: drawn(value) if isinstance(value, tuple) else value for name, value in values.items()},
    )


def changed(c: Case, **values: Any) -> Case:
    """A case with other values."""
    return Case(**vars(c) | values)


def layer_of(make: Callable[..., Any], c: Case, *sizes: int) -> Any:
    """Build a layer with the parameters of a case, and with what its gradient buffers hold before."""
    layer = make(*sizes)
    for name in ("weight", "bias", "gradWeight", "gradBias"):
        if hasattr(c, name):
            getattr(layer, name)[...] = getattr(c, name)
    return layer


def linear_of(make: Callable[..., Any], c: Case) -> Any:
    """Build a `Linear`, or what the reader has made of it, for a case."""
    return layer_of(make, c, c.weight.shape[1], c.weight.shape[0])


def added(buffer: Any, term: Any) -> Any:
    """Add in place, with the error that this raises where the sizes do not fit."""
    result = buffer.copy()
    result += term
    return result


def checked(layer: nn.Module | nn.Criterion, *given: Any) -> GradientError:
    """What gradcheck says; it gets exact derivatives of one seed, however often it is asked."""
    torch.manualSeed(0)
    return nn.gradcheck(layer, *given)
