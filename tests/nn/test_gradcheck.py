"""gradcheck finds the mistakes that are made when a layer is written."""

from typing import Any

import numpy as np
import pytest

from torchnn_doc import nn, torch

X = torch.Tensor([[0.5, -1], [2, 0.25], [1, 3]])


class WrongSign(nn.Linear):
    def updateGradInput(self, input: Any, gradOutput: Any) -> Any:
        self.gradInput = -super().updateGradInput(input, gradOutput)
        return self.gradInput


class MissingTranspose(nn.Linear):
    def updateGradInput(self, input: Any, gradOutput: Any) -> Any:
        self.gradInput = gradOutput @ self.weight.T
        return self.gradInput


class MissingScale(nn.Linear):
    def accGradParameters(self, input: Any, gradOutput: Any, scale: float = 1) -> None:
        super().accGradParameters(input, gradOutput)


class AssignsInsteadOfAdding(nn.Linear):
    def accGradParameters(self, input: Any, gradOutput: Any, scale: float = 1) -> None:
        self.gradWeight[...] = scale * (gradOutput.T @ input)


class MissingSumOverTheBatch(nn.Linear):
    def accGradParameters(self, input: Any, gradOutput: Any, scale: float = 1) -> None:
        super().accGradParameters(input, gradOutput, scale)
        self.gradBias -= scale * (gradOutput.sum(axis=0) - gradOutput[0])


@pytest.mark.parametrize(
    ("layer", "place"),
    [
        (WrongSign, "gradInput"),
        (MissingTranspose, "gradInput"),
        (MissingScale, "grad"),
        (AssignsInsteadOfAdding, "grad"),
        (MissingSumOverTheBatch, "gradBias"),
    ],
)
def test_a_typical_mistake_is_found_and_placed(layer: type[nn.Linear], place: str) -> None:
    torch.manualSeed(0)
    error = nn.gradcheck(layer(2, 2), X)
    assert error > 1e-3
    assert error.worst.startswith(place)
    assert "computed" in str(error)


def test_a_right_layer_is_right_and_left_as_it_was() -> None:
    layer = nn.Linear(2, 3)
    layer.zeroGradParameters()
    weight, x = layer.weight.copy(), X.copy()
    assert nn.gradcheck(layer, X) < 1e-8
    assert np.array_equal(layer.weight, weight)
    assert not layer.gradWeight.any()
    assert layer.output.size == 0
    assert np.array_equal(X, x)


def test_criterions_are_checked_too() -> None:
    assert nn.gradcheck(nn.MSECriterion(), X, torch.Tensor([[1, 2], [3, 4], [5, 6]])) < 1e-7
    assert nn.gradcheck(nn.ClassNLLCriterion(), X, torch.Tensor([1, 2, 1])) < 1e-7


def test_a_wrong_criterion_is_found() -> None:
    class Half(nn.MSECriterion):
        def updateGradInput(self, input: Any, target: Any) -> Any:
            return super().updateGradInput(input, target) / 2

    assert nn.gradcheck(Half(), X, X + 1) > 0.4
