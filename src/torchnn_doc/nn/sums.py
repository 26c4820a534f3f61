"""Adds up numbers one after the other, as Torch7's losses do; numpy's sum differs in the last digit."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

# Elements that a loss looks at together: what it makes of them on the way does not grow with the batch.
PIECE = 2048


def pieces(*arrays: np.ndarray) -> Iterator[tuple[np.ndarray, ...]]:
    """Yields the elements of arrays of one shape, row by row, in pieces of as many elements from each."""
    yield from np.nditer(arrays, ["external_loop", "buffered"], order="C", buffersize=PIECE)


def sum_in_order(terms: Iterable[np.ndarray]) -> Any:
    """Returns the sum of all elements of all pieces, added one by one in their own precision."""
    total: Any = 0.0
    for piece in terms:
        if len(piece):
            numbers = np.array(piece)
            numbers[0] += total
            total = np.add.accumulate(numbers)[-1]
    return total
