"""CrossEntropyCriterion keeps the settings that a user of Torch7 reaches for."""

import pytest

from torchnn_doc import nn, torch


def test_size_average_may_be_switched_after_the_criterion_was_made() -> None:
    scores, target = torch.Tensor([[1, 2], [3, 1], [0, 0], [5, 4]]), torch.Tensor([1, 2, 2, 1])
    criterion = nn.CrossEntropyCriterion()
    mean = criterion.forward(scores, target)
    criterion.sizeAverage = False
    assert criterion.forward(scores, target) == pytest.approx(4 * mean, rel=1e-15)
    total = criterion.backward(scores, target).copy()
    criterion.sizeAverage = True
    assert total == pytest.approx(4 * criterion.backward(scores, target), rel=1e-15)
