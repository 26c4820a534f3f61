"""Makes the cases that answers are tried with, and the layers that they need."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from torchnn_doc import nn, torch
from torchnn_doc.live.grading import Case, Formula, Part
from torchnn_doc.nn import GradientError
from torchnn_doc.torch import Tensor


def case(kind: str, **values: Any) -> Case:
    """Make a case; a value that is a size becomes a tensor of random numbers of two decimals."""
    sizes = {name: value for name, value in values.items() if isinstance(value, tuple)}
    random = np.random.default_rng([*f"{kind} {sizes}".encode()])

    def drawn(shape: tuple[int, ...]) -> Any:
        numbers = random.integers(20, 200, shape) * random.choice([-0.01, 0.01], shape)
        return np.round(numbers, 2).view(Tensor)

    return Case(
        kind=kind, **{name: drawn(value) if name in sizes else value for name, value in values.items()}
    )


def changed(c: Case, **values: Any) -> Case:
    """A case with other values."""
    return Case(**vars(c) | values)


PARAMETERS = ("weight", "bias", "gradWeight", "gradBias")


def layer_of(make: Callable[..., Any], c: Case, *sizes: int) -> Any:
    """Build a layer with the parameters of a case, and with what its gradient buffers hold before."""
    layer = make(*sizes)
    for name in PARAMETERS:
        if hasattr(c, name):
            getattr(layer, name)[...] = getattr(c, name)
    return layer


def linear_of(make: Callable[..., Any], c: Case) -> Any:
    """Build a `Linear`, or what the reader has made of it, for a case."""
    return layer_of(make, c, c.weight.shape[1], c.weight.shape[0])


def layer_code(c: Case, made: str, *lines: str) -> str:
    """The code that builds a layer of a case by an expression, and what is done with it."""
    filled = [f"layer.{name}[...] = {name}" for name in PARAMETERS if hasattr(c, name)]
    return "\n".join([f"layer = {made}", *filled, *lines])


def linear_code(c: Case, name: str, *lines: str) -> str:
    """The same of a `Linear`, or what the reader has made of it."""
    return layer_code(c, f"{name}({c.weight.shape[1]}, {c.weight.shape[0]})", *lines)


def scaled(c: Case) -> str:
    """The last argument of a pass backward, in a case that gives one."""
    return "" if c.kind == "default" else ", scale"


def untouched(*names: str) -> list[Part]:
    """What a layer has and an answer should leave alone, as it was in the case."""

    def before(name: str) -> Formula:
        return lambda c: getattr(c, name)

    return [Part(f"layer.{name}", before(name), untouched=True) for name in names]


def kept(name: str, value: str, right: Formula, empty: Any = None) -> Part:
    """A result that is to be kept in a member, which is empty before."""
    mistakes: Mapping[str, Formula] = {"not_kept": lambda _: Tensor() if empty is None else empty}
    return Part(name, right, mistakes, value)


def added(buffer: Any, term: Any) -> Any:
    """Add in place, with the error that this raises where the sizes do not fit."""
    result = buffer.copy()
    result += term
    return result


def checked(layer: nn.Module | nn.Criterion, *given: Any) -> GradientError:
    """What gradcheck says; it gets exact derivatives of one seed, however often it is asked."""
    torch.manualSeed(0)
    if isinstance(layer, nn.Module):
        layer.__class__ = _with_its_buffers(type(layer))
    return nn.gradcheck(layer, *given)


def _with_its_buffers(kind: type[Any]) -> type[Any]:
    """The class, except that gradients in new tensors are put into the old ones, where gradcheck looks."""

    def acc_grad_parameters(self: Any, *given: Any) -> None:
        buffers = {name: getattr(self, name) for name in ("gradWeight", "gradBias") if hasattr(self, name)}
        kind.accGradParameters(self, *given)
        for name, buffer in buffers.items():
            if getattr(self, name) is not buffer:
                buffer[...] = getattr(self, name)
                setattr(self, name, buffer)

    return type(kind.__name__, (kind,), {"accGradParameters": acc_grad_parameters})
