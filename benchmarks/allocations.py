"""Measures the memory that a training step takes beyond what its modules keep, for a small and a large batch.

numpy reports what it allocates to tracemalloc. A step that allocates nothing the size of its batch takes as
much for a large batch as for a small one.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

import numpy as np

from benchmarks.table import write_table
from torchnn_doc import nn
from torchnn_doc.torch import Tensor

SIZE = 16  # inputs and outputs, few enough that a batch is larger than the parameters
BATCHES = (100, 10_000)


def peak_of_step(step: Callable[[], object]) -> int:
    """Returns how many bytes more than before a step holds at its peak, once it has run before."""
    step()
    step()
    tracemalloc.start()
    try:
        step()
        before, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        step()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return peak - before


def module_step(module: nn.Module, batch: int) -> Callable[[], object]:
    """Returns a step of a module: forward, backward, and the step on its parameters."""
    x, g = np.ones((batch, SIZE)).view(Tensor), np.ones((batch, SIZE)).view(Tensor)

    def step() -> None:
        module.forward(x)
        module.zeroGradParameters()
        module.backward(x, g, 0.5)
        module.updateParameters(0.01)

    return step


def criterion_step(criterion: nn.Criterion, batch: int) -> Callable[[], object]:
    """Returns a step of a loss: forward and backward."""
    x = np.ones((batch, SIZE)).view(Tensor)
    t = np.ones((batch, SIZE) if isinstance(criterion, nn.MSECriterion) else batch).view(Tensor)

    def step() -> None:
        criterion.forward(x, t)
        criterion.backward(x, t)

    return step


def main() -> None:
    """Writes one table: a row for each module, with the peak for both batches."""
    chain = nn.Sequential().add(nn.Linear(SIZE, SIZE)).add(nn.Tanh()).add(nn.Linear(SIZE, SIZE))
    modules = (
        nn.Linear(SIZE, SIZE),
        nn.Sigmoid(),
        nn.Tanh(),
        nn.ReLU(),
        nn.SoftMax(),
        nn.LogSoftMax(),
        chain,
    )
    steps = {repr(module).split("\n")[0]: [module_step(module, n) for n in BATCHES] for module in modules}
    for criterion in (nn.MSECriterion, nn.ClassNLLCriterion, nn.CrossEntropyCriterion):
        steps[f"nn.{criterion.__name__}"] = [criterion_step(criterion(), n) for n in BATCHES]
    rows = []
    for name, (small, large) in steps.items():
        peaks = [peak_of_step(small), peak_of_step(large)]
        growth = (peaks[1] - peaks[0]) / ((BATCHES[1] - BATCHES[0]) * SIZE * 8)
        rows.append([name, *(f"{peak} B" for peak in peaks), f"{growth:.2f}"])
    write_table(["step of", *(f"peak, {n} rows" for n in BATCHES), "growth, in batches"], rows)


if __name__ == "__main__":
    main()
