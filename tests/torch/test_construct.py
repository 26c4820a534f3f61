"""Tensors of regular numbers hold the numbers that Torch7 puts there."""

import math
from collections.abc import Callable
from typing import Any

import pytest

from torchnn_doc import torch


def test_zeros_and_ones_take_their_size_in_numbers_or_from_a_tensor() -> None:
    assert torch.zeros(2, 3).tolist() == [[0, 0, 0], [0, 0, 0]]
    assert torch.ones(2).tolist() == [1, 1]
    assert torch.ones(torch.zeros(2, 3).size()).tolist() == [[1, 1, 1], [1, 1, 1]]
    assert torch.zeros(torch.Tensor().size()).dim() == 0


def test_eye_has_ones_on_the_diagonal() -> None:
    assert torch.eye(2).tolist() == [[1, 0], [0, 1]]
    assert torch.eye(2, 3).tolist() == [[1, 0, 0], [0, 1, 0]]


def test_linspace_includes_both_ends() -> None:
    assert torch.linspace(-1, 1, 5).tolist() == [-1, -0.5, 0, 0.5, 1]
    assert torch.linspace(1, 0, 3).tolist() == [1, 0.5, 0]
    assert torch.linspace(0, 1).shape == (100,)
    assert torch.linspace(3, 3, 1).tolist() == [3]


def test_range_includes_the_end_where_a_step_meets_it() -> None:
    assert torch.range(2, 5).tolist() == [2, 3, 4, 5]
    assert torch.range(2, 5, 1.2).tolist() == [2, 2 + 1.2, 2 + 2 * 1.2]
    assert torch.range(5, 2, -1).tolist() == [5, 4, 3, 2]
    assert torch.range(1, 1).tolist() == [1]
    assert torch.range(0, 0.5, 0.25).tolist() == [0, 0.25, 0.5]


def test_all_of_them_are_double_tensors() -> None:
    for made in (torch.zeros(1), torch.ones(1), torch.eye(1), torch.linspace(0, 1), torch.range(1, 2)):
        assert isinstance(made, torch.Tensor)
        assert made.type() == "torch.DoubleTensor"


@pytest.mark.parametrize(
    ("function", "args", "message"),
    [
        (torch.zeros, (), "torch.zeros: size: given nothing, expected whole numbers"),
        (torch.zeros, ([2, 3],), "torch.zeros: size: given a list, expected whole numbers"),
        (torch.zeros, (math.nan,), "torch.zeros: size: given nan, expected whole numbers"),
        (torch.ones, (2, -1), "torch.ones: given size 2x-1, expected sizes of zero or more"),
        (torch.zeros, (2**40, 2**40), "torch.zeros: given size 1099511627776x1099511627776, expected"),
        (torch.zeros, (1,) * 65, "expected at most 64 dimensions"),
        (torch.zeros, (2**48,), "torch.zeros: given size 281474976710656, expected a size that fits"),
        (torch.ones, (2**48,), "torch.ones: given size 281474976710656, expected a size that fits"),
        (torch.zeros, (0, 2**70), "torch.zeros: given size 0x1180591620717411303424, expected at most"),
        (torch.eye, (0,), "torch.eye: given size 0x0, expected sizes of 1 or more"),
        (torch.eye, (2, 1.5), "torch.eye: size: given 2, 1.5, expected whole numbers"),
        (torch.eye, (2**24,), "torch.eye: given size 16777216x16777216, expected a size that fits in memory"),
        (torch.eye, (2**40,), "torch.eye: given size 1099511627776x1099511627776, expected at most 64 dim"),
        (torch.linspace, (0, 1, 1), "torch.linspace: n: given 1, expected 2 points or more"),
        (torch.linspace, (0, 1, 2.5), "torch.linspace: n: given 2.5, expected a whole number"),
        (torch.linspace, (0, math.inf), "torch.linspace: given inf, expected finite numbers"),
        (torch.linspace, (-1e308, 1e308), "torch.linspace: end - start: given inf, expected finite numbers"),
        (torch.linspace, (0, 1, 2**48), "torch.linspace: given size 281474976710656, expected a size that"),
        (torch.range, (1, 2**48), "torch.range: given size 281474976710656, expected a size that fits in"),
        (torch.range, (0, 10**400), "torch.range: given 10+, expected finite numbers"),
        (torch.range, (1, 5, 0), "torch.range: given step 0 from 1 to 5, expected one that leads there"),
        (torch.range, (1, 5, -1), "torch.range: given step -1 from 1 to 5, expected one that leads there"),
        (torch.range, (-1e308, 1e308), "torch.range: given step 1 from -1e\\+308 to 1e\\+308, expected"),
        (torch.range, (1, "5"), "torch.range: given '5', expected finite numbers"),
    ],
)  # fmt: skip
def test_bad_arguments_are_refused_by_name(
    function: Callable[..., Any], args: tuple[Any, ...], message: str
) -> None:
    with pytest.raises(torch.TorchError, match=message):
        function(*args)
