"""What makes no sense is refused by every function and method, in one form of message."""

import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from torchnn_doc import torch

pytestmark = pytest.mark.filterwarnings("error")  # numpy's warnings are not the words to say it in

FORM = re.compile(r"torch\.[\w.]+(: [\w -]+)?: given .+, expected .+", re.DOTALL)

NONSENSE: dict[str, Any] = {
    "True": True,
    "a string": "1",
    "bytes": b"1",
    "a dict": {"size": 1},
    "a class": object,
    "a complex number": 1j,
    "truth values": [True, False],
    "objects": np.array([None, 1]),
}
# What some functions take: a tensor of one's data may be nan, its size may not.
DOUBTFUL: dict[str, Any] = {
    "None": None,
    "a list": [1],
    "a tuple": (),
    "a fraction": 1.5,
    "nan": math.nan,
    "infinity": math.inf,
    "numpy's nan": np.float64(math.nan),
    "below zero": -1,
    "numpy's below zero": np.int64(-1),
    "too large for a long": 2**70,
    "too large for a double": 10**400,
    "too large for a float": 1e300,
    "too large for the memory": 2**52,
    "no elements": torch.Tensor(),
    "one element": torch.Tensor([1]),
    "no dimension": np.array(1),
    "truth values of a comparison": np.array([True, False]),
}

FUNCTIONS: dict[str, Callable[[Any], object]] = {
    "Tensor": torch.Tensor,
    "FloatTensor": torch.FloatTensor,
    "IntTensor": torch.IntTensor,
    "ByteTensor": torch.ByteTensor,
    "Tensor of size": lambda value: torch.Tensor(1, value),
    "data of a Tensor": lambda value: torch.Tensor([value]),
    "data of a ByteTensor": lambda value: torch.ByteTensor([value]),
    "zeros": torch.zeros,
    "ones": torch.ones,
    "eye": torch.eye,
    "eye of columns": lambda value: torch.eye(1, value),
    "linspace from": lambda value: torch.linspace(value, 2),
    "linspace to": lambda value: torch.linspace(2, value),
    "linspace of points": lambda value: torch.linspace(0, 1, value),
    "range from": lambda value: torch.range(value, 5),
    "range to": lambda value: torch.range(0, value),
    "range by": lambda value: torch.range(0, 5, value),
    "manualSeed": torch.manualSeed,
    "setRNGState": torch.setRNGState,
    "rand": torch.rand,
    "randn": torch.randn,
    "randperm": torch.randperm,
    "random to": torch.random,
    "random from": lambda value: torch.random(value, 5),
    "uniform from": torch.uniform,
    "uniform to": lambda value: torch.uniform(0, value),
    "normal around": torch.normal,
    "normal by": lambda value: torch.normal(0, value),
    "bernoulli": torch.bernoulli,
    "exponential": torch.exponential,
}

METHODS: dict[str, Callable[[torch.Tensor, Any], object]] = {
    "size": lambda t, value: t.size(value),
    "fill": lambda t, value: t.fill(value),
    "resize": lambda t, value: t.resize(value),
    "copy": lambda t, value: t.copy(value),
    "type": lambda t, value: t.type(value),
    "random to": lambda t, value: t.random(value),
    "random from": lambda t, value: t.random(value, 5),
    "uniform from": lambda t, value: t.uniform(value),
    "uniform to": lambda t, value: t.uniform(0, value),
    "normal around": lambda t, value: t.normal(value),
    "normal by": lambda t, value: t.normal(0, value),
    "bernoulli": lambda t, value: t.bernoulli(value),
    "exponential": lambda t, value: t.exponential(value),
}


def refusal(call: Callable[..., object], *args: Any) -> str | None:
    """Returns the message of the error, None if there is none. Python's and numpy's errors pass through."""
    try:
        call(*args)
    except torch.TorchError as error:
        return str(error)
    return None


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_says_what_was_given_and_what_expected(name: str) -> None:
    for what, value in NONSENSE.items():
        assert FORM.fullmatch(refusal(FUNCTIONS[name], value) or "taken"), what
    for what, value in DOUBTFUL.items():
        message = refusal(FUNCTIONS[name], value)
        assert message is None or FORM.fullmatch(message), what


@pytest.mark.parametrize("make", [torch.Tensor, torch.FloatTensor, torch.IntTensor, torch.ByteTensor])
@pytest.mark.parametrize("name", METHODS)
def test_a_method_says_so_too_and_leaves_the_tensor(name: str, make: Any) -> None:
    for what, value in {**NONSENSE, **DOUBTFUL}.items():
        t = make([[1, 2], [3, 4]])
        message = refusal(METHODS[name], t, value)
        assert message or what in DOUBTFUL, what
        assert message is None or (FORM.fullmatch(message) and t.tolist() == [[1, 2], [3, 4]]), what


def read_only() -> torch.Tensor:
    t = torch.Tensor([1, 2])
    t.flags.writeable = False
    return t


@pytest.mark.parametrize(
    "name", ["zero", "fill", "copy", "random", "uniform", "normal", "bernoulli", "exponential"]
)
def test_what_overwrites_refuses_read_only_memory(name: str) -> None:
    args: dict[str, tuple[Any, ...]] = {"fill": (0,), "copy": (torch.zeros(2),), "exponential": (1,)}
    with pytest.raises(
        torch.ArgumentValueError, match=f"torch.Tensor.{name}: given .* that is read-only, ex"
    ):
        getattr(read_only(), name)(*args.get(name, ()))


@pytest.mark.parametrize("name", ["zero", "fill", "copy", "random", "uniform", "normal", "bernoulli"])
def test_what_overwrites_takes_memory_with_gaps(name: str) -> None:
    memory: Any = torch.Tensor(4, 4).fill(7)
    args: dict[str, tuple[Any, ...]] = {"fill": (0,), "copy": (torch.zeros(4),)}
    getattr(memory[::2, ::2].t(), name)(*args.get(name, ()))
    assert not (memory[::2, ::2] == 7).any()
    assert (memory[1::2] == 7).all()
    assert (memory[:, 1::2] == 7).all()
