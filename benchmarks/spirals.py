"""Measures training steps on two spirals, against the same network in PyTorch.

All points go through the network in every step: forward, loss, backward, and the step on the parameters.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

import torch
from benchmarks.table import duration, write_table
from benchmarks.turns import compare
from torchnn_doc import nn
from torchnn_doc.torch import Tensor

Step = Callable[[], float]

LEARNING_RATE = 0.1


def two_spirals(points: int) -> tuple[Tensor, Tensor]:
    """Returns points on two spirals as rows, and 1 or -1 for each."""
    turn = np.sqrt(np.linspace(0.05, 1, points // 2)) * 3 * np.pi
    arm = np.column_stack([np.cos(turn), np.sin(turn)]) * turn[:, None] / (3 * np.pi)
    side = np.repeat([1.0, -1.0], points // 2)[:, None]
    return (np.vstack([arm, arm]) * side).view(Tensor), side.view(Tensor)


def torchnn_doc_network(hidden: int) -> nn.Sequential:
    """Returns the network in this package."""
    network = nn.Sequential()
    layers = nn.Linear(2, hidden), nn.Tanh(), nn.Linear(hidden, hidden), nn.Tanh(), nn.Linear(hidden, 1)
    for layer in layers:
        network.add(layer)
    return network


def torchnn_doc_step(network: nn.Sequential, x: Tensor, t: Tensor) -> Step:
    """Returns a training step in this package."""
    criterion = nn.MSECriterion().type(x.type())
    network.type(x.type())

    def step() -> float:
        loss: float = criterion.forward(network.forward(x), t)
        network.zeroGradParameters()
        network.backward(x, criterion.backward(network.output, t))
        network.updateParameters(LEARNING_RATE)
        return loss

    return step


def pytorch_step(network: nn.Sequential, x: Tensor, t: Tensor) -> Step:
    """Returns a training step in PyTorch that starts from the same parameters."""
    inputs, targets = torch.from_numpy(np.asarray(x)), torch.from_numpy(np.asarray(t))
    modules: list[torch.nn.Module] = []
    for module in network:
        if isinstance(module, nn.Linear):
            outputs, size = module.weight.shape
            modules.append(torch.nn.Linear(size, outputs, dtype=inputs.dtype))
        else:
            modules.append(torch.nn.Tanh())
    copy = torch.nn.Sequential(*modules)
    with torch.no_grad():
        for parameter, value in zip(copy.parameters(), network.parameters()[0], strict=True):
            parameter.copy_(torch.from_numpy(np.array(value)))
    criterion = torch.nn.MSELoss()
    optimizer = torch.optim.SGD(copy.parameters(), LEARNING_RATE)

    def step() -> float:
        loss = criterion(copy(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return float(loss.item())

    return step


def main() -> None:
    """Writes one table: a row for each type of numbers and width of the network."""
    rows = []
    for type_name in ("torch.DoubleTensor", "torch.FloatTensor"):
        for hidden, points in ((16, 200), (32, 400)):
            x, t = (tensor.type(type_name) for tensor in two_spirals(points))
            network = torchnn_doc_network(hidden)
            network.type(type_name)
            ways = {
                "PyTorch eager": pytorch_step(network, x, t),
                "torchnn_doc": torchnn_doc_step(network, x, t),
            }
            comparison = compare(ways, budget=1.5)
            ratio = comparison.ratios["torchnn_doc"]
            shape = f"2-{hidden}-{hidden}-1, {points} points"
            rows.append([type_name, shape, duration(comparison.seconds), f"{ratio:.2f}"])
    write_table(["numbers", "network", *ways], rows)


if __name__ == "__main__":
    main()
