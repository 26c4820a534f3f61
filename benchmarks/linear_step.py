"""Measures forward and backward of one Linear, against bare numpy and against PyTorch.

The floor is the three matrix products that a step cannot do without. The other ways also add the bias and
add to the gradients of the parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

import torch
from benchmarks.table import duration, write_table
from benchmarks.turns import compare
from torchnn_doc import nn
from torchnn_doc.torch import Tensor
from torchnn_doc.torch.printing import TYPE_NAMES

Step = Callable[[], object]

SIZES = ((2, 3), (32, 128, 128), (256, 1024, 1024), (1024, 4096, 1024))  # [batch,] inputs, outputs
FLOOR = "floor"


@dataclass(frozen=True)
class Case:
    """What one step works on: x, dJ/dy, W and b."""

    x: NDArray[Any]
    g: NDArray[Any]
    weight: NDArray[Any]
    bias: NDArray[Any]


def draw_case(size: Sequence[int], dtype: str) -> Case:
    """Returns a case of random numbers; `size` is the inputs and outputs, after the rows of a batch."""
    rng = np.random.default_rng(0)
    *batch, inputs, outputs = size
    shapes = ((*batch, inputs), (*batch, outputs), (outputs, inputs), (outputs,))
    return Case(*(rng.standard_normal(shape).astype(dtype) for shape in shapes))


def ways_to_step(case: Case) -> dict[str, Step]:
    """Returns all ways to do a step, the floor first."""
    return {
        FLOOR: floor(case),
        "bare numpy": bare_numpy(case),
        "torchnn_doc": torchnn_doc(case),
        "PyTorch bare": bare_pytorch(case),
        "PyTorch eager": eager_pytorch(case),
    }


def floor(case: Case) -> Step:
    """The three products alone, into memory that is there."""
    x, g, weight = case.x, case.g, case.weight
    y, grad_input, grad_weight = np.empty_like(g), np.empty_like(x), np.empty_like(weight)

    def step() -> None:
        np.matmul(x, weight.T, out=y)
        np.matmul(g, weight, out=grad_input)
        np.matmul(g.T, x, out=grad_weight)

    def vector_step() -> None:
        np.matmul(weight, x, out=y)
        np.matmul(g, weight, out=grad_input)
        np.outer(g, x, out=grad_weight)

    return step if x.ndim == 2 else vector_step


def bare_numpy(case: Case) -> Step:
    """All that a step has to do, in numpy calls without checks."""
    x, g, weight, bias = case.x, case.g, case.weight, case.bias
    y, grad_input, product, sums = (np.empty_like(like) for like in (g, x, weight, bias))
    grad_weight, grad_bias, ones = np.zeros_like(weight), np.zeros_like(bias), np.ones_like(x[..., 0])

    def step() -> None:
        np.matmul(x, weight.T, out=y)
        np.add(y, bias, out=y)
        np.matmul(g, weight, out=grad_input)
        np.matmul(g.T, x, out=product)
        np.add(grad_weight, product, out=grad_weight)
        np.matmul(ones, g, out=sums)
        np.add(grad_bias, sums, out=grad_bias)

    def vector_step() -> None:
        np.matmul(weight, x, out=y)
        np.add(y, bias, out=y)
        np.matmul(g, weight, out=grad_input)
        np.outer(g, x, out=product)
        np.add(grad_weight, product, out=grad_weight)
        np.add(grad_bias, g, out=grad_bias)

    return step if x.ndim == 2 else vector_step


def torchnn_doc(case: Case) -> Step:
    """This package."""
    outputs, inputs = case.weight.shape
    module = nn.Linear(inputs, outputs).type(TYPE_NAMES[case.weight.dtype])
    module.weight[...], module.bias[...] = case.weight, case.bias
    module.zeroGradParameters()
    x, g = case.x.view(Tensor), case.g.view(Tensor)

    def step() -> None:
        module.forward(x)
        module.backward(x, g)

    return step


def bare_pytorch(case: Case) -> Step:
    """PyTorch's products, which add in place within the BLAS call, without autograd."""
    x, g, weight, bias = map(torch.from_numpy, (case.x, case.g, case.weight, case.bias))
    y, grad_input = torch.empty_like(g), torch.empty_like(x)
    grad_weight, grad_bias = torch.zeros_like(weight), torch.zeros_like(bias)
    ones = torch.ones(len(x), dtype=x.dtype)

    def step() -> None:
        torch.addmm(bias, x, weight.t(), out=y)
        torch.mm(g, weight, out=grad_input)
        grad_weight.addmm_(g.t(), x)
        grad_bias.addmv_(g.t(), ones)

    def vector_step() -> None:
        torch.addmv(bias, weight, x, out=y)
        torch.mv(weight.t(), g, out=grad_input)
        grad_weight.addr_(g, x)
        grad_bias.add_(g)

    return step if x.dim() == 2 else vector_step


def eager_pytorch(case: Case) -> Step:
    """PyTorch as one uses it."""
    g = torch.from_numpy(case.g)
    x = torch.from_numpy(case.x).clone().requires_grad_()
    outputs, inputs = case.weight.shape
    module = torch.nn.Linear(inputs, outputs, dtype=x.dtype)

    def step() -> None:
        x.grad = None
        module(x).backward(g)

    return step


def main() -> None:
    """Writes one table: a row for each size and type of numbers, times the floor."""
    rows = []
    for dtype in ("float64", "float32"):
        for size in SIZES:
            ways = ways_to_step(draw_case(size, dtype))
            comparison = compare(ways, budget=1.5)
            ratios = [f"{ratio:.2f}" for name, ratio in comparison.ratios.items() if name != FLOOR]
            rows.append([dtype, str(size), duration(comparison.seconds), *ratios])
    write_table(["numbers", "size", *ways], rows)


if __name__ == "__main__":
    main()
