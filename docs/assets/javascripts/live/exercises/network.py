"""The exercises on the way back through an activation, a container and a network by hand (chapter 7)."""

import copy
from typing import Any

import numpy as np
from grading import Case, Exercise, Part

from exercises.cases import case, checked
from exercises.container import modules
from torchnn_doc import torch
from torchnn_doc.torch import Tensor


def run_activation(make: Any, c: Case) -> dict[str, Any]:
    """Send an input through a module, and ask for the gradient of it."""
    module = make()
    module.forward(c.x)
    return {
        "updateGradInput(…)": module.updateGradInput(c.x, c.gradOutput),
        "self.gradInput": module.gradInput,
    }


def tanh_gradient(c: Case) -> Any:
    """The gradient of the hyperbolic tangent."""
    return c.gradOutput * (1 - np.tanh(c.x) ** 2)


tanh_backward = Exercise(
    answer="Tanh",
    cases=[case("vector", x=(4,), gradOutput=(4,)), case("batch", x=(3, 2), gradOutput=(3, 2))],
    run=run_activation,
    parts=[
        Part(
            "updateGradInput(…)",
            tanh_gradient,
            {
                "no_gradOutput": lambda c: 1 - np.tanh(c.x) ** 2,
                "no_slope": lambda c: c.gradOutput,
                "output_not_squared": lambda c: c.gradOutput * (1 - np.tanh(c.x)),
                "slope_of_input": lambda c: c.gradOutput * (1 - c.x**2),
                "slope_of_sigmoid": lambda c: c.gradOutput * np.tanh(c.x) * (1 - np.tanh(c.x)),
                "sign": lambda c: -tanh_gradient(c),
            },
        ),
        Part("self.gradInput", tanh_gradient, {"not_kept": lambda _: Tensor()}),
    ],
    gradcheck=lambda make: checked(make(), torch.Tensor([[0.5, -1.5], [1, 2]])),
)


def run_container(make: Any, c: Case) -> dict[str, Any]:
    """Fill a container, and go through it forward and backward."""
    chain = make()
    for module in c.modules:
        module.zeroGradParameters()
        chain.add(module)
    chain.forward(c.x)
    given = copy.deepcopy(chain.updateGradInput(c.x, c.gradOutput))
    kept = copy.deepcopy(chain.gradInput)
    go_back(c)  # so that a wrong gradInput is not told as a wrong gradWeight
    chain.accGradParameters(c.x, c.gradOutput, c.scale)
    return {
        "updateGradInput(…)": given,
        "self.gradInput": kept,
        "modules[2].gradWeight": c.modules[2].gradWeight,
        "modules[0].gradWeight": c.modules[0].gradWeight,
    }


def go_back(c: Case) -> None:
    """Give each module of a case the gradInput that it should have."""
    g, inputs = c.gradOutput, [c.x, *(module.output for module in c.modules[:-1])]
    for module, x in reversed(list(zip(c.modules, inputs, strict=True))):
        g = module.updateGradInput(x, g)


class Pass:
    """A pass forward through the modules of a case; then one backward, rightly or with a mistake.

    Attributes:
        modules: The modules, with empty buffers.
        inputs: What each was given.
        outputs: What each returned.
    """

    def __init__(self, c: Case) -> None:
        self._case = c
        self.modules = copy.deepcopy(c.modules)
        values = [c.x]
        for module in self.modules:
            module.zeroGradParameters()
            values.append(module.forward(values[-1]).clone())
        self.inputs, self.outputs = values[:-1], values[1:]

    def back(self, inputs: list[Any] | None = None, passed_on: bool = True, order: Any = reversed) -> Any:
        """Ask each module for its gradInput, and return that of the module asked last."""
        g = self._case.gradOutput
        for module, x in order(list(zip(self.modules, inputs or self.inputs, strict=True))):
            g = module.updateGradInput(x, g if passed_on else self._case.gradOutput).clone()
        return g

    def weight(self, number: int, x: Any = None, g: Any = None, scale: float | None = None) -> Any:
        """Go back, and return the gradient of a layer's weight; what is left out is what it should be."""
        self.back()
        arrives = [*(module.gradInput for module in self.modules[1:]), self._case.gradOutput]
        self.modules[number].accGradParameters(
            self.inputs[number] if x is None else x,
            arrives[number] if g is None else g,
            self._case.scale if scale is None else scale,
        )
        return self.modules[number].gradWeight

    def own_gradInput(self, number: int) -> Any:  # noqa: N802
        """Go back, and return what a module has sent on."""
        self.back()
        return self.modules[number].gradInput


def sent_back(c: Case) -> Any:
    """The gradient of a chain's input."""
    return Pass(c).back()


def last_only(c: Case) -> Any:
    """The gradient of the last module's input."""
    way = Pass(c)
    return way.modules[-1].updateGradInput(way.inputs[-1], c.gradOutput)


def weight_part(number: int) -> Part:
    """The gradient of the weight of a module."""
    return Part(
        f"modules[{number}].gradWeight",
        lambda c: Pass(c).weight(number),
        {
            "not_added": lambda c: np.zeros(c.modules[number].weight.shape),
            "no_scale": lambda c: Pass(c).weight(number, scale=1),
            "gradOutput_not_passed": lambda c: Pass(c).weight(number, g=c.gradOutput),
            "same_input": lambda c: Pass(c).weight(number, x=c.x),
            "own_output": lambda c: Pass(c).weight(number, x=Pass(c).outputs[number]),
            "own_gradInput": lambda c: Pass(c).weight(number, g=Pass(c).own_gradInput(number)),
            "added_twice": lambda c: (1 + 1 / c.scale) * Pass(c).weight(number),
        },
    )


CHAINS = [
    case("square", modules=modules(3, 3, 3), x=(3,), gradOutput=(3,), scale=1),
    case("vector", modules=modules(2, 3, 1)[:-1], x=(2,), gradOutput=(1,), scale=1),
    case("scale", modules=modules(2, 3, 1)[:-1], x=(2,), gradOutput=(1,), scale=0.5),
    case("batch", modules=modules(2, 3, 1)[:-1], x=(4, 2), gradOutput=(4, 1), scale=1),
]


def filled(make: Any) -> Any:
    """A container with a network in it."""
    chain = make()
    for module in copy.deepcopy(CHAINS[1].modules):
        chain.add(module)
    return chain


chain_backward = Exercise(
    answer="Chain",
    cases=CHAINS,
    run=run_container,
    parts=[
        Part(
            "updateGradInput(…)",
            sent_back,
            {
                "forward_order": lambda c: Pass(c).back(order=list),
                "gradOutput_not_passed": lambda c: Pass(c).back(passed_on=False),
                "last_only": last_only,
                "no_modules": lambda c: c.gradOutput,
                "same_input": lambda c: Pass(c).back([c.x] * len(c.modules)),
                "own_output": lambda c: Pass(c).back(Pass(c).outputs),
            },
        ),
        Part("self.gradInput", sent_back, {"not_kept": lambda _: Tensor()}),
        weight_part(2),
        weight_part(0),
    ],
    gradcheck=lambda make: checked(filled(make), torch.Tensor([0.5, -1.5])),
)


NAMES = "dJdy", "dJdV", "dJdh", "dJda", "dJdW"
TASK = case(
    "hand", x=np.array([2, -1]), h=np.array([0.5, 0.8]), V=np.array([3, -1]), y=2.5, t=1, dJdy=3, scale=1
)


def run_numbers(answer: Any, _: Case) -> dict[str, Any]:
    """Take the numbers that the reader has found."""
    return dict(zip(NAMES, answer() or (None,) * len(NAMES), strict=True))


def hidden(c: Case) -> Any:
    """The gradient behind the activation function."""
    return c.dJdy * c.V


def before(c: Case) -> Any:
    """The gradient before the activation function."""
    return hidden(c) * c.h * (1 - c.h)


two_layers_by_hand = Exercise(
    answer="by_hand",
    cases=[TASK],
    run=run_numbers,
    parts=[
        Part(
            "dJdy",
            lambda c: 2 * (c.y - c.t),
            {
                "no_two": lambda c: c.y - c.t,
                "sign": lambda c: 2 * (c.t - c.y),
                "still_squared": (lambda c: (c.y - c.t) ** 2, lambda c: 2 * (c.y - c.t) ** 2),
            },
        ),
        Part("dJdV", lambda c: c.dJdy * c.h, {"other_input": lambda c: c.dJdy * c.x}),
        Part("dJdh", hidden, {"no_weight": lambda c: np.array([c.dJdy, c.dJdy])}),
        Part(
            "dJda",
            before,
            {
                "no_slope": hidden,
                "half_slope": lambda c: hidden(c) * c.h,
                "slope_of_tanh": lambda c: hidden(c) * (1 - c.h**2),
                "no_gradOutput": lambda c: c.h * (1 - c.h),
            },
        ),
        Part(
            "dJdW",
            lambda c: np.outer(before(c), c.x),
            {
                "transposed": lambda c: np.outer(c.x, before(c)),
                "other_input": lambda c: np.outer(before(c), c.h),
                "no_slope": lambda c: np.outer(hidden(c), c.x),
            },
        ),
    ],
)
