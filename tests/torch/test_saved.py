"""Tensors that share their memory share it after they were copied or saved together."""

import copy
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from torchnn_doc import torch

COPIES: list[Callable[[Any], Any]] = [copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))]
VIEWS: dict[str, Callable[[torch.Tensor], Any]] = {
    "itself": lambda t: t,
    "a view alike": lambda t: t[:],
    "a transpose": lambda t: t.t(),
    "a row": lambda t: t[1],
    "every other column, backward": lambda t: t[:, ::-2],
    "nothing of it": lambda t: t[3:],
}


@pytest.mark.parametrize(
    "make", [lambda: torch.rand(3, 4), lambda: torch.rand(4, 3).t(), lambda: torch.ones(3, 4) * 2]
)
@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("copied", COPIES)
def test_a_view_is_a_view_of_the_copy(
    copied: Callable[[Any], Any], name: str, make: Callable[[], torch.Tensor]
) -> None:
    t = make()
    u = VIEWS[name](t)
    for one, other in (copied([t, u]), copied([u, t])[::-1]):
        assert type(one) is type(other) is torch.Tensor
        assert np.array_equal(one, t)
        assert np.array_equal(other, u)
        assert np.shares_memory(one, other) is np.shares_memory(t, u)
        assert not np.shares_memory(one, t)
        one.fill(7)
        assert (other == 7).all()


@pytest.mark.parametrize("copied", COPIES)
def test_what_is_no_view_of_such_numbers_is_copied_as_by_numpy(copied: Callable[[Any], Any]) -> None:
    for t in (
        torch.Tensor(),
        torch.ones(2)[:0],
        np.arange(6).view(torch.Tensor).view(np.float64),
        torch.rand(2).clone(),
    ):
        assert np.array_equal(copied(t), t)
        assert copied(t).dtype == t.dtype
