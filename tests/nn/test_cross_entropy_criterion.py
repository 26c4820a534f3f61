"""CrossEntropyCriterion keeps the settings that a user of Torch7 reaches for."""

from typing import Any

import numpy as np
import pytest

from torchnn_doc import nn, torch

SCORES, TARGET = torch.Tensor([[1, 2], [3, 1], [0, 0], [5, 4]]), torch.Tensor([1, 2, 2, 1])


def test_size_average_may_be_switched_after_the_criterion_was_made() -> None:
    criterion = nn.CrossEntropyCriterion()
    mean = criterion.forward(SCORES, TARGET)
    criterion.sizeAverage = False
    assert criterion.forward(SCORES, TARGET) == pytest.approx(4 * mean, rel=1e-15)
    total = criterion.backward(SCORES, TARGET).copy()
    criterion.sizeAverage = True
    assert total == pytest.approx(4 * criterion.backward(SCORES, TARGET), rel=1e-15)


def test_size_average_may_be_switched_at_the_criterion_inside() -> None:
    criterion = nn.CrossEntropyCriterion()
    mean = criterion.forward(SCORES, TARGET)
    criterion.nll.sizeAverage = False
    for _ in range(2):
        assert criterion.forward(SCORES, TARGET) == pytest.approx(4 * mean, rel=1e-15)
    criterion.sizeAverage = False
    criterion.forward(SCORES, TARGET)
    criterion.sizeAverage = True
    assert criterion.forward(SCORES, TARGET) == mean


def test_dimensions_of_size_1_do_not_count() -> None:
    criterion = nn.CrossEntropyCriterion()
    wanted, gradient = criterion.forward(SCORES, TARGET), criterion.backward(SCORES, TARGET).copy()
    for target in (TARGET.reshape(4, 1), TARGET.reshape(1, 4)):
        assert criterion.forward(SCORES, target) == wanted
        assert np.array_equal(criterion.backward(SCORES, target), gradient)
    image = SCORES.reshape(4, 2, 1, 1)
    assert criterion.forward(image, TARGET) == wanted
    assert np.array_equal(criterion.backward(image, TARGET), gradient.reshape(4, 2, 1, 1))
    assert criterion.forward(SCORES[:1], torch.Tensor([[1]])) == criterion.forward(SCORES[0], 1)


@pytest.mark.parametrize(
    "args",
    [(SCORES, torch.Tensor([1])), (SCORES, "1"), (SCORES, torch.Tensor([1, 2, 3, 1])), ([1, 2], 1)],
    ids=["too few", "no tensor", "no class", "no scores"],
)
def test_it_refuses_in_its_own_name(args: Any) -> None:
    criterion = nn.CrossEntropyCriterion()
    for method in (criterion.forward, criterion.backward):
        with pytest.raises(torch.TorchError, match=r"^nn.CrossEntropyCriterion: (input|target): given"):
            method(*args)
    with pytest.raises(torch.TorchError, match=r"^nn.CrossEntropyCriterion: sizeAverage: given 1"):
        nn.CrossEntropyCriterion(None, 1)  # type: ignore[arg-type]


@pytest.mark.parametrize("make", [nn.ClassNLLCriterion, nn.CrossEntropyCriterion])
@pytest.mark.parametrize(
    "weights",
    [[1, 3], torch.FloatTensor([1, 3]), torch.LongTensor([1, 3]), np.array([1, 3])],
    ids=["a list", "a FloatTensor", "a LongTensor", "a plain array"],
)
def test_weights_of_any_type_with_one_dimension_fit(make: Any, weights: Any) -> None:
    wanted = make(torch.Tensor([1, 3])).forward(SCORES, TARGET)
    assert make(weights).forward(SCORES, TARGET) == wanted
    assert make(weights).float().forward(SCORES.float(), TARGET) == pytest.approx(wanted, rel=1e-6)


def test_losses_in_float_are_added_in_float() -> None:
    x = torch.FloatTensor([0.1, 0.2, 0.7])
    loss = nn.MSECriterion().float().forward(x, torch.FloatTensor([0, 0, 0]))
    assert f"{loss:.14g}" == "0.1799999922514"  # what THNN's C gives for floats
    rows = np.full((5, 2), 0.1, np.float32).view(torch.Tensor)
    total = np.float32(0)
    for row in rows:
        total -= row[0]
    nll = nn.ClassNLLCriterion(sizeAverage=False).float()
    assert nll.forward(rows, torch.ones(5)) == float(total)
    nll.sizeAverage = True
    assert nll.forward(rows, torch.ones(5)) == float(total / np.float32(5))
