"""The exercises on the way back through an activation, a container and a network by hand (chapter 7)."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from torchnn_doc import torch
from torchnn_doc.live.exercises.cases import case, checked, kept, scaled
from torchnn_doc.live.exercises.container import SEED, modules
from torchnn_doc.live.grading import Case, Exercise, Mistakes, Part


def tanh_gradient(c: Case) -> Any:
    """The gradient of the hyperbolic tangent."""
    return c.gradOutput * (1 - np.tanh(c.x) ** 2)


tanh_backward = Exercise(
    answer="Tanh",
    cases=[
        case("vector", x=(2,), gradOutput=(2,)),
        case("vector", x=(4,), gradOutput=(4,)),
        case("one", x=(1, 3), gradOutput=(1, 3)),
        case("batch", x=(3, 2), gradOutput=(3, 2)),
    ],
    code="layer = Tanh()\n"
    "layer.forward(x)\n"
    "layer.updateGradInput(x, gradOutput + 1)\n"
    "result = layer.updateGradInput(x, gradOutput)",
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
            "result",
        ),
        kept("self.gradInput", "layer.gradInput", tanh_gradient),
        Part("layer.output", lambda c: np.tanh(c.x), untouched=True),
    ],
    gradcheck=lambda make: checked(make(), torch.Tensor([[0.5, -1.5], [1, 2]])),
)


FILLED = """\
for layer in (modules[0], modules[-1]):
    layer.gradWeight.fill(0.5)
    layer.gradBias.fill(0.5)
"""


def held(c: Case) -> float:
    """What stands in the gradient buffers of a case before the way back."""
    return 0.5 if c.kind == "buffers" else 0


def chain_code(c: Case) -> str:
    """Fill a container, and go through it forward and backward."""
    return (
        f"{SEED}modules = [{c.listed}]\n"
        "chain = Chain()\n"
        "for module in modules:\n"
        "    module.zeroGradParameters()\n"
        "    chain.add(module)\n"
        f"{FILLED if c.kind == 'buffers' else ''}"
        "chain.forward(x)\n"
        "result = chain.updateGradInput(x, gradOutput)\n"
        f"chain.accGradParameters(x, gradOutput{scaled(c)})"
    )


Way = list[tuple[Any, Any]]  # each module, and what it is given on the way back


def way_through(c: Case) -> tuple[Way, list[Any]]:
    """Send the input of a case through its modules; each with its input, and all outputs."""
    chain, values = modules(c), [c.x]
    for module in chain:
        module.zeroGradParameters()
        values.append(module.forward(values[-1]).clone())
    return list(zip(chain, values[:-1], strict=True)), values[1:]


def back(way: Way, g: Any) -> Any:
    """Send a gradient back through modules, and return what comes out."""
    for module, x in reversed(way):
        g = module.updateGradInput(x, g).clone()
    return g


def with_inputs(choose: Callable[[Case, Sequence[Any]], Sequence[Any]]) -> Callable[[Case], Any]:
    """The gradient of the input if the modules are given other inputs on the way back."""

    def gradient(c: Case) -> Any:
        way, outputs = way_through(c)
        return back(
            [(module, x) for (module, _), x in zip(way, choose(c, outputs), strict=True)], c.gradOutput
        )

    return gradient


def sent_back(c: Case) -> Any:
    """The gradient of the input."""
    return back(way_through(c)[0], c.gradOutput)


def never_passed(c: Case) -> Any:
    """What the first module returns if each is given the gradient that the container was given."""
    return [back([each], c.gradOutput) for each in reversed(way_through(c)[0])][-1]


BACKWARD: Mistakes = {
    "forward_order": lambda c: back(way_through(c)[0][::-1], c.gradOutput),
    "gradOutput_not_passed": never_passed,
    "same_input": with_inputs(lambda c, outputs: [c.x] * len(outputs)),
    "own_output": with_inputs(lambda _, outputs: outputs),
}


def weight_part(place: int) -> Part:
    """The gradient of the weight of the first layer (0) or the last (-1) in the container."""

    def gradient(c: Case, x: Callable[[Any], Any] | None = None, g: str = "that of the module after") -> Any:
        way, outputs = way_through(c)
        layer: Any = way[place][0]
        given = way[place][1]
        passed = c.gradOutput if place == -1 or g == "the container's" else back(way[1:], c.gradOutput)
        if g == "its own":
            passed = layer.updateGradInput(given, passed)
        layer.accGradParameters(x(outputs) if x else given, passed, c.scale)
        return layer.gradWeight + held(c)

    def times(c: Case, factor: float) -> Any:
        return held(c) + factor * (gradient(c) - held(c))

    of_place: Mistakes = {
        0: {"gradOutput_not_passed": lambda c: gradient(c, g="the container's")},
        -1: {"same_input": lambda c: gradient(c, x=lambda _: c.x)},
    }[place]
    name = f"modules[{place}].gradWeight"
    return Part(
        name,
        gradient,
        {
            **of_place,
            "not_added": lambda c: times(c, 0),
            "no_scale": lambda c: times(c, 1 / c.scale),
            "own_output": lambda c: gradient(c, x=lambda outputs: outputs[place]),
            "own_gradInput": lambda c: gradient(c, g="its own"),
            "added_twice": lambda c: times(c, 1 + 1 / c.scale),
        },
        name,
    )


SQUARE = "nn.Linear(2, 2), nn.Sigmoid(), nn.Linear(2, 2)"
CHAIN = "nn.Linear(2, 3), nn.Sigmoid(), nn.Linear(3, 1)"


def filled(make: Any) -> Any:
    """A container with a network in it."""
    chain = make()
    for module in modules(Case(listed=CHAIN)):
        chain.add(module)
    return chain


chain_backward = Exercise(
    answer="Chain",
    cases=[
        case("square", listed=SQUARE, x=(2,), gradOutput=(2,), scale=1),
        case("square", listed=SQUARE.replace("2", "3"), x=(3,), gradOutput=(3,), scale=0.5),
        case("default", listed=CHAIN, x=(2,), gradOutput=(1,), scale=1),
        case("scale", listed=CHAIN, x=(2,), gradOutput=(1,), scale=0.5),
        case("buffers", listed=CHAIN, x=(2,), gradOutput=(1,), scale=2),
        case("one", listed=CHAIN, x=(1, 2), gradOutput=(1, 1), scale=1),
        case("batch", listed=CHAIN, x=(4, 2), gradOutput=(4, 1), scale=-2),
    ],
    code=chain_code,
    parts=[
        Part("updateGradInput(…)", sent_back, BACKWARD, "result"),
        kept("self.gradInput", "chain.gradInput", sent_back),
        weight_part(-1),
        weight_part(0),
        Part("chain.output", lambda c: way_through(c)[1][-1], untouched=True),
        Part("modules[0].weight", lambda c: way_through(c)[0][0][0].weight, untouched=True),
    ],
    gradcheck=lambda make: checked(filled(make), torch.Tensor([0.5, -1.5])),
)


# One case and nothing that a mistake could show in twice: what is wrong is told, and no reason.
two_layers_by_hand = Exercise(
    answer="by_hand",
    cases=[Case(kind="hand")],
    code="dJdy, dJdV, dJdh, dJda, dJdW = by_hand()",
    parts=[
        Part("dJdy", lambda _: 3),
        Part("dJdV", lambda _: [1.5, 2.4], also=lambda _: [[1.5, 2.4]]),  # V has one row
        Part("dJdh", lambda _: [9, -3]),
        Part("dJda", lambda _: [2.25, -0.48]),
        Part("dJdW", lambda _: [[4.5, -2.25], [-0.96, 0.48]]),
    ],
)
