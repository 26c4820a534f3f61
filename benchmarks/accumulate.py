"""Measures what adding to gradWeight within the product (BLAS's beta = 1) brings over a product and a sum.

This one needs scipy, which nothing else here does: its `gemm` is the well-kept way to that BLAS call.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

import numpy as np

from benchmarks.linear_step import FLOOR, SIZES, Case, Step, draw_case, floor
from benchmarks.table import duration, write_table
from benchmarks.turns import compare


def step_that_accumulates(case: Case, accumulate: Callable[[], object]) -> Step:
    """Returns the rest of a step with bias, around a way to add to gradWeight."""
    x, g, weight, bias = case.x, case.g, case.weight, case.bias
    y, grad_input, sums = np.empty_like(g), np.empty_like(x), np.empty_like(bias)
    grad_bias, ones = np.zeros_like(bias), np.ones_like(x[..., 0])

    def step() -> None:
        np.matmul(x, weight.T, out=y)
        np.add(y, bias, out=y)
        np.matmul(g, weight, out=grad_input)
        accumulate()
        if x.ndim == 2:
            np.matmul(ones, g, out=sums)
        np.add(grad_bias, sums if x.ndim == 2 else g, out=grad_bias)

    return step


def product_and_sum(case: Case) -> Callable[[], object]:
    """Adds to gradWeight in numpy."""
    product, grad_weight = np.empty_like(case.weight), np.zeros_like(case.weight)
    columns, rows = np.atleast_2d(case.g).T, np.atleast_2d(case.x)

    def accumulate() -> None:
        np.matmul(columns, rows, out=product)
        np.add(grad_weight, product, out=grad_weight)

    return accumulate


def one_call(case: Case) -> Callable[[], object]:
    """Adds to gradWeight within scipy's product, of the transposes, since scipy wants Fortran's order."""
    (gemm,) = import_module("scipy.linalg.blas").get_blas_funcs(("gemm",), (case.weight,))
    grad_weight = np.zeros_like(case.weight).T
    rows, columns = np.atleast_2d(case.x).T, np.atleast_2d(case.g).T
    return lambda: gemm(1.0, rows, columns, beta=1.0, c=grad_weight, trans_b=True, overwrite_c=True)


def main() -> None:
    """Writes one table: a row for each size and type of numbers, times the floor."""
    rows = []
    for dtype in ("float64", "float32"):
        for size in SIZES:
            case = draw_case(size, dtype)
            ways = {
                FLOOR: floor(case),
                "product and sum": step_that_accumulates(case, product_and_sum(case)),
                "scipy, beta = 1": step_that_accumulates(case, one_call(case)),
            }
            comparison = compare(ways, budget=2)
            ratios = [f"{ratio:.2f}" for name, ratio in comparison.ratios.items() if name != FLOOR]
            rows.append([dtype, str(size), duration(comparison.seconds), *ratios])
    write_table(["numbers", "size", *ways], rows)


if __name__ == "__main__":
    main()
