"""A tensor prints as the real Torch7 printed it."""

import math
from typing import Any

import numpy as np
import pytest

from tests.recorded import recorded, tensor
from torchnn_doc import torch


@pytest.mark.parametrize("record", recorded("printing")["tensors"], ids=lambda r: r["name"].replace(" ", "-"))
def test_str_is_what_torch7_printed(record: dict[str, Any]) -> None:
    assert str(tensor(record)) == record["text"]


@pytest.mark.parametrize(
    ("values", "lines"),
    [
        ([0.03125, 0.09375, -0.15625, 1], [" 0.0313", " 0.0938", "-0.1563", " 1.0000"]),
        ([12344.5, 0.5, -100005], [" 1.2345e+04", " 5.0000e-01", "-1.0001e+05"]),
        ([1234650000, 1], [" 1.2347e+09", " 1.0000e+00"]),
        ([1000050000000000000, -1000150000000000000], [" 1.0001e+18", "-1.0002e+18"]),
        ([math.nan, 0.0078125], ["nan", "0.007813"]),
    ],
    ids=["four decimals", "four digits after the first", "whole", "whole and huge", "beside nan"],
)
def test_halfway_between_two_texts_it_rounds_away_from_zero_as_luajit(
    values: list[float], lines: list[str]
) -> None:
    assert str(torch.Tensor(values)).splitlines()[:-1] == lines


def test_just_beside_halfway_it_rounds_to_the_nearer_text() -> None:
    beside = [math.nextafter(0.03125, 0), math.nextafter(0.03125, 1)]
    assert str(torch.Tensor([*beside, 1])).splitlines()[:2] == [" 0.0312", " 0.0313"]


def test_the_smallest_number_has_torch7s_factor_zero_and_warns_of_nothing() -> None:
    with np.errstate(all="raise"):
        assert str(torch.Tensor([5e-324])) == "0 *\n    inf\n[torch.DoubleTensor of size 1]\n"


def test_a_view_of_a_part_prints_as_a_tensor_of_its_own() -> None:
    matrix = torch.Tensor([[1, 2.5], [3, 100]])
    assert str(matrix[:, 0]) == " 1\n 3\n[torch.DoubleTensor of size 2]\n"
    assert str(matrix.T) == "   1.0000    3.0000\n   2.5000  100.0000\n[torch.DoubleTensor of size 2x2]\n"


def test_repr_shows_the_tensor_at_the_prompt_without_the_final_newline() -> None:
    assert repr(torch.Tensor([1, 2])) == " 1\n 2\n[torch.DoubleTensor of size 2]"


def test_minus_zero_prints_as_torch7_does() -> None:
    assert str(torch.Tensor([-0.0, 1.0])) == " 0\n 1\n[torch.DoubleTensor of size 2]\n"


def test_a_type_that_torch7_lacks_prints_as_numpy_prints_it() -> None:
    assert str(torch.Tensor([1, 2]).astype(bool)) == "[ True  True]"


def test_a_column_from_numpy_keeps_its_type_name() -> None:
    assert str(torch.Tensor([1, 2]).astype(np.float32)).endswith("[torch.FloatTensor of size 2]\n")
