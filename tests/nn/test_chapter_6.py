"""Seed 0 alone gives the figures that the original course printed in 2016."""

import pytest

from torchnn_doc import nn, torch


def test_the_whole_chapter() -> None:
    torch.manualSeed(0)
    nn.Linear(1, 2)
    layer = nn.Linear(2, 3)
    assert layer.bias is not None
    assert layer.weight.round(4).tolist() == [[0.1453, 0.5062], [0.0635, 0.4911], [-0.1080, 0.1747]]
    assert layer.bias.round(4).tolist() == [0.2063, -0.1635, -0.0883]
    x, dJdy = torch.Tensor([4, 5]), torch.Tensor([1, 2, 3])
    layer.zeroGradParameters()
    assert str(layer.backward(x, dJdy)) == "-0.0516\n 2.0126\n[torch.DoubleTensor of size 2]\n"
    assert str(layer.gradWeight) == "  4   5\n  8  10\n 12  15\n[torch.DoubleTensor of size 3x2]\n"
    assert str(layer.gradBias) == " 1\n 2\n 3\n[torch.DoubleTensor of size 3]\n"
    layer.updateParameters(0.02)
    assert layer.weight.round(4).tolist() == [[0.0653, 0.4062], [-0.0965, 0.2911], [-0.3480, -0.1253]]
    assert layer.bias.round(4).tolist() == [0.1863, -0.2035, -0.1483]


def test_the_earlier_draft() -> None:
    torch.manualSeed(0)
    nn.Linear(1, 2)
    nn.Linear(1, 1)
    layer = nn.Linear(2, 3)
    assert layer.weight.round(4).tolist() == [[0.0635, 0.4911], [-0.1080, 0.1747], [0.2063, -0.1635]]
    layer.zeroGradParameters()
    gradInput = layer.backward(torch.Tensor([1, 1]), torch.Tensor([1, 2, 3]))
    assert gradInput.round(4).tolist() == [0.4665, 0.3501]


def test_the_rounded_weights_do_not_give_the_printed_gradient() -> None:
    torch.manualSeed(0)
    nn.Linear(1, 2)
    rounded = nn.Linear(2, 3).weight.round(4).T @ [1, 2, 3]
    assert rounded.tolist() == pytest.approx([-0.0517, 2.0125], abs=1e-12)
