"""nn.Linear computes what the real Torch7 computed, and refuses what does not fit."""

import re
from typing import Any

import numpy as np
import pytest

from tests.recorded import assert_close, recorded, tensor
from torchnn_doc import nn, torch

RECORDS = recorded("nn")["linear"]


def linear_of(record: dict[str, Any]) -> nn.Linear:
    layer = nn.Linear(record["nin"], record["nout"], record["bias"])
    layer.weight[...] = tensor(record["weight"])
    if layer.bias is not None:
        layer.bias[...] = tensor(record["bias_values"])
    return layer


@pytest.mark.parametrize("record", RECORDS, ids=lambda r: f"case-{r['id']}")
def test_passes_and_step_are_those_of_torch7(record: dict[str, Any]) -> None:
    layer = linear_of(record)
    layer.zeroGradParameters()
    for number, one in enumerate(record["passes"], start=1):
        x, gradOutput = tensor(one["input"]), tensor(one["gradOutput"])
        scale = record[f"scale{number}"]
        output = layer.forward(x)
        gradInput = layer.backward(x, gradOutput) if scale is None else layer.backward(x, gradOutput, scale)
        assert_close(output, tensor(one["output"]))
        assert_close(gradInput, tensor(one["gradInput"]))
        assert_close(layer.gradWeight, tensor(one["gradWeight"]))
        assert_close(layer.gradBias, tensor(one["gradBias"]))
    layer.updateParameters(record["lr"])
    assert_close(layer.weight, tensor(record["weight_after_updateParameters"]))
    assert_close(layer.bias, tensor(record["bias_after_updateParameters"]))
    assert_close(layer.gradWeight, tensor(record["gradWeight_after_updateParameters"]))


@pytest.fixture
def layer() -> nn.Linear:
    torch.manualSeed(0)
    made = nn.Linear(2, 3)
    made.zeroGradParameters()
    return made


X = torch.Tensor([4, 5])
G = torch.Tensor([1, 2, 3])


def test_a_new_layer_draws_its_weight_row_by_row_and_then_its_bias(layer: nn.Linear) -> None:
    torch.manualSeed(0)
    s = 1 / np.sqrt(2)
    drawn = [torch.uniform(-s, s) for _ in range(9)]
    assert layer.weight.ravel().tolist() == drawn[:6]
    assert layer.bias is not None
    assert layer.bias.tolist() == drawn[6:]


def test_reset_draws_again_into_the_same_memory_and_returns_the_layer(layer: nn.Linear) -> None:
    weight, before = layer.weight, layer.weight.copy()
    assert layer.reset() is layer
    assert layer.weight is weight
    assert not np.array_equal(weight, before)


def test_reset_with_a_standard_deviation_has_that_deviation() -> None:
    weight = nn.Linear(300, 300).reset(0.5).weight
    assert abs(weight.std() - 0.5) < 0.01
    assert np.abs(weight).max() < 0.5 * np.sqrt(3)


def test_backward_returns_gradInput_and_accGradParameters_returns_nothing(layer: nn.Linear) -> None:
    layer.forward(X)
    assert layer.backward(X, G) is layer.gradInput
    assert layer.accGradParameters(X, G) is None  # type: ignore[func-returns-value]


def test_backward_twice_without_zeroing_doubles_the_gradient(layer: nn.Linear) -> None:
    layer.backward(X, G)
    layer.backward(X, G)
    assert layer.gradWeight.tolist() == [[8, 10], [16, 20], [24, 30]]
    assert layer.gradBias is not None
    assert layer.gradBias.tolist() == [2, 4, 6]


def test_the_next_forward_overwrites_the_output_of_the_last(layer: nn.Linear) -> None:
    first = layer.forward(X)
    second = layer.forward(torch.Tensor([0, 0]))
    assert first is second is layer.output


def test_a_second_batch_of_the_same_size_needs_no_new_buffers(layer: nn.Linear) -> None:
    layer.forward(np.ones((4, 2)))
    layer.backward(np.ones((4, 2)), np.ones((4, 3)))
    before = {name: id(value) for name, value in vars(layer).items()}
    layer.forward(np.zeros((4, 2)))
    layer.backward(np.zeros((4, 2)), np.ones((4, 3)))
    assert {name: id(value) for name, value in vars(layer).items()} == before


def test_a_new_shape_of_input_leaves_the_old_output_alone(layer: nn.Linear) -> None:
    first = layer.forward(X)
    kept = first.tolist()
    assert layer.forward(torch.Tensor([[0, 0], [1, 1]])).shape == (2, 3)
    assert first.tolist() == kept


def test_a_batch_is_its_rows_one_by_one_and_their_gradients_add_up(layer: nn.Linear) -> None:
    xs, gs = torch.rand(4, 2), torch.rand(4, 3)
    outputs, gradInputs = layer.forward(xs).copy(), layer.backward(xs, gs).copy()
    gradWeight = layer.gradWeight.copy()
    layer.zeroGradParameters()
    for x, g, output, gradInput in zip(xs, gs, outputs, gradInputs, strict=True):
        assert_close(layer.forward(x), output)
        assert_close(layer.backward(x, g), gradInput)
    assert_close(layer.gradWeight, gradWeight)


def test_without_bias_there_is_no_bias_anywhere() -> None:
    layer = nn.Linear(2, 3, False)
    assert layer.bias is layer.gradBias is None
    assert repr(layer) == "nn.Linear(2 -> 3) without bias"
    assert [p.shape for p in layer.parameters()[0]] == [(3, 2)]
    assert_close(layer.forward(X), layer.weight @ X)
    layer.zeroGradParameters()
    layer.backward(X, G)
    assert layer.gradWeight.tolist() == [[4, 5], [8, 10], [12, 15]]


def test_repr_names_the_sizes() -> None:
    assert repr(nn.Linear(2, 3)) == "nn.Linear(2 -> 3)"


def test_gradients_agree_with_central_differences(layer: nn.Linear) -> None:
    x, g, step = torch.rand(5, 2), torch.rand(5, 3), 1e-6
    layer.forward(x)
    layer.backward(x, g)

    def slope(values: Any, index: tuple[int, ...]) -> float:
        kept = values[index]
        values[index] = kept + step
        above = float((layer.forward(x) * g).sum())
        values[index] = kept - step
        below = float((layer.forward(x) * g).sum())
        values[index] = kept
        return (above - below) / (2 * step)

    gradients = [(x, layer.gradInput), *zip(*layer.parameters(), strict=True)]
    for values, gradient in gradients:
        measured = [slope(values, index) for index in np.ndindex(values.shape)]
        np.testing.assert_allclose(gradient.ravel(), measured, rtol=1e-7)


def test_views_and_read_only_input_are_taken_as_they_are(layer: nn.Linear) -> None:
    x = torch.Tensor([[4, 0], [5, 0]]).T[0]
    x.flags.writeable = False
    np.testing.assert_array_equal(layer.forward(x), layer.forward(X))
    layer.backward(x, G)
    assert layer.gradWeight.tolist() == [[4, 5], [8, 10], [12, 15]]


def test_a_layer_may_be_given_its_own_buffers() -> None:
    square = nn.Linear(2, 2)
    wanted = square.weight @ (square.weight @ X + square.bias) + square.bias
    assert_close(square.forward(square.forward(X)), wanted)


FITS = "expected a torch.DoubleTensor of size 2 or Nx2"
BAD_PASSES: list[tuple[str, tuple[Any, ...], str]] = [
    ("forward", ([4, 5],), f"nn.Linear(2 -> 3): input: given a list, {FITS}"),
    ("forward", (None,), f"nn.Linear(2 -> 3): input: given None, {FITS}"),
    ("forward", (G,), f"nn.Linear(2 -> 3): input: given a torch.DoubleTensor of size 3, {FITS}"),
    ("forward", (torch.Tensor(1, 1, 2),), f"input: given a torch.DoubleTensor of size 1x1x2, {FITS}"),
    ("forward", (torch.Tensor(),), f"input: given an empty torch.DoubleTensor, {FITS}"),
    ("forward", (torch.Tensor(0, 2),), f"input: given an empty torch.DoubleTensor, {FITS}"),
    ("forward", (X.astype(np.float32),), f"input: given a torch.FloatTensor of size 2, {FITS}"),
    ("forward", (np.array([4, 5]),), f"input: given an int64 array of size 2, {FITS}"),
    (
        "backward",
        (X, X),
        "gradOutput: given a torch.DoubleTensor of size 2, expected a torch.DoubleTensor of size 3",
    ),
    ("backward", (X, None), "gradOutput: given None, expected a torch.DoubleTensor of size 3"),
    ("backward", (X, torch.Tensor(1, 3)), "gradOutput: given a torch.DoubleTensor of size 1x3, expected"),
    (
        "backward",
        (np.ones((4, 2)), np.ones((5, 3))),
        "of size 5x3, expected a torch.DoubleTensor of size 4x3",
    ),
    ("backward", (G, G), f"input: given a torch.DoubleTensor of size 3, {FITS}"),
    ("backward", (X, G, "1"), "nn.Linear(2 -> 3): scale: given '1', expected a number"),
    ("accGradParameters", (X, G, None), "nn.Linear(2 -> 3): scale: given None, expected a number"),
    ("updateParameters", ("0.1",), "nn.Linear(2 -> 3): learningRate: given '0.1', expected a number"),
    ("reset", ("0.1",), "nn.Linear(2 -> 3): stdv: given '0.1', expected a number"),
]


@pytest.mark.parametrize(("method", "args", "message"), BAD_PASSES)
def test_what_does_not_fit_is_refused_by_name_and_changes_nothing(
    layer: nn.Linear, method: str, args: tuple[Any, ...], message: str
) -> None:
    layer.forward(X)
    layer.backward(X, G)
    buffers = ("weight", "bias", "gradWeight", "gradBias", "output", "gradInput")
    before = {name: (getattr(layer, name), getattr(layer, name).copy()) for name in buffers}
    with pytest.raises(torch.TorchError, match=re.escape(message)):
        getattr(layer, method)(*args)
    for name, (buffer, content) in before.items():
        assert getattr(layer, name) is buffer
        assert np.array_equal(buffer, content)


@pytest.mark.parametrize(
    ("sizes", "message"),
    [
        ((0, 3), "nn.Linear: inputSize: given 0, expected 1 or more"),
        ((2, -3), "nn.Linear: outputSize: given -3, expected 1 or more"),
        ((2.5, 3), "nn.Linear: inputSize: given 2.5, expected a whole number"),
        ((2, "3"), "nn.Linear: outputSize: given '3', expected a whole number"),
    ],
)
def test_sizes_that_make_no_layer_are_refused_by_name(sizes: tuple[Any, Any], message: str) -> None:
    with pytest.raises(torch.TorchError, match=message):
        nn.Linear(*sizes)
