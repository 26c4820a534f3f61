"""Tensors that modules share stay shared, and are stepped once, however a network is made."""

import copy
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from torchnn_doc import nn, torch

X, G = torch.Tensor([[1, -2], [3, 4]]), torch.Tensor([[0.5, 1], [1, -1]])


def by_tensor() -> nn.Sequential:
    first, second = nn.Linear(2, 2), nn.Linear(2, 2)
    second.weight, second.bias = first.weight, first.bias
    second.gradWeight, second.gradBias = first.gradWeight, first.gradBias
    return nn.Sequential().add(first).add(nn.Tanh()).add(second)


def by_transpose() -> nn.Sequential:
    first, second = nn.Linear(2, 3), nn.Linear(3, 2)
    second.weight, second.gradWeight = first.weight.T, first.gradWeight.T
    return nn.Sequential().add(first).add(nn.Tanh()).add(second)


def in_a_chain_inside() -> nn.Sequential:
    outer, (first, tanh, second) = nn.Sequential(), by_transpose().modules
    return outer.add(nn.Sequential().add(first)).add(tanh).add(nn.Sequential().add(second))


def by_one_vector() -> nn.Sequential:
    net = by_tensor()
    net.getParameters()
    return net


def in_plain_arrays() -> nn.Sequential:
    net = nn.Sequential().add(nn.Linear(2, 2)).add(nn.Linear(2, 2))
    weight, gradient = np.ones((2, 2)), np.zeros((2, 2))
    for layer in net:
        layer.weight, layer.gradWeight = weight, gradient  # type: ignore[attr-defined]
    return net


NETWORKS = [by_tensor, by_transpose, in_a_chain_inside, by_one_vector, in_plain_arrays]
COPIES: dict[str, Callable[[nn.Module], nn.Module]] = {
    "clone": nn.Module.clone,
    "deepcopy": copy.deepcopy,
    "pickle": lambda net: pickle.loads(pickle.dumps(net)),
    "float": lambda net: net.clone().float(),
    "float and back": lambda net: net.float().double(),
}


def layers(net: nn.Module) -> Any:
    found = [module for module in net.listModules() if isinstance(module, nn.Linear)]
    return found[0], found[-1]


@pytest.mark.parametrize("make", NETWORKS)
@pytest.mark.parametrize("how", COPIES)
def test_a_copy_keeps_what_is_shared_and_nothing_else(how: str, make: Callable[[], nn.Module]) -> None:
    net = make()
    made = COPIES[how](net)
    for name in ("weight", "gradWeight"):
        one, other = (getattr(layer, name) for layer in layers(made))
        one.fill(7)
        assert (other == 7).all()
        other.fill(0)
        assert not one.any()
        if made is not net:
            assert not np.shares_memory(one, getattr(layers(net)[0], name))
    sizes = [sum(parameter.size for parameter in one.parameters()[0]) for one in (made, net)]
    assert sizes[0] == sizes[1]
    assert made.forward(X.type(made.type())).dtype == made.parameters()[0][0].dtype


def test_a_copy_of_one_tensor_in_two_modules_is_one_tensor() -> None:
    for copied in (COPIES["clone"], COPIES["pickle"], COPIES["float"]):
        first, second = layers(copied(by_tensor()))
        assert first.weight is second.weight
        assert first.gradBias is second.gradBias


def test_a_shallow_copy_holds_the_same_tensors() -> None:
    layer = nn.Linear(2, 3)
    made = copy.copy(layer)
    assert made.weight is layer.weight
    assert np.array_equal(made.forward(X), layer.forward(X))


@pytest.mark.parametrize("make", NETWORKS)
def test_a_shared_tensor_takes_one_step_along_its_whole_gradient(make: Callable[[], nn.Module]) -> None:
    torch.manualSeed(1)
    net = make()
    net.zeroGradParameters()
    net.forward(X)
    net.backward(X, G)
    first, _ = layers(net)
    wanted = first.weight - 0.1 * first.gradWeight
    past = net.clone()
    net.updateParameters(0.1)
    np.testing.assert_allclose(first.weight, wanted, rtol=1e-14)
    kept = layers(past)[0].gradWeight.copy()
    past.forward(X)
    past.accUpdateGradParameters(X, G, 0.1)
    np.testing.assert_allclose(layers(past)[0].weight, wanted, rtol=1e-14)
    np.testing.assert_array_equal(layers(past)[0].gradWeight, kept)


class Autoencoder(nn.Module):
    """Decodes with the transpose of the weight that it encodes with, and lists both."""

    def __init__(self) -> None:
        super().__init__()
        self.weight, self.gradWeight = torch.rand(3, 2), torch.zeros(3, 2)

    def parameters(self) -> Any:
        return [self.weight, self.weight.T], [self.gradWeight, self.gradWeight.T]

    def accGradParameters(self, input: Any, gradOutput: Any, scale: float = 1) -> None:
        self.gradWeight += scale


@pytest.mark.parametrize("step", ["updateParameters", "accUpdateGradParameters"])
def test_a_module_that_lists_a_tensor_twice_steps_it_once(step: str) -> None:
    module = Autoencoder()
    wanted = module.weight - 0.5
    if step == "updateParameters":
        module.backward(X, G)
        module.updateParameters(0.5)
    else:
        module.accUpdateGradParameters(X, G, 0.5)
    assert np.array_equal(module.weight, wanted)


def test_a_weight_shared_without_its_gradient_steps_along_the_sum_of_both() -> None:
    first, second = nn.Linear(2, 2), nn.Linear(2, 2)
    second.weight = first.weight
    net = nn.Sequential().add(first).add(second)
    net.zeroGradParameters()
    net.forward(X)
    net.backward(X, G)
    wanted = first.weight - 0.1 * first.gradWeight - 0.1 * second.gradWeight
    past = net.clone()
    net.updateParameters(0.1)
    np.testing.assert_allclose(first.weight, wanted, rtol=1e-14)
    past.forward(X)
    past.accUpdateGradParameters(X, G, 0.1)
    np.testing.assert_allclose(layers(past)[0].weight, wanted, rtol=1e-14)


@pytest.mark.parametrize("make", NETWORKS)
def test_gradcheck_tests_the_ties_too(make: Callable[[], nn.Module]) -> None:
    torch.manualSeed(2)
    assert nn.gradcheck(make(), X) < 1e-6


def test_gradcheck_finds_a_gradient_that_is_not_shared_as_its_weight_is() -> None:
    torch.manualSeed(2)
    first, second = nn.Linear(2, 3), nn.Linear(3, 2)
    second.weight = first.weight.T
    assert nn.gradcheck(nn.Sequential().add(first).add(nn.Tanh()).add(second), X) > 0.01


class Frozen(nn.Sequential):
    """A part that is not to learn."""

    def updateParameters(self, learningRate: float) -> None:
        """Takes no step."""


@pytest.mark.parametrize("step", ["updateParameters", "accUpdateGradParameters"])
def test_a_container_leaves_the_step_to_the_containers_inside(step: str) -> None:
    frozen, free = Frozen().add(nn.Linear(2, 2)), nn.Sequential().add(nn.Linear(2, 2))
    net = nn.Sequential().add(nn.Sequential().add(frozen)).add(free)
    net.zeroGradParameters()
    net.forward(X)
    before = [frozen.parameters()[0][0].copy(), free.parameters()[0][0].copy()]
    if step == "updateParameters":
        net.backward(X, G)
        net.updateParameters(0.1)
    else:
        net.accUpdateGradParameters(X, G, 0.1)
    assert np.array_equal(frozen.parameters()[0][0], before[0])
    assert not np.array_equal(free.parameters()[0][0], before[1])


def test_a_weight_that_a_frozen_part_shares_is_stepped_by_the_other() -> None:
    net = by_transpose()
    layer = net.get(1)
    assert isinstance(layer, nn.Linear)
    whole = nn.Sequential().add(Frozen().add(layer)).add(nn.Tanh()).add(net.get(3))
    whole.zeroGradParameters()
    whole.forward(X)
    whole.backward(X, G)
    wanted = layer.weight - 0.1 * layer.gradWeight
    whole.updateParameters(0.1)
    np.testing.assert_allclose(layer.weight, wanted, rtol=1e-14)


@pytest.mark.parametrize("turned", [False, True])
def test_a_part_of_a_weight_takes_its_step_with_the_whole_once(turned: bool) -> None:
    whole, part = nn.Linear(2, 4, False), nn.Linear(2, 2, False)
    part.weight, part.gradWeight = (t[:2].view(torch.Tensor) for t in (whole.weight, whole.gradWeight))
    net = nn.Container()
    net.modules = [part, whole] if turned else [whole, part]
    whole.gradWeight.fill(1)
    wanted = whole.weight - 0.1
    net.updateParameters(0.1)
    np.testing.assert_array_equal(whole.weight, wanted)


def test_three_layers_in_nested_chains_share_one_step() -> None:
    layers = [nn.Linear(2, 2, False) for _ in range(3)]
    for layer in layers[1:]:
        layer.weight, layer.gradWeight = layers[0].weight, layers[0].gradWeight
    inner = nn.Sequential().add(layers[1]).add(nn.Sequential().add(layers[2]))
    net = nn.Sequential().add(layers[0]).add(nn.Sequential().add(inner))
    layers[0].gradWeight.fill(1)
    wanted = layers[0].weight - 0.1
    net.updateParameters(0.1)
    np.testing.assert_array_equal(layers[0].weight, wanted)


def test_a_list_of_tensors_stays_the_same_list_in_another_type() -> None:
    module = nn.Identity()
    module.parts, module.pair = [torch.ones(2)], (torch.ones(2), "name")  # type: ignore[attr-defined]
    held = module.parts  # type: ignore[attr-defined]
    module.float()
    assert held is module.parts  # type: ignore[attr-defined]
    assert held[0].type() == module.pair[0].type() == "torch.FloatTensor"  # type: ignore[attr-defined]


class Counting(nn.Identity):
    """Counts what its container asks of it."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def zeroGradParameters(self) -> None:
        self.asked.append("zeroGradParameters")

    def updateParameters(self, learningRate: float) -> None:
        self.asked.append("updateParameters")

    def training(self) -> None:
        self.asked.append("training")

    def evaluate(self) -> None:
        self.asked.append("evaluate")

    def clearState(self) -> Any:
        self.asked.append("clearState")
        return self

    def reset(self, stdv: float | None = None) -> None:
        self.asked.append("reset")


def test_a_container_asks_each_of_its_modules_once() -> None:
    module = Counting()
    net = nn.Sequential().add(nn.Sequential().add(nn.Tanh())).add(module)
    net.zeroGradParameters()
    net.updateParameters(0.1)
    net.training()
    net.evaluate()
    net.clearState()
    net.reset()
    wanted = ["zeroGradParameters", "updateParameters", "training", "evaluate", "clearState", "reset"]
    assert module.asked == wanted
