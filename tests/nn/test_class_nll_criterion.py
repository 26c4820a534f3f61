"""nn.ClassNLLCriterion computes what the real Torch7 computed, bit for bit."""

from typing import Any

import numpy as np
import pytest

from tests.recorded import assert_close, recorded, tensor
from torchnn_doc import nn, torch


def criterion_of(record: dict[str, Any]) -> nn.ClassNLLCriterion:
    options: dict[str, Any] = {}
    if record["weights"] is not None:
        options["weights"] = tensor(record["weights"])
    if record["sizeAverage"] != "nil":
        options["sizeAverage"] = record["sizeAverage"] == "true"
    if record["ignoreIndex"] is not None:
        options["ignoreIndex"] = record["ignoreIndex"]
    return nn.ClassNLLCriterion(**options)


@pytest.mark.parametrize(
    "record", recorded("nn")["ClassNLLCriterion"], ids=lambda r: r["note"].replace(" ", "-")
)
def test_loss_and_gradient_are_those_of_torch7(record: dict[str, Any]) -> None:
    criterion, x = criterion_of(record), tensor(record["input"])
    target = tensor(record["target"]) if isinstance(record["target"], dict) else record["target"]
    assert criterion.forward(x, target) == record["loss"]
    assert criterion.total_weight_tensor[0] == record["total_weight"]
    assert np.array_equal(criterion.backward(x, target), tensor(record["gradInput"]))


def test_cross_entropy_is_log_soft_max_and_the_likelihood_of_the_class() -> None:
    x, target = torch.Tensor([[1, 2, 3], [0, -1, 5]]), torch.Tensor([2, 3])
    both, layer, nll = nn.CrossEntropyCriterion(), nn.LogSoftMax(), nn.ClassNLLCriterion()
    logs = layer.forward(x)
    assert both.forward(x, target) == nll.forward(logs, target)
    assert_close(both.backward(x, target), layer.backward(x, nll.backward(logs, target)))
    assert nn.gradcheck(both, x, target) < 1e-7


@pytest.mark.parametrize(
    ("x", "target", "message"),
    [
        (torch.Tensor([1, 2]), 3, "target: given class 3, expected classes from 1 to 2"),
        (torch.Tensor([1, 2]), 0, "target: given class 0, expected classes from 1 to 2"),
        (torch.Tensor([1, 2]), float("nan"), "target: given .*, expected classes from 1 to 2"),
        (
            torch.Tensor([1, 2]),
            torch.Tensor([1, 2]),
            "target: given .* of size 2, expected .* of size 1",
        ),
        (torch.Tensor([[1, 2], [3, 4]]), 1, "target: given 1, expected a tensor of size 2"),
        (torch.Tensor([1, 2]), "1", "target: given '1', expected a number or a tensor of classes"),
        (torch.Tensor(2, 2, 2), 1, "input: given .* of size 2x2x2, expected .* of size C or NxC"),
    ],
)
@pytest.mark.parametrize("criterion", [nn.ClassNLLCriterion, nn.CrossEntropyCriterion])
def test_what_does_not_fit_is_refused_by_name_and_changes_nothing(
    criterion: type[nn.Criterion], x: Any, target: Any, message: str
) -> None:
    loss = criterion()
    output, gradInput = loss.forward(torch.Tensor([1, 2]), 1), loss.backward(torch.Tensor([1, 2]), 1)
    kept = gradInput.copy()
    for method in (loss.forward, loss.backward):
        with pytest.raises(torch.TorchError, match=message):
            method(x, target)
    assert loss.output == output
    assert loss.gradInput is gradInput
    assert np.array_equal(gradInput, kept)
