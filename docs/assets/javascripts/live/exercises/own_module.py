"""The exercises on checking a gradient and on modules of one's own (chapters 9 and 10)."""

from typing import Any

import numpy as np
from grading import Case, Exercise, Part

from exercises.cases import added, case, checked, layer_of
from exercises.linear import batch_parameters, rows_sum
from torchnn_doc import torch
from torchnn_doc.torch import Tensor


def cubic(x: float) -> float:
    """A function that no difference quotient with a long step is exact for."""
    return x**3 - 2 * x**2 + 1


central_difference = Exercise(
    answer="slope",
    cases=[case("point", f=cubic, x=1.5, h=0.1), case("point", f=cubic, x=-0.5, h=0.25)],
    run=lambda answer, c: {"slope(…)": answer(c.f, c.x, c.h)},
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
        )
    ],
)


def run_module(make: Any, c: Case) -> dict[str, Any]:
    """Send an input through a module of no parameters, and a gradient back."""
    layer = make()
    given = layer.forward(c.x)
    return {
        "updateOutput(…)": given,
        "gradInput": layer.backward(c.x, c.gradOutput),
    }


def soft_sign_gradient(c: Case) -> Tensor:
    """The gradient of x / (1 + |x|)."""
    return Tensor(c.gradOutput / (1 + abs(c.x)) ** 2)


soft_sign = Exercise(
    answer="SoftSign",
    cases=[case("vector", x=(4,), gradOutput=(4,)), case("batch", x=(3, 2), gradOutput=(3, 2))],
    run=run_module,
    parts=[
        Part("updateOutput(…)", lambda c: c.x / (1 + abs(c.x)), {}),
        Part(
            "gradInput",
            soft_sign_gradient,
            {
                "not_kept": lambda _: Tensor(),
                "as_given": lambda c: c.gradOutput / (1 + abs(c.x)),
                "no_gradOutput": lambda c: 1 / (1 + abs(c.x)) ** 2,
                "sign_of_x": lambda c: soft_sign_gradient(c) * np.sign(c.x),
                "product_added": lambda c: soft_sign_gradient(c) * (1 + 2 * abs(c.x)),
                "no_abs": lambda c: c.gradOutput / (1 + c.x) ** 2,
                "sign": lambda c: -soft_sign_gradient(c),
            },
        ),
    ],
    gradcheck=lambda make: checked(make(), torch.Tensor([[0.5, -1.5], [1, 2]])),
)


def adding(kind: str, x: tuple[int, ...], bias: Any = None, scale: float = 1) -> Case:
    """A case of the layer that adds."""
    return case(kind, bias=x[-1:], gradBias=bias or torch.zeros(x[-1]), x=x, gradOutput=x, scale=scale)


def run_adding(make: Any, c: Case) -> dict[str, Any]:
    """Send an input through the layer that adds, and a gradient back."""
    layer = layer_of(make, c, len(c.bias))
    given, gradient = layer.forward(c.x), layer.backward(c.x, c.gradOutput, c.scale)
    return {"updateOutput(…)": given, "gradInput": gradient, "gradBias": layer.gradBias}


add_module = Exercise(
    answer="Add",
    cases=[
        adding("vector", (3,)),
        adding("buffers", (3,), (3,)),
        adding("scale", (3,), (3,), 0.5),
        adding("batch", (4, 3), (3,), 0.5),
    ],
    run=run_adding,
    parts=[
        Part(
            "updateOutput(…)",
            lambda c: c.x + c.bias,
            {"no_bias": lambda c: c.x, "bias_subtracted": lambda c: c.x - c.bias},
        ),
        Part(
            "gradInput",
            lambda c: c.gradOutput,
            {
                "not_kept": lambda _: Tensor(),
                "plus_bias": lambda c: c.gradOutput + c.bias,
                "scale_in_gradInput": lambda c: c.scale * c.gradOutput,
                "no_gradOutput": lambda c: np.ones(c.x.shape),
            },
        ),
        Part("gradBias", lambda c: c.gradBias + c.scale * rows_sum(c), batch_parameters.parts[1].mistakes),
    ],
    gradcheck=lambda make: checked(make(2), torch.Tensor([[0.5, -1.5], [1, 2]])),
)


def run_multiplying(make: Any, c: Case) -> dict[str, Any]:
    """Send an input through the layer that multiplies, and a gradient back."""
    layer = layer_of(make, c)
    given, gradient = layer.forward(c.x), layer.backward(c.x, c.gradOutput, c.scale)
    return {"updateOutput(…)": given, "gradInput": gradient, "gradWeight": layer.gradWeight}


def multiplying(kind: str, x: tuple[int, ...], gradWeight: Any = None, scale: float = 1) -> Case:  # noqa: N803
    """A case of the layer that multiplies."""
    return case(kind, weight=(1,), gradWeight=gradWeight or torch.zeros(1), x=x, gradOutput=x, scale=scale)


mul_module = Exercise(
    answer="Mul",
    cases=[
        multiplying("vector", (3,)),
        multiplying("buffers", (3,), (1,)),
        multiplying("scale", (3,), (1,), 0.5),
        multiplying("batch", (4, 3), (1,), 0.5),
    ],
    run=run_multiplying,
    parts=[
        Part("updateOutput(…)", lambda c: c.weight * c.x, {"no_weight": lambda c: c.x}),
        Part(
            "gradInput",
            lambda c: c.weight * c.gradOutput,
            {
                "not_kept": lambda _: Tensor(),
                "no_weight": lambda c: c.gradOutput,
                "uses_input": (lambda c: c.x * c.gradOutput, lambda c: c.weight * c.x),
                "scale_in_gradInput": lambda c: c.scale * c.weight * c.gradOutput,
            },
        ),
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
                "batch_mean": lambda c: c.gradWeight + c.scale * (c.x * c.gradOutput).sum() / len(c.x),
                "no_input": lambda c: c.gradWeight + c.scale * c.gradOutput.sum(),
                "not_added": lambda c: c.gradWeight,
            },
        ),
    ],
    gradcheck=lambda make: checked(make(), torch.Tensor([[0.5, -1.5], [1, 2]])),
)
