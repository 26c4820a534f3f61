"""The random numbers are those of the real Torch7, bit for bit."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tests.recorded import recorded, tensor
from torchnn_doc import torch
from torchnn_doc.torch.generator import fill_uniform

SEEDS = recorded("random")["seeds"]


@pytest.fixture(params=SEEDS)
def draws(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Seeds the generator and returns what Torch7 drew from there."""
    torch.manualSeed(int(request.param))
    return dict(SEEDS[request.param])


def test_raw_draws(draws: dict[str, Any]) -> None:
    assert [torch.random() for _ in draws["random"]] == draws["random"]


def test_whole_numbers_up_to_a_bound(draws: dict[str, Any]) -> None:
    assert [torch.random(10) for _ in draws["random(10)"]] == draws["random(10)"]


def test_whole_numbers_between_two_bounds(draws: dict[str, Any]) -> None:
    assert [torch.random(-5, 5) for _ in draws["random(-5,5)"]] == draws["random(-5,5)"]


def test_uniform(draws: dict[str, Any]) -> None:
    assert [torch.uniform() for _ in draws["uniform"]] == draws["uniform"]


def test_uniform_between_bounds(draws: dict[str, Any]) -> None:
    assert [torch.uniform(-1, 1) for _ in draws["uniform(-1,1)"]] == draws["uniform(-1,1)"]


@pytest.mark.parametrize("size", [(100,), (7, 5)])
def test_rand_fills_row_by_row(draws: dict[str, Any], size: tuple[int, ...]) -> None:
    wanted = tensor(draws[f"torch.rand({','.join(map(str, size))})"])
    assert np.array_equal(torch.rand(*size), wanted)


def test_filling_a_tensor_draws_the_same_numbers(draws: dict[str, Any]) -> None:
    wanted = tensor(draws["DoubleTensor(1000):uniform(-0.7,0.7)"])
    assert np.array_equal(fill_uniform(torch.Tensor(1000), -0.7, 0.7), wanted)


def test_a_seed_counts_by_its_lowest_32_bits() -> None:
    torch.manualSeed(5)
    first = torch.random()
    torch.manualSeed(5 + 2**32)
    assert torch.random() == first


def test_linspace_includes_both_ends() -> None:
    assert torch.linspace(-1, 1, 5).tolist() == [-1, -0.5, 0, 0.5, 1]
    assert torch.linspace(0, 1).shape == (100,)
    assert torch.linspace(3, 3, 1).tolist() == [3]


@pytest.mark.parametrize(
    ("function", "args", "message"),
    [
        (torch.manualSeed, ("0",), "torch.manualSeed: seed: given '0', expected a whole number"),
        (torch.random, (5, 1), "torch.random: given bounds 5 and 1, expected the lower one first"),
        (torch.random, (0.5,), "torch.random: given 0.5, expected nothing, an upper bound"),
        (torch.uniform, ("a",), "torch.uniform: given 'a', expected finite numbers"),
        (torch.uniform, (0, float("nan")), "torch.uniform: given nan, expected finite numbers"),
        (torch.rand, (), "torch.rand: size: given nothing, expected whole numbers"),
        (torch.rand, (2.5,), "torch.rand: size: given 2.5, expected whole numbers"),
        (torch.rand, (-2,), "torch.Tensor: given size -2, expected sizes of zero or more"),
        (torch.linspace, (0, 1, 1), "torch.linspace: n: given 1, expected 2 points or more"),
        (torch.linspace, (0, 1, 2.5), "torch.linspace: n: given 2.5, expected a whole number"),
    ],
)
def test_bad_arguments_are_refused_by_name(
    function: Callable[..., Any], args: tuple[Any, ...], message: str
) -> None:
    with pytest.raises(torch.TorchError, match=message):
        function(*args)
