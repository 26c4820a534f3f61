"""Tells what `make test` takes of long rows of cases; `make test-all` takes them all."""

from collections.abc import Collection, Iterable
from typing import Any

import pytest

whole = pytest.mark.whole


def sampled(cases: Iterable[Any], sample: Collection[Any]) -> list[Any]:
    """All cases, as the parameters of a test.

    Args:
        cases: The cases.
        sample: Those that `make test` runs; the others wait for `make test-all`.

    Raises:
        ValueError: The sample has a case that there is not.
    """
    every = list(cases)
    if unknown := [case for case in sample if case not in every]:
        raise ValueError(f"given {unknown} in the sample, expected some of {every}")
    return [case if case in sample else pytest.param(case, marks=whole) for case in every]
