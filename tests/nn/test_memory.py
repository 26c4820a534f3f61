"""After its first step a module or loss takes no memory that grows with the batch."""

import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from torchnn_doc import nn, torch

COLUMNS = 4
BATCHES = 20_000, 80_000  # numpy, and a loss, work in parts of some thousand rows at most
MODULES: list[Callable[[], nn.Module]] = [
    nn.Identity,
    lambda: nn.Linear(COLUMNS, COLUMNS),
    nn.LogSoftMax,
    nn.ReLU,
    lambda: nn.ReLU(inplace=True),
    lambda: nn.Sequential().add(nn.Linear(COLUMNS, 8)).add(nn.Tanh()).add(nn.Linear(8, COLUMNS)),
    nn.Sigmoid,
    nn.SoftMax,
    nn.Tanh,
]
LOSSES: list[Callable[[], nn.Criterion]] = [
    nn.ClassNLLCriterion,
    lambda: nn.ClassNLLCriterion(torch.ones(COLUMNS), ignoreIndex=2),
    nn.CrossEntropyCriterion,
    nn.MSECriterion,
]
TYPES = ["torch.DoubleTensor", "torch.FloatTensor"]


def peak_of_later(step: Callable[[], object]) -> int:
    """Returns by how many bytes a step exceeds what was taken before it, once two have run.

    The least of several steps: what a thread of pytest-xdist does meanwhile is traced, too.
    """
    peaks = []
    tracemalloc.start()
    try:
        step()
        step()
        for _ in range(3):
            before, _ = tracemalloc.get_traced_memory()
            tracemalloc.reset_peak()
            step()
            peaks.append(tracemalloc.get_traced_memory()[1] - before)
    finally:
        tracemalloc.stop()
    return min(peaks)


def assert_grows_not(step_of: Callable[[int], Callable[[], object]]) -> None:
    few, many = (peak_of_later(step_of(batch)) for batch in BATCHES)
    assert many - few < 1000  # bytes; one for each row would be 60 000


def test_every_module_and_loss_is_among_those_measured() -> None:
    measured = {type(make()) for make in (*MODULES, *LOSSES)}
    bases = {nn.Module, nn.Container, nn.Criterion}
    public = {getattr(nn, name) for name in nn.__all__}
    classes = {kind for kind in public if isinstance(kind, type) and kind is not nn.GradientError}
    assert classes - bases == measured


@pytest.mark.parametrize("name", TYPES)
@pytest.mark.parametrize("make", MODULES, ids=lambda make: repr(make()).split("\n")[0])
def test_a_step_of_a_module(make: Callable[[], nn.Module], name: str) -> None:
    module = make().type(name)

    def step_of(batch: int) -> Callable[[], object]:
        x, gradOutput = (torch.randn(batch, COLUMNS).type(name) for _ in range(2))

        def step() -> None:
            module.forward(x)
            module.zeroGradParameters()
            module.backward(x, gradOutput, 0.5)
            module.updateParameters(0.01)

        return step

    assert_grows_not(step_of)


@pytest.mark.parametrize("name", TYPES)
@pytest.mark.parametrize("make", LOSSES, ids=lambda make: repr(make()))
def test_a_step_of_a_loss(make: Callable[[], nn.Criterion], name: str) -> None:
    criterion = make().type(name)

    def step_of(batch: int) -> Callable[[], object]:
        x = torch.randn(batch, COLUMNS).type(name)
        target: Any = x + 1
        if not isinstance(criterion, nn.MSECriterion):
            target = 1 + np.arange(batch).view(torch.Tensor) % COLUMNS

        def step() -> None:
            criterion.forward(x, target)
            criterion.backward(x, target)

        return step

    assert_grows_not(step_of)


def test_clearState_gives_the_buffers_back() -> None:
    for make in MODULES:
        module = make()
        x = torch.randn(10, COLUMNS)
        module.backward(x, module.forward(x).copy())
        module.clearState()
        kept = [values for one in module.listModules() for values in vars(one).values()]
        assert not any(isinstance(values, torch.Tensor) and len(values) == len(x) for values in kept)
