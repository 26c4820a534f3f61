"""The exercises on a linear layer: forward, backward, in batches (chapters 1, 6 and 8)."""

from typing import Any

import numpy as np

from torchnn_doc import torch
from torchnn_doc.live.exercises.cases import (
    PARAMETERS,
    added,
    case,
    changed,
    checked,
    kept,
    linear_code,
    scaled,
    untouched,
)
from torchnn_doc.live.grading import Case, Exercise, Formula, Mistakes, Part
from torchnn_doc.torch import Tensor


def column(vector: Any) -> Any:
    """A vector as a matrix of one column."""
    return np.asarray(vector)[:, None]


linear_output = Exercise(
    answer="output",
    cases=[
        case("vector", weight=(3, 2), bias=(3,), x=(2,)),
        case("vector", weight=(1, 5), bias=(1,), x=(5,)),
        case("vector", weight=(2, 4), bias=(2,), x=(4,)),
        case("square", weight=(3, 3), bias=(3,), x=(3,)),
        case("square", weight=(4, 4), bias=(4,), x=(4,)),
    ],
    parts=[
        Part(
            "output(…)",
            lambda c: c.weight.dot(c.x) + c.bias,
            {
                "weight_transposed": lambda c: c.x.dot(c.weight) + c.bias,
                "no_bias": lambda c: c.weight.dot(c.x),
                "bias_subtracted": lambda c: c.weight.dot(c.x) - c.bias,
                "not_summed": lambda c: c.weight * c.x + c.bias,
            },
            "output(weight, bias, x)",
        )
    ],
)

linear_batch = Exercise(
    answer="outputs",
    cases=[
        case("batch_square", weight=(2, 2), bias=(2,), X=(2, 2)),
        case("batch_square", weight=(3, 3), bias=(3,), X=(3, 3)),
        case("batch", weight=(3, 2), bias=(3,), X=(4, 2)),
        case("batch", weight=(2, 3), bias=(2,), X=(5, 3)),
        case("one", weight=(3, 2), bias=(3,), X=(1, 2)),
    ],
    parts=[
        Part(
            "outputs(…)",
            lambda c: c.X.dot(c.weight.T) + c.bias,
            {
                "weight_transposed": lambda c: c.X.dot(c.weight) + c.bias,
                "no_bias": lambda c: c.X.dot(c.weight.T),
                "bias_by_rows": lambda c: c.X.dot(c.weight.T) + column(c.bias),
                "transposed": (
                    lambda c: (c.X.dot(c.weight.T) + c.bias).T,
                    lambda c: c.weight.dot(c.X.T) + c.bias,
                ),
                "weight_left": lambda c: c.weight.dot(c.X) + c.bias,
            },
            "outputs(weight, bias, X)",
        )
    ],
)


def passed(kind: str, x: tuple[int, ...], gradOutput: tuple[int, ...], **given: Any) -> Case:  # noqa: N803
    """A case of a layer that gets an input and a gradient, and whose gradient buffers hold something."""
    size = (gradOutput[-1], x[-1])
    buffers = {"gradWeight": size, "gradBias": size[:1]}
    return case(
        kind, **{"weight": size, "bias": size[:1], "x": x, "gradOutput": gradOutput, **buffers, **given}
    )


update_grad_input = Exercise(
    answer="Layer",
    cases=[
        passed("square", (2,), (2,)),
        passed("square", (3,), (3,)),
        passed("vector", (2,), (3,)),
        passed("vector", (4,), (2,)),
        passed("vector", (3,), (1,)),
    ],
    code=lambda c: linear_code(
        c,
        "Layer",
        "layer.forward(x)",
        "layer.updateGradInput(x, gradOutput + 1)",
        "result = layer.updateGradInput(x, gradOutput)",
    ),
    parts=[
        Part(
            "updateGradInput(…)",
            lambda c: c.weight.T.dot(c.gradOutput),
            {
                "weight_transposed": lambda c: c.weight.dot(c.gradOutput),
                "no_weight": lambda c: c.gradOutput,
                "uses_input": (
                    lambda c: c.weight.T.dot(c.gradOutput) * c.x,
                    lambda c: c.weight.T.dot(c.x),
                    lambda c: c.weight.dot(c.x),
                ),
                "not_summed": lambda c: c.weight.T * c.gradOutput,
                "sign": lambda c: -c.weight.T.dot(c.gradOutput),
            },
            "result",
        ),
        kept("self.gradInput", "layer.gradInput", lambda c: c.weight.T.dot(c.gradOutput)),
        *untouched("weight", "bias", "gradWeight", "gradBias"),
    ],
    gradcheck=lambda make: checked(make(2, 3), torch.Tensor([0.5, -1.5])),
)


def accumulating(kind: str, x: tuple[int, ...], gradOutput: tuple[int, ...], **given: Any) -> Case:  # noqa: N803
    """A case of gradients that are added to what the buffers hold, or, without `full`, to zeros."""
    empty = {"gradWeight": torch.zeros(gradOutput[-1], x[-1]), "gradBias": torch.zeros(gradOutput[-1])}
    buffers = {} if given.pop("full", False) else empty
    return passed(kind, x, gradOutput, **{**buffers, "scale": 1, **given})


LADDER = [
    accumulating("default", (2,), (3,)),
    accumulating("square", (2,), (2,)),
    accumulating("square", (3,), (3,)),
    accumulating("vector", (2,), (3,)),
    accumulating("buffers", (2,), (3,), full=True),
    accumulating("default", (3,), (2,), full=True),
    accumulating("scale", (2,), (3,), full=True, scale=0.5),
    accumulating("scale", (3,), (1,), full=True, scale=2),
    accumulating("scale", (3,), (3,), full=True, scale=-1.5),
]
BATCHES = [
    *LADDER,
    accumulating("one", (1, 2), (1, 3)),
    accumulating("one", (1, 3), (1, 3), full=True, scale=2),
    accumulating("batch_square", (2, 2), (2, 2)),
    accumulating("batch_square", (3, 3), (3, 3)),
    accumulating("batch", (4, 2), (4, 3), full=True),
    accumulating("batch", (2, 3), (2, 2), full=True),
    accumulating("default", (3, 2), (3, 3), full=True),
    accumulating("batch_scale", (4, 2), (4, 3), full=True, scale=0.5),
]


def accumulation_code(c: Case) -> str:
    """Have the gradients of the parameters added up."""
    add = f"layer.accGradParameters(x, gradOutput{scaled(c)})"
    return linear_code(c, "Layer", "layer.forward(x)", add)


def outer(c: Case) -> Tensor:
    """The gradient of the weight: for a batch the sum of the rows' outer products."""
    return Tensor(np.atleast_2d(c.gradOutput).T.dot(np.atleast_2d(c.x)))


def rows_sum(c: Case) -> Tensor:
    """The gradient of the bias: for a batch the sum of the rows."""
    return Tensor(np.atleast_2d(c.gradOutput).sum(0))


def samples(c: Case) -> int:
    """How many samples there are; a vector is one."""
    return len(np.atleast_2d(c.x))


def sample(c: Case, row: int) -> Case:
    """The case with one of its samples only."""
    return changed(c, x=np.atleast_2d(c.x)[row], gradOutput=np.atleast_2d(c.gradOutput)[row])


WEIGHT_ADDED: Mistakes = {
    "transposed": (
        lambda c: added(c.gradWeight, c.scale * outer(c).T),
        lambda c: c.gradWeight + c.scale * outer(c).T,
    ),
    "assigned": lambda c: c.scale * outer(c),
    "no_scale": lambda c: c.gradWeight + outer(c),
    "scale_twice": lambda c: c.gradWeight + c.scale**2 * outer(c),
    "sign": lambda c: c.gradWeight - c.scale * outer(c),
    "not_added": lambda c: c.gradWeight,
    "uses_output": lambda c: added(c.gradWeight, c.scale * outer(changed(c, x=c.x.dot(c.weight.T) + c.bias))),
}
BIAS_ADDED: Mistakes = {
    "assigned": lambda c: c.scale * rows_sum(c),
    "no_scale": lambda c: c.gradBias + rows_sum(c),
    "scale_twice": lambda c: c.gradBias + c.scale**2 * rows_sum(c),
    "sign": lambda c: c.gradBias - c.scale * rows_sum(c),
    "not_added": lambda c: c.gradBias,
    "adds_one": lambda c: c.gradBias + c.scale,
}

acc_grad_parameters = Exercise(
    answer="Layer",
    cases=LADDER,
    code=accumulation_code,
    parts=[
        Part("gradWeight", lambda c: c.gradWeight + c.scale * outer(c), WEIGHT_ADDED, "layer.gradWeight"),
        Part("gradBias", lambda c: c.gradBias + c.scale * rows_sum(c), BIAS_ADDED, "layer.gradBias"),
        *untouched("weight", "bias"),
    ],
    gradcheck=lambda make: checked(make(2, 3), torch.Tensor([0.5, -1.5])),
)


def stepped(name: str) -> Formula:
    """A parameter after its step."""
    return lambda c: getattr(c, name) - c.rate * getattr(c, f"grad{name.title()}")


def same_tensor(name: str) -> Part:
    """Whether a member is still the tensor that it was before; a gradient is to be left alone altogether."""
    gradient = name.startswith("grad")
    mistakes: Mistakes = {} if gradient else {"replaced": lambda _: False}
    return Part(f"self.{name}", lambda _: True, mistakes, f"layer.{name} is old_{name}", untouched=gradient)


def step_of(name: str) -> Part:
    """A parameter after its step."""
    gradient = f"grad{name.title()}"
    mistakes: Mistakes = {
        "uphill": lambda c: getattr(c, name) + c.rate * getattr(c, gradient),
        "no_rate": lambda c: getattr(c, name) - getattr(c, gradient),
        "not_moved": lambda c: getattr(c, name),
        "only_step": lambda c: -c.rate * getattr(c, gradient),
    }
    return Part(name, stepped(name), mistakes, f"layer.{name}")


def update_case(outputs: int, inputs: int, rate: float) -> Case:
    """A case of a step."""
    size = (outputs, inputs)
    values = {"weight": size, "bias": size[:1], "gradWeight": size, "gradBias": size[:1]}
    return case("vector", **values, rate=rate)


update_parameters = Exercise(
    answer="Layer",
    cases=[update_case(1, 3, 0.5), update_case(2, 2, 0.1), update_case(3, 2, 0.02)],
    code=lambda c: linear_code(
        c,
        "Layer",
        *(f"old_{name} = layer.{name}" for name in PARAMETERS),
        "layer.updateParameters(rate)",
    ),
    parts=[
        step_of("weight"),
        step_of("bias"),
        *untouched("gradWeight", "gradBias"),
        *map(same_tensor, PARAMETERS),
    ],
)


batch_grad_input = Exercise(
    answer="grad_input",
    cases=[
        case("batch_square", weight=(2, 2), gradOutput=(2, 2)),
        case("batch_square", weight=(3, 3), gradOutput=(3, 3)),
        case("batch", weight=(3, 2), gradOutput=(4, 3)),
        case("batch", weight=(2, 3), gradOutput=(3, 2)),
        case("one", weight=(3, 2), gradOutput=(1, 3)),
    ],
    parts=[
        Part(
            "grad_input(…)",
            lambda c: c.gradOutput.dot(c.weight),
            {
                "weight_transposed": lambda c: c.gradOutput.dot(c.weight.T),
                "weight_left": (
                    lambda c: c.weight.T.dot(c.gradOutput),
                    lambda c: c.weight.dot(c.gradOutput),
                ),
                "transposed": lambda c: c.weight.T.dot(c.gradOutput.T),
                "rows_summed": lambda c: c.gradOutput.sum(0).dot(c.weight),
                "batch_mean": lambda c: c.gradOutput.dot(c.weight) / len(c.gradOutput),
            },
            "grad_input(weight, gradOutput)",
        )
    ],
)


batch_parameters = Exercise(
    answer="Layer",
    cases=BATCHES,
    code=accumulation_code,
    parts=[
        Part(
            "gradWeight",
            lambda c: c.gradWeight + c.scale * outer(c),
            {
                **WEIGHT_ADDED,
                "batch_mean": lambda c: c.gradWeight + c.scale * outer(c) / samples(c),
                "no_batch_sum": (
                    lambda c: c.gradWeight + c.scale * outer(sample(c, 0)),
                    lambda c: c.gradWeight + c.scale * outer(sample(c, -1)),
                    lambda c: added(c.gradWeight, c.scale * c.gradOutput[..., None] * c.x[..., None, :]),
                    lambda c: c.gradWeight + c.scale * c.gradOutput[..., None] * c.x[..., None, :],
                ),
                "multiplied_rows": (
                    lambda c: added(c.gradWeight, c.scale * c.gradOutput * c.x),
                    lambda c: added(c.gradWeight, c.scale * c.gradOutput.dot(c.x)),
                ),
                "flattened": lambda c: added(c.gradWeight, c.scale * np.outer(c.gradOutput, c.x)),
            },
            "layer.gradWeight",
        ),
        Part(
            "gradBias",
            lambda c: c.gradBias + c.scale * rows_sum(c),
            {
                **BIAS_ADDED,
                "batch_mean": lambda c: c.gradBias + c.scale * rows_sum(c) / samples(c),
                "no_batch_sum": (
                    lambda c: added(c.gradBias, c.scale * c.gradOutput),
                    lambda c: c.gradBias + c.scale * c.gradOutput,
                    lambda c: c.gradBias + c.scale * rows_sum(sample(c, 0)),
                    lambda c: c.gradBias + c.scale * rows_sum(sample(c, -1)),
                ),
                "all_summed": (
                    lambda c: c.gradBias + c.scale * c.gradOutput.sum(),
                    lambda c: c.gradBias + c.scale * (c.gradOutput.sum() if c.x.ndim > 1 else c.gradOutput),
                ),
                "columns_summed": lambda c: added(
                    c.gradBias, c.scale * (c.gradOutput.sum(-1) if c.x.ndim > 1 else c.gradOutput)
                ),
            },
            "layer.gradBias",
        ),
        *untouched("weight", "bias"),
    ],
    gradcheck=lambda make: checked(make(2, 3), torch.Tensor([[0.5, -1.5], [1, 2]])),
)
