"""Random layers, losses and networks compute and train as PyTorch's do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import torch as pytorch
from tests.oracle.pytorch_twin import (
    Twins,
    assert_agree,
    loss_and_gradient,
    passes,
    twin_classes,
    twin_tensor,
)
from torchnn_doc import nn, torch

ACTIVATIONS = [nn.Sigmoid, nn.Tanh, nn.ReLU, nn.SoftMax, nn.LogSoftMax]
CLASS_LOSSES = [
    (nn.ClassNLLCriterion, pytorch.nn.NLLLoss),
    (nn.CrossEntropyCriterion, pytorch.nn.CrossEntropyLoss),
]
LAYERS = [*ACTIVATIONS, nn.Identity]
SIZES = st.integers(1, 6)
TYPES = {np.float64: "torch.DoubleTensor", np.float32: "torch.FloatTensor"}
DTYPES = st.sampled_from(list(TYPES))
SCALES = st.sampled_from([1, 0.5, -2, 0])
SEEDS = st.integers(0, 2**32 - 1)
Backward = Callable[[nn.Sequential, Any, Any, float], Any]
MANY = settings(derandomize=True, deadline=None, database=None, max_examples=100)


@st.composite
def arrays(draw: Any, shape: tuple[int, ...], dtype: Any, spread: tuple[float, ...] = (1e-3, 1, 10)) -> Any:
    """Draws numbers, whole ones with zeros and ties or fine ones, that lie in rows, columns or with gaps."""
    numbers = np.random.default_rng(draw(SEEDS)).standard_normal(shape)
    if draw(st.booleans()):
        numbers = numbers.round()
    values = (numbers * draw(st.sampled_from(spread))).astype(dtype)
    layout = draw(st.sampled_from(["rows", "columns", "gaps"]))
    if layout == "columns":
        values = np.asfortranarray(values)
    if layout == "gaps":
        values = np.repeat(values, 2, axis=-1)[..., ::2]
    return values.view(torch.Tensor)


def shapes(features: int) -> st.SearchStrategy[tuple[int, ...]]:
    """A vector of that size, or a batch of them."""
    return st.one_of(st.just((features,)), st.tuples(SIZES, st.just(features)))


def filled(module: nn.Module, seed: int, dtype: Any) -> nn.Module:
    """Gives a module random parameters and gradients, and that type of numbers."""
    random = np.random.default_rng(seed)
    for tensors in module.parameters():
        for tensor in tensors:  # small enough for the numbers in a deep chain not to grow
            tensor[...] = random.uniform(-1, 1, tensor.shape) / np.sqrt(tensor.shape[-1])
    module.type(TYPES[dtype])
    return module


@MANY
@given(st.data(), SIZES, SIZES, st.booleans(), DTYPES)
def test_linear(data: st.DataObject, inputSize: int, outputSize: int, bias: bool, dtype: Any) -> None:
    layer = filled(nn.Linear(inputSize, outputSize, bias), data.draw(SEEDS), dtype)
    twins = Twins(ndim=2)
    twin = twins.of(layer)
    for _ in range(2):  # the second pass adds to the gradients of the first, perhaps in another shape
        x = data.draw(shapes(inputSize).flatmap(lambda shape: arrays(shape, dtype)))
        gradOutput = data.draw(arrays((*x.shape[:-1], outputSize), dtype))
        scale = data.draw(SCALES)
        output, gradInput = passes(twin, x, gradOutput, scale)
        assert_agree(layer.forward(x), output, x)
        assert_agree(layer.backward(x, gradOutput, scale), gradInput, gradOutput)
    twins.assert_parameters_agree(x, gradOutput, np.outer(gradOutput, x))
    layer.updateParameters(0.1)
    twins.step(0.1)
    twins.assert_parameters_agree(x, gradOutput, np.outer(gradOutput, x))


@MANY
@given(st.data(), st.sampled_from(ACTIVATIONS), st.lists(SIZES, min_size=1, max_size=4), DTYPES)
def test_activations(data: st.DataObject, layer: type[nn.Module], shape: list[int], dtype: Any) -> None:
    module = filled(layer(), 0, dtype)
    x, gradOutput = (data.draw(arrays(tuple(shape), dtype)) for _ in range(2))
    output, gradInput = passes(Twins(len(shape)).of(module), x, gradOutput)
    assert_agree(module.forward(x), output, x)
    assert_agree(module.backward(x, gradOutput), gradInput, gradOutput)


def reduction(sizeAverage: bool) -> str:
    return "mean" if sizeAverage else "sum"


@MANY
@given(st.data(), st.lists(SIZES, min_size=1, max_size=4), st.booleans(), DTYPES)
def test_mean_squared_error(data: st.DataObject, shape: list[int], sizeAverage: bool, dtype: Any) -> None:
    x, target = (data.draw(arrays(tuple(shape), dtype)) for _ in range(2))
    criterion = nn.MSECriterion(sizeAverage).type(TYPES[dtype])
    twin = pytorch.nn.MSELoss(reduction=reduction(sizeAverage))
    loss, gradInput = loss_and_gradient(twin, x, twin_tensor(target))
    assert_agree(np.array(criterion.forward(x, target), dtype), loss)
    assert_agree(criterion.backward(x, target), gradInput)


@MANY
@given(st.data(), SIZES.flatmap(shapes), st.booleans(), DTYPES, st.sampled_from(CLASS_LOSSES))
def test_losses_of_a_class(
    data: st.DataObject, shape: tuple[int, ...], sizeAverage: bool, dtype: Any, losses: Any
) -> None:
    x, classes = data.draw(arrays(shape, dtype)), shape[-1]
    right = st.integers(1, classes)
    target = torch.Tensor([float(data.draw(right)) for _ in x]) if len(shape) == 2 else data.draw(right)
    ours, theirs = losses
    options: dict[str, Any] = {"reduction": reduction(sizeAverage)}
    weights = None
    if data.draw(st.booleans()):
        weights = np.random.default_rng(data.draw(SEEDS)).uniform(0.1, 3, classes)
        options["weight"] = twin_tensor(weights.astype(dtype))
    criterion = ours(weights, sizeAverage).type(TYPES[dtype])
    loss, gradInput = loss_and_gradient(theirs(**options), x, twin_classes(target))
    assert_agree(np.array(criterion.forward(x, target), dtype), loss, x)
    assert_agree(criterion.backward(x, target), gradInput, np.ones(1))


@MANY
@given(st.data(), st.integers(2, 5), st.booleans(), DTYPES)
def test_an_ignored_class_counts_nothing(
    data: st.DataObject, classes: int, sizeAverage: bool, dtype: Any
) -> None:
    ignored = data.draw(st.integers(1, classes))
    # One sample at least counts: the mean over none is nan in PyTorch and 0 in Torch7.
    counts = ignored % classes + 1
    target = torch.Tensor(
        [float(data.draw(st.integers(1, classes))) for _ in range(data.draw(SIZES))] + [counts]
    )
    x = data.draw(arrays((len(target), classes), dtype))
    criterion = nn.ClassNLLCriterion(None, sizeAverage, ignored).type(TYPES[dtype])
    twin = pytorch.nn.NLLLoss(ignore_index=ignored - 1, reduction=reduction(sizeAverage))
    loss, gradInput = loss_and_gradient(twin, x, twin_classes(target))
    assert_agree(np.array(criterion.forward(x, target), dtype), loss, x)
    assert_agree(criterion.backward(x, target), gradInput)


def sharing(layer: nn.Linear) -> nn.Linear:
    """Returns another layer with the same parameters and gradients."""
    other = nn.Linear(*reversed(layer.weight.shape))
    other.weight, other.gradWeight = layer.weight, layer.gradWeight
    other.bias, other.gradBias = layer.bias, layer.gradBias
    return other


@st.composite
def chains(draw: Any, size: int, depth: int = 2) -> tuple[nn.Sequential, int]:
    """Draws a chain with chains inside it, and layers that share parameters, and the size of its output."""
    chain = nn.Sequential()
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(["linear", "layer", "chain", "shared"]))
        if kind == "linear":
            outputSize = draw(SIZES)
            chain.add(nn.Linear(size, outputSize, draw(st.booleans())))
            size = outputSize
        elif kind == "chain" and depth:
            inner, size = draw(chains(size, depth - 1))
            chain.add(inner)
        elif kind == "shared":
            square = nn.Linear(size, size)
            parts = [square, nn.Sequential().add(sharing(square)).add(nn.Tanh()).add(sharing(square))]
            first, last = draw(st.permutations(parts))
            chain.add(first).add(draw(st.sampled_from(LAYERS))()).add(last)
        else:
            chain.add(draw(st.sampled_from(LAYERS))())
    return chain, size


@dataclass(frozen=True)
class Network:
    """A random chain, PyTorch's counterpart, and the shapes and type that they take and give."""

    chain: nn.Sequential
    twins: Twins
    twin: pytorch.nn.Module
    takes: tuple[int, ...]
    gives: tuple[int, ...]
    dtype: Any


@st.composite
def networks(draw: Any) -> Network:
    inputShape = draw(SIZES.flatmap(shapes))
    dtype = draw(DTYPES)
    chain, outputSize = draw(chains(inputShape[-1]))
    filled(chain, draw(SEEDS), dtype)
    twins = Twins(len(inputShape))
    return Network(chain, twins, twins.of(chain), inputShape, (*inputShape[:-1], outputSize), dtype)


def assert_passes_agree(data: st.DataObject, network: Network, scale: float, backward: Backward) -> None:
    """Asserts that a pass forward and one backward give PyTorch's output and gradients."""
    x = data.draw(arrays(network.takes, network.dtype, spread=(0.1, 1)))
    gradOutput = data.draw(arrays(network.gives, network.dtype, spread=(0.1, 1)))
    output, gradInput = passes(network.twin, x, gradOutput, scale)
    assert_agree(network.chain.forward(x), output, x)
    backward(network.chain, x, gradOutput, scale)
    assert_agree(network.chain.gradInput, gradInput, gradOutput)


def in_two_halves(chain: nn.Sequential, x: Any, gradOutput: Any, scale: float) -> None:
    chain.updateGradInput(x, gradOutput)
    chain.accGradParameters(x, gradOutput, scale)


@pytest.mark.parametrize("backward", [nn.Sequential.backward, in_two_halves])
@MANY
@given(st.data(), networks(), SCALES)
def test_networks_learn(backward: Backward, data: st.DataObject, network: Network, scale: float) -> None:
    for _ in range(2):
        assert_passes_agree(data, network, scale, backward)
        network.twins.assert_parameters_agree(np.ones(1))
        network.chain.updateParameters(0.01)
        network.twins.step(0.01)
        network.twins.assert_parameters_agree(np.ones(1))
    network.chain.zeroGradParameters()
    network.twins.zero()
    network.twins.assert_parameters_agree()


@MANY
@given(st.data(), networks())
def test_networks_learn_through_flat_parameters(data: st.DataObject, network: Network) -> None:
    flat, gradients = network.chain.getParameters()
    for _ in range(2):
        assert_passes_agree(data, network, 1, nn.Sequential.backward)
        flat -= 0.01 * gradients
        network.twins.step(0.01)
        network.twins.assert_parameters_agree(np.ones(1))


@MANY
@given(st.data(), networks())
def test_networks_learn_past_the_gradients(data: st.DataObject, network: Network) -> None:
    before = [gradient.copy() for gradient in network.chain.parameters()[1]]
    network.twins.zero()
    assert_passes_agree(data, network, 0.01, nn.Sequential.accUpdateGradParameters)
    network.twins.step(1)
    for module, twin in network.twins.linears.values():
        assert_agree(module.weight, twin.weight, np.ones(1))
    for gradient, kept in zip(network.chain.parameters()[1], before, strict=True):
        np.testing.assert_array_equal(gradient, kept)
