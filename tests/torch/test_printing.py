"""A tensor prints as the real Torch7 printed it."""

from typing import Any

import numpy as np
import pytest

from tests.recorded import recorded, tensor
from torchnn_doc import torch


@pytest.mark.parametrize("record", recorded("printing")["tensors"], ids=lambda r: r["name"].replace(" ", "-"))
def test_str_is_what_torch7_printed(record: dict[str, Any]) -> None:
    assert str(tensor(record)) == record["text"]


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
