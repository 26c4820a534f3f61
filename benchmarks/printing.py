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
    """Writes one table with one row."""
    values = np.random.default_rng(0).standard_normal((1000, 1000))
    comparison = compare(ways_to_print(values), budget=0, rounds=3)
    write_table(
        list(comparison.ratios), [[duration(comparison.seconds), f"{comparison.ratios['torchnn_doc']:.3f}"]]
    )


if __name__ == "__main__":
    main()
