"""nn.Module keeps the protocol: backward is updateGradInput and then accGradParameters."""

from typing import Any

import numpy as np

from torchnn_doc import nn, torch


class Recorder(nn.Module):
    """A module that notes what is asked of it."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[Any] = []

    def updateOutput(self, input: Any) -> Any:
        self.calls.append(("updateOutput", input))
        self.output = torch.Tensor([1])
        return self.output

    def updateGradInput(self, input: Any, gradOutput: Any) -> Any:
        self.calls.append(("updateGradInput", input, gradOutput))
        self.gradInput = torch.Tensor([2])
        return self.gradInput

    def accGradParameters(self, input: Any, gradOutput: Any, scale: float = 1) -> None:
        self.calls.append(("accGradParameters", input, gradOutput, scale))


def test_forward_is_updateOutput() -> None:
    module = Recorder()
    assert module.forward("x") is module.output
    assert module.calls == [("updateOutput", "x")]


def test_backward_asks_for_gradInput_first_and_then_for_the_parameters() -> None:
    module = Recorder()
    assert module.backward("x", "g", 0.5) is module.gradInput
    assert module.calls == [("updateGradInput", "x", "g"), ("accGradParameters", "x", "g", 0.5)]


def test_the_scale_of_backward_is_1_unless_given() -> None:
    module = Recorder()
    module.backward("x", "g")
    assert module.calls[-1] == ("accGradParameters", "x", "g", 1)


def test_a_bare_module_has_stubs_and_no_parameters() -> None:
    module = nn.Module()
    x = torch.Tensor([1])
    assert module.forward(x) is module.output
    assert module.backward(x, x) is module.gradInput
    assert module.parameters() == ([], [])
    module.zeroGradParameters()
    module.updateParameters(0.1)
    assert repr(module) == "nn.Module"


def test_parameters_are_those_that_the_module_has() -> None:
    module = nn.Module()
    module.bias, module.gradBias = torch.Tensor([1]), torch.Tensor([2])  # type: ignore[attr-defined]
    assert module.parameters() == ([module.bias], [module.gradBias])  # type: ignore[attr-defined]
    module.updateParameters(0.25)
    assert module.bias.tolist() == [0.5]  # type: ignore[attr-defined]


def test_zeroGradParameters_clears_even_nan_and_touches_no_parameter() -> None:
    layer = nn.Linear(2, 3)
    layer.gradWeight.fill(np.nan)
    weight = layer.weight.copy()
    layer.zeroGradParameters()
    assert not layer.gradWeight.any()
    assert np.array_equal(layer.weight, weight)
