"""The exercises on checking a gradient and on modules of one's own (chapters 9 and 10)."""

import numpy as np

from torchnn_doc import torch
from torchnn_doc.live.exercises.cases import added, case, checked, kept, layer_code, scaled, untouched
from torchnn_doc.live.exercises.linear import batch_parameters, rows_sum, samples
from torchnn_doc.live.grading import Case, Exercise, Part
from torchnn_doc.torch import Tensor


def point(f: str, x: float, h: float) -> Case:
    """A case of a function, which is written as code; for none a difference with a long step is exact."""
    return case("point", f=eval(f"lambda x: {f}"), written=f, x=x, h=h)


central_difference = Exercise(
    answer="slope",
    cases=[
        point("x**3 - 2 * x**2 + 1", 1.5, 0.1),
        point("x**3 - 2 * x**2 + 1", -0.5, 0.25),
        point("x**4 / 3 - x**3", 2, 0.5),
    ],
    code=lambda c: f"def f(x):\n    return {c.written}\n\n",
    parts=[
        Part(
            "slope(…)",
            lambda c: (c.f(c.x + c.h) - c.f(c.x - c.h)) / (2 * c.h),
            {
                "forward_difference": lambda c: (c.f(c.x + c.h) - c.f(c.x)) / c.h,
                "backward_difference": lambda c: (c.f(c.x) - c.f(c.x - c.h)) / c.h,
                "one_h": lambda c: (c.f(c.x + c.h) - c.f(c.x - c.h)) / c.h,
                "no_brackets": lambda c: (c.f(c.x + c.h) - c.f(c.x - c.h)) / 2 * c.h,
                "not_over_h": lambda c: c.f(c.x + c.h) - c.f(c.x - c.h),
                "sign": lambda c: (c.f(c.x - c.h) - c.f(c.x + c.h)) / (2 * c.h),
            },
            "slope(f, x, h)",
        )
    ],
)


PASSES = """\
output = layer.forward(x)
layer.updateGradInput(x, gradOutput + 1)
result = layer.updateGradInput(x, gradOutput)"""


def soft_sign_gradient(c: Case) -> Tensor:
    """The gradient of x / (1 + |x|)."""
    return Tensor(c.gradOutput / (1 + abs(c.x)) ** 2)


soft_sign = Exercise(
    answer="SoftSign",
    cases=[
        case("vector", x=(2,), gradOutput=(2,)),
        case("vector", x=(4,), gradOutput=(4,)),
        case("one", x=(1, 3), gradOutput=(1, 3)),
        case("batch", x=(3, 2), gradOutput=(3, 2)),
    ],
    code=f"layer = SoftSign()\n{PASSES}",
    parts=[
        Part("updateOutput(…)", lambda c: c.x / (1 + abs(c.x)), value="output"),
        kept("self.output", "layer.output", lambda c: c.x / (1 + abs(c.x))),
        Part(
            "updateGradInput(…)",
            soft_sign_gradient,
            {
                "as_given": lambda c: c.gradOutput / (1 + abs(c.x)),
                "no_gradOutput": lambda c: 1 / (1 + abs(c.x)) ** 2,
                "sign_of_x": lambda c: soft_sign_gradient(c) * np.sign(c.x),
                "no_abs": lambda c: c.gradOutput / (1 + c.x) ** 2,
                "sign": lambda c: -soft_sign_gradient(c),
            },
            "result",
        ),
        kept("self.gradInput", "layer.gradInput", soft_sign_gradient),
    ],
    gradcheck=lambda make: checked(make(), torch.Tensor([[0.5, -1.5], [1, 2]])),
)


def scales(kind: str, x: tuple[int, ...], full: bool = True, scale: float = 1) -> Case:
    """A case of a layer whose gradient buffers hold something or not; both layers take their own of it."""
    bias, weight = x[-1:], (1,)
    buffers = {"gradBias": bias, "gradWeight": weight}
    empty = {name: torch.zeros(*size) for name, size in buffers.items()}
    values = {"bias": bias, "weight": weight, **(buffers if full else empty)}
    return case(kind, **values, x=x, gradOutput=x, scale=scale)


SCALED = [
    scales("vector", (2,), full=False),
    scales("default", (3,)),
    scales("buffers", (3,)),
    scales("scale", (3,), scale=0.5),
    scales("scale", (2,), scale=-2),
    scales("one", (1, 3)),
    scales("batch_square", (2, 2)),
    scales("batch_square", (3, 3)),
    scales("default", (2, 3)),
    scales("batch", (4, 3)),
    scales("batch_scale", (4, 3), scale=0.5),
]


def without(c: Case, *names: str) -> Case:
    """A case without what another layer has."""
    return Case(**{name: value for name, value in vars(c).items() if name not in names})


def adding_code(made: str, c: Case) -> str:
    """Send an input through a layer, and a gradient back."""
    return layer_code(c, made, *PASSES.split("\n"), f"layer.accGradParameters(x, gradOutput{scaled(c)})")


add_module = Exercise(
    answer="Add",
    cases=[without(c, "weight", "gradWeight") for c in SCALED],
    code=lambda c: adding_code(f"Add({len(c.bias)})", c),
    parts=[
        Part(
            "updateOutput(…)",
            lambda c: c.x + c.bias,
            {"no_bias": lambda c: c.x, "bias_subtracted": lambda c: c.x - c.bias},
            "output",
        ),
        kept("self.output", "layer.output", lambda c: c.x + c.bias),
        Part(
            "updateGradInput(…)",
            lambda c: c.gradOutput,
            {
                "plus_bias": lambda c: c.gradOutput + c.bias,
                "no_gradOutput": lambda c: np.ones(c.x.shape),
            },
            "result",
        ),
        kept("self.gradInput", "layer.gradInput", lambda c: c.gradOutput),
        Part(
            "gradBias",
            lambda c: c.gradBias + c.scale * rows_sum(c),
            batch_parameters.parts[1].mistakes,
            "layer.gradBias",
        ),
        *untouched("bias"),
    ],
    gradcheck=lambda make: checked(make(2), torch.Tensor([[0.5, -1.5], [1, 2]])),
)


mul_module = Exercise(
    answer="Mul",
    cases=[without(c, "bias", "gradBias") for c in SCALED],
    code=lambda c: adding_code("Mul()", c),
    parts=[
        Part("updateOutput(…)", lambda c: c.weight * c.x, {"no_weight": lambda c: c.x}, "output"),
        kept("self.output", "layer.output", lambda c: c.weight * c.x),
        Part(
            "updateGradInput(…)",
            lambda c: c.weight * c.gradOutput,
            {
                "no_weight": lambda c: c.gradOutput,
                "uses_input": (lambda c: c.x * c.gradOutput, lambda c: c.weight * c.x),
            },
            "result",
        ),
        kept("self.gradInput", "layer.gradInput", lambda c: c.weight * c.gradOutput),
        Part(
            "gradWeight",
            lambda c: c.gradWeight + c.scale * (c.x * c.gradOutput).sum(),
            {
                "assigned": (
                    lambda c: c.scale * (c.x * c.gradOutput).sum().reshape(1),
                    lambda c: c.scale * (c.x * c.gradOutput).sum(),
                ),
                "no_scale": lambda c: c.gradWeight + (c.x * c.gradOutput).sum(),
                "scale_twice": lambda c: c.gradWeight + c.scale**2 * (c.x * c.gradOutput).sum(),
                "sign": lambda c: c.gradWeight - c.scale * (c.x * c.gradOutput).sum(),
                "entries_not_summed": (
                    lambda c: added(c.gradWeight, c.scale * c.x * c.gradOutput),
                    lambda c: c.gradWeight + c.scale * c.x * c.gradOutput,
                ),
                "no_batch_sum": (
                    lambda c: added(c.gradWeight, c.scale * (c.x * c.gradOutput).sum(0)),
                    lambda c: added(c.gradWeight, c.scale * (c.x * c.gradOutput).sum(-1)),
                ),
                "batch_mean": lambda c: c.gradWeight + c.scale * (c.x * c.gradOutput).sum() / samples(c),
                "no_input": lambda c: c.gradWeight + c.scale * c.gradOutput.sum(),
                "not_added": lambda c: c.gradWeight,
            },
            "layer.gradWeight",
        ),
        *untouched("weight"),
    ],
    gradcheck=lambda make: checked(make(), torch.Tensor([[0.5, -1.5], [1, 2]])),
)
