"""The exercises on a linear layer: forward, backward, in batches (chapters 1, 6 and 7)."""

from typing import Any

import numpy as np
from grading import Case, Exercise, Mistakes, Part

from exercises.cases import added, case, changed, checked, linear_of
from torchnn_doc import torch
from torchnn_doc.torch import Tensor


def column(vector: Any) -> Any:
    """A vector as a matrix of one column."""
    return np.asarray(vector)[:, None]


linear_output = Exercise(
    answer="output",
    cases=[
        case("square", weight=(3, 3), bias=(3,), x=(3,)),
        case("vector", weight=(3, 2), bias=(3,), x=(2,)),
    ],
    run=lambda answer, c: {"output(…)": answer(c.weight, c.bias, c.x)},
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
        )
    ],
)

linear_batch = Exercise(
    answer="outputs",
    cases=[
        case("square", weight=(3, 3), bias=(3,), X=(3, 3)),
        case("batch", weight=(3, 2), bias=(3,), X=(4, 2)),
    ],
    run=lambda answer, c: {"outputs(…)": answer(c.weight, c.bias, c.X)},
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
        )
    ],
)


def run_grad_input(make: Any, c: Case) -> dict[str, Any]:
    """Ask a layer for the gradient of its input."""
    layer = linear_of(make, c)
    layer.forward(c.x)
    given = layer.updateGradInput(c.x, c.gradOutput)
    return {"updateGradInput(…)": given, "self.gradInput": layer.gradInput}


update_grad_input = Exercise(
    answer="Layer",
    cases=[
        case("square", weight=(3, 3), bias=(3,), x=(3,), gradOutput=(3,)),
        case("vector", weight=(3, 2), bias=(3,), x=(2,), gradOutput=(3,)),
    ],
    run=run_grad_input,
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
        ),
        Part("self.gradInput", lambda c: c.weight.T.dot(c.gradOutput), {"not_kept": lambda _: Tensor()}),
    ],
    gradcheck=lambda make: checked(make(2, 3), torch.Tensor([0.5, -1.5])),
)


def accumulating(kind: str, x: tuple[int, ...], gradOutput: tuple[int, ...], **given: Any) -> Case:  # noqa: N803
    """A case of gradients that are added to what the buffers hold."""
    size = (gradOutput[-1], x[-1])
    buffers: dict[str, Any] = {"gradWeight": torch.zeros(*size), "gradBias": torch.zeros(size[0])}
    if given.pop("full", False):
        buffers = {"gradWeight": size, "gradBias": size[:1]}
    values = {"weight": size, "bias": size[:1], "x": x, "gradOutput": gradOutput, **buffers}
    return case(kind, **values, scale=given.get("scale", 1))


LADDER = [
    accumulating("square", (3,), (3,)),
    accumulating("vector", (2,), (3,)),
    accumulating("buffers", (2,), (3,), full=True),
    accumulating("scale", (2,), (3,), full=True, scale=0.5),
]
BATCHES = [
    *LADDER,
    accumulating("batch_square", (3, 3), (3, 3)),
    accumulating("batch", (4, 2), (4, 3), full=True),
    accumulating("batch_scale", (4, 2), (4, 3), full=True, scale=0.5),
]


def run_accumulation(make: Any, c: Case) -> dict[str, Any]:
    """Have the gradients of the parameters added up."""
    layer = linear_of(make, c)
    layer.forward(c.x)
    layer.accGradParameters(c.x, c.gradOutput, c.scale)
    return {"gradWeight": layer.gradWeight, "gradBias": layer.gradBias}


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
    "transposed": lambda c: c.gradWeight + c.scale * outer(c).T,
    "assigned": lambda c: c.scale * outer(c),
    "no_scale": lambda c: c.gradWeight + outer(c),
    "scale_twice": lambda c: c.gradWeight + c.scale**2 * outer(c),
    "sign": lambda c: c.gradWeight - c.scale * outer(c),
    "not_added": lambda c: c.gradWeight,
    "uses_output": lambda c: c.gradWeight + c.scale * np.outer(c.gradOutput, c.weight.dot(c.x) + c.bias),
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
    run=run_accumulation,
    parts=[
        Part("gradWeight", lambda c: c.gradWeight + c.scale * outer(c), WEIGHT_ADDED),
        Part("gradBias", lambda c: c.gradBias + c.scale * rows_sum(c), BIAS_ADDED),
    ],
    gradcheck=lambda make: checked(make(2, 3), torch.Tensor([0.5, -1.5])),
)


def run_update(make: Any, c: Case) -> dict[str, Any]:
    """Let a layer take a step."""
    layer = linear_of(make, c)
    weight = layer.weight
    layer.updateParameters(c.rate)
    return {"weight": layer.weight, "bias": layer.bias, "self.weight": layer.weight is weight}


update_parameters = Exercise(
    answer="Layer",
    cases=[case("vector", weight=(3, 2), bias=(3,), gradWeight=(3, 2), gradBias=(3,), rate=0.1)],
    run=run_update,
    parts=[
        Part(
            "weight",
            lambda c: c.weight - c.rate * c.gradWeight,
            {
                "uphill": lambda c: c.weight + c.rate * c.gradWeight,
                "no_rate": lambda c: c.weight - c.gradWeight,
                "not_moved": lambda c: c.weight,
                "only_step": lambda c: -c.rate * c.gradWeight,
            },
        ),
        Part(
            "bias",
            lambda c: c.bias - c.rate * c.gradBias,
            {
                "uphill": lambda c: c.bias + c.rate * c.gradBias,
                "no_rate": lambda c: c.bias - c.gradBias,
                "not_moved": lambda c: c.bias,
            },
        ),
        Part("self.weight", lambda _: True, {"replaced": lambda _: False}),
    ],
)


batch_grad_input = Exercise(
    answer="grad_input",
    cases=[
        case("batch_square", weight=(3, 3), gradOutput=(3, 3)),
        case("batch", weight=(3, 2), gradOutput=(4, 3)),
    ],
    run=lambda answer, c: {"grad_input(…)": answer(c.weight, c.gradOutput)},
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
        )
    ],
)


batch_parameters = Exercise(
    answer="Layer",
    cases=BATCHES,
    run=run_accumulation,
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
                    lambda c: c.gradBias + c.scale * (c.gradOutput.sum() if samples(c) > 1 else c.gradOutput),
                ),
                "columns_summed": lambda c: added(
                    c.gradBias, c.scale * (c.gradOutput.sum(1) if samples(c) > 1 else c.gradOutput)
                ),
            },
        ),
    ],
    gradcheck=lambda make: checked(make(2, 3), torch.Tensor([[0.5, -1.5], [1, 2]])),
)
