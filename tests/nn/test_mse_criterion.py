"""nn.MSECriterion computes what the real Torch7 computed, bit for bit."""

import re
from typing import Any

import numpy as np
import pytest

from tests.recorded import recorded, tensor
from torchnn_doc import nn, torch


@pytest.mark.parametrize("record", recorded("nn")["MSECriterion"])
def test_loss_and_gradient_are_those_of_torch7(record: dict[str, Any]) -> None:
    criterion = (
        nn.MSECriterion()
        if record["sizeAverage"] == "nil"
        else nn.MSECriterion(record["sizeAverage"] == "true")
    )
    x, target = tensor(record["input"]), tensor(record["target"])
    assert criterion.forward(x, target) == record["loss"]
    assert criterion.output == record["output_field"]
    gradInput = criterion.backward(x, target)
    assert gradInput is criterion.gradInput
    assert np.array_equal(gradInput, tensor(record["gradInput"]))


def test_a_target_of_another_shape_with_as_many_elements_fits() -> None:
    criterion = nn.MSECriterion()
    assert criterion.forward(torch.Tensor([[1], [2]]), torch.Tensor([0, 0])) == 2.5
    assert criterion.backward(torch.Tensor([[1], [2]]), torch.Tensor([0, 0])).tolist() == [[1], [2]]


def test_repr_is_that_of_torch7() -> None:
    assert repr(nn.MSECriterion()) == "nn.MSECriterion"


@pytest.mark.parametrize(
    ("x", "target", "message"),
    [
        (
            torch.Tensor(2),
            torch.Tensor(3),
            "target: given a torch.DoubleTensor of size 3, expected 2",
        ),
        (
            torch.Tensor(),
            torch.Tensor(),
            "input: given an empty torch.DoubleTensor, expected a torch.DoubleTensor",
        ),
        (3.0, torch.Tensor(3), "nn.MSECriterion: input: given 3.0, expected a torch.DoubleTensor"),
        (torch.Tensor(3), [1, 2, 3], "nn.MSECriterion: target: given a list, expected a torch.DoubleTensor"),
    ],
)
def test_what_does_not_fit_is_refused_by_name_and_changes_nothing(x: Any, target: Any, message: str) -> None:
    criterion = nn.MSECriterion()
    criterion.forward(torch.Tensor([1]), torch.Tensor([3]))
    gradInput = criterion.backward(torch.Tensor([1]), torch.Tensor([3]))
    for method in (criterion.forward, criterion.backward):
        with pytest.raises(torch.TorchError, match=re.escape(message)):
            method(x, target)
    assert criterion.output == 4
    assert criterion.gradInput is gradInput
    assert gradInput.tolist() == [-4]
