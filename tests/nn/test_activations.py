"""The layers without parameters compute what the real Torch7 computed."""

import re
from typing import Any

import numpy as np
import pytest

from tests.recorded import recorded, tensor
from torchnn_doc import nn, torch

LAYERS = [nn.Sigmoid, nn.Tanh, nn.ReLU, nn.SoftMax, nn.LogSoftMax]
# Where Torch7 computes element by element, every bit counts; exp, tanh and sums differ in the last one.
EXACT_OUTPUT = {"ReLU"}
EXACT_GRADIENT = {"Sigmoid", "Tanh", "ReLU"}


@pytest.mark.parametrize("record", recorded("nn")["activations"])
def test_output_and_gradient_are_those_of_torch7(record: dict[str, Any]) -> None:
    layer = getattr(nn, record["module"])()
    x, gradOutput = tensor(record["input"]), tensor(record["gradOutput"])
    output = layer.forward(x)
    assert output is layer.output
    off = 0 if record["module"] in EXACT_OUTPUT else 4e-16
    np.testing.assert_allclose(output, tensor(record["output"]), rtol=off, atol=off)
    layer.output[...] = tensor(record["output"])
    gradInput = layer.backward(x, gradOutput)
    assert gradInput is layer.gradInput
    off = 0 if record["module"] in EXACT_GRADIENT else 4e-16
    np.testing.assert_allclose(gradInput, tensor(record["gradInput"]), rtol=off, atol=off)


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("shape", [(1,), (5,), (3, 4), (2, 3, 4), (2, 3, 2, 2)])
def test_gradients_agree_with_central_differences(layer: type[nn.Module], shape: tuple[int, ...]) -> None:
    torch.manualSeed(1)
    x = (4 * torch.rand(*shape) - 2).view(torch.Tensor)
    assert nn.gradcheck(layer(), x) < 1e-7


def test_extreme_inputs_stay_finite_and_silent() -> None:
    x = torch.Tensor([-1e4, 0, 1e4])
    assert nn.Sigmoid().forward(x).tolist() == [0, 0.5, 1]
    assert nn.SoftMax().forward(x).tolist() == [0, 0, 1]
    assert nn.LogSoftMax().forward(x).tolist() == [-2e4, -1e4, 0]


def test_relu_in_place_overwrites_what_it_is_given() -> None:
    layer, x, g = nn.ReLU(inplace=True), torch.Tensor([-1, 2]), torch.Tensor([3, 4])
    layer.forward(x)
    assert x.tolist() == [0, 2]
    layer.backward(x, g)
    assert g.tolist() == [0, 4]


def test_relu_in_place_overwrites_the_same_gradOutput_in_every_step() -> None:
    layer, x, g = nn.ReLU(inplace=True), torch.Tensor([-1, 2]), torch.Tensor(2)
    layer.forward(x)
    for _ in range(3):
        g[...] = [3, 4]
        assert layer.backward(x, g).tolist() == g.tolist() == [0, 4]


def test_identity_hands_on_the_very_tensor_that_it_is_given() -> None:
    layer, x, g = nn.Identity(), torch.Tensor([1]), torch.Tensor([2])
    assert layer.forward(x) is x
    assert layer.backward(x, g) is g


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize(
    ("x", "gradOutput", "message"),
    [
        (torch.Tensor([1, 2, 3]), torch.Tensor([1, 2]), "gradOutput: given a torch.DoubleTensor of size 2"),
        (torch.Tensor([1, 2, 3]), None, "gradOutput: given None, expected a torch.DoubleTensor of size 3"),
        (
            [1, 2],
            torch.Tensor([1, 2]),
            "input: given a list, expected a torch.DoubleTensor",
        ),
        (
            torch.Tensor([1, 2]),
            torch.Tensor([1, 2]),
            "given a torch.DoubleTensor of size 2, expected the",
        ),
        (torch.Tensor(), torch.Tensor(), "input: given an empty torch.DoubleTensor"),
    ],
)
def test_what_does_not_fit_is_refused_by_name_and_changes_nothing(
    layer: type[nn.Module], x: Any, gradOutput: Any, message: str
) -> None:
    module, fits = layer(), torch.Tensor([1, -2, 3])
    module.forward(fits)
    module.backward(fits, fits)
    before = (module.output, module.output.copy(), module.gradInput, module.gradInput.copy())
    with pytest.raises(torch.TorchError, match=re.escape(message)):
        module.backward(x, gradOutput)
    assert module.output is before[0]
    assert module.gradInput is before[2]
    assert np.array_equal(module.output, before[1])
    assert np.array_equal(module.gradInput, before[3])
