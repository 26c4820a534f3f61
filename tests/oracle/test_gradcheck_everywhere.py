"""The gradients of every module and loss agree with central differences, for every shape they accept."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from torchnn_doc import nn, torch

SMALL = 1e-6  # a mistake is a thousand times larger
WEIGHTS = torch.Tensor([0.5, 2, 1.25])
MODULES: dict[str, Callable[[], nn.Module]] = {
    "Identity": nn.Identity,
    "Linear": lambda: nn.Linear(3, 4),
    "Linear to one output": lambda: nn.Linear(3, 1),
    "Linear without bias": lambda: nn.Linear(3, 4, False),
    "Linear whose bias was taken": lambda: nn.Linear(3, 4).noBias(),
    "SoftMax": nn.SoftMax,
    "Sequential of one": lambda: nn.Sequential().add(nn.Linear(3, 2)),
    "classifier": lambda: nn.Sequential().add(nn.Linear(3, 4)).add(nn.Tanh()).add(nn.LogSoftMax()),
    "chain in a chain": lambda: nn.Sequential().add(nn.Sigmoid()).add(nn.Sequential().add(nn.Linear(3, 2))),
}
LOSSES: dict[str, Callable[[], nn.Criterion]] = {
    "likelihood": nn.ClassNLLCriterion,
    "likelihood, summed": lambda: nn.ClassNLLCriterion(sizeAverage=False),
    "likelihood, weighted": lambda: nn.ClassNLLCriterion(WEIGHTS),
    "likelihood, weighted and summed": lambda: nn.ClassNLLCriterion(WEIGHTS, False),
    "likelihood, a class ignored": lambda: nn.ClassNLLCriterion(ignoreIndex=2),
    "cross entropy": nn.CrossEntropyCriterion,
    "cross entropy, summed": lambda: nn.CrossEntropyCriterion(None, False),
    "cross entropy, weighted": lambda: nn.CrossEntropyCriterion(WEIGHTS),
}
TARGETS: list[tuple[tuple[int, ...], Any]] = [
    ((3,), 1),
    ((3,), torch.Tensor([3])),
    ((1, 3), torch.Tensor([3])),
    ((4, 3), torch.Tensor([1, 3, 2, 3])),
    ((4, 3), torch.LongTensor([1, 3, 2, 3])),
]


@pytest.fixture(autouse=True)
def _seed() -> None:
    torch.manualSeed(5)


@pytest.mark.parametrize("shape", [(3,), (1, 3), (4, 3)], ids=str)
@pytest.mark.parametrize("name", MODULES)
def test_modules(name: str, shape: tuple[int, ...]) -> None:
    assert nn.gradcheck(MODULES[name](), torch.randn(*shape)) < SMALL


@pytest.mark.parametrize("shape", [(1,), (5,), (3, 4), (2, 3, 4), (2, 3, 2, 2), (2, 1, 2, 1, 2)], ids=str)
@pytest.mark.parametrize("layer", [nn.Identity, nn.Sigmoid, nn.Tanh, nn.ReLU])
def test_layers_that_take_any_shape(layer: type[nn.Module], shape: tuple[int, ...]) -> None:
    assert nn.gradcheck(layer(), torch.randn(*shape)) < SMALL


@pytest.mark.parametrize("shape", [(1,), (5,), (3, 4), (2, 3, 4)], ids=str)
@pytest.mark.parametrize("sizeAverage", [True, False])
def test_mean_squared_error(shape: tuple[int, ...], sizeAverage: bool) -> None:
    target = torch.randn(*shape)
    assert nn.gradcheck(nn.MSECriterion(sizeAverage), torch.randn(*shape), target) < SMALL
    assert nn.gradcheck(nn.MSECriterion(sizeAverage), torch.randn(*shape), target.ravel()) < SMALL


@pytest.mark.parametrize(("shape", "target"), TARGETS, ids=str)
@pytest.mark.parametrize("name", LOSSES)
def test_losses_of_a_class(name: str, shape: tuple[int, ...], target: Any) -> None:
    assert nn.gradcheck(LOSSES[name](), torch.randn(*shape), target) < SMALL


def test_an_input_and_a_module_in_float_are_checked_in_double() -> None:
    x = torch.randn(4, 3).float()
    assert nn.gradcheck(nn.Linear(3, 2).float(), x) < SMALL
    assert x.dtype == np.float32
