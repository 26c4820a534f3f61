"""Measures the text of a matrix of 1000 x 1000, against `numpy.array2string` with as many digits."""

from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np

from benchmarks.table import duration, write_table
from benchmarks.turns import compare
from torchnn_doc.torch import Tensor


def ways_to_print(values: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> dict[str, Callable[[], str]]:
    """Returns both ways, numpy's first."""
    tensor = values.view(Tensor)
    return {
        "numpy.array2string": lambda: np.array2string(
            values, floatmode="fixed", precision=4, threshold=sys.maxsize, max_line_width=80
        ),
        "torchnn_doc": lambda: str(tensor),
    }


def main() -> None:
    """Writes one table: a row for each kind of numbers."""
    normal = np.random.default_rng(0).standard_normal((1000, 1000))
    kinds = {"normal": normal, "with a factor before them": normal * 1e-6, "whole": np.floor(normal * 100)}
    rows = []
    for kind, values in kinds.items():
        comparison = compare(ways_to_print(values), budget=0)
        rows.append([kind, duration(comparison.seconds), f"{comparison.ratios['torchnn_doc']:.2f}"])
    write_table(["numbers", "numpy.array2string", "torchnn_doc"], rows)


if __name__ == "__main__":
    main()
