"""Says of each exercise of the course how an answer is tried, what is right, and which mistakes are known."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
from grading import Case, Exercise, Mistakes, Part

from torchnn_doc import nn, torch
from torchnn_doc.nn import GradientError
from torchnn_doc.torch import Tensor


def case(kind: str, **values: Any) -> Case:
    """Make a case; a value that is a size becomes a tensor of random numbers of two decimals."""
    random = np.random.default_rng([*kind.encode()])

    def drawn(shape: tuple[int, ...]) -> Any:
        return (random.integers(20, 200, shape) * random.choice([-0.01, 0.01], shape)).view(Tensor)

    return Case(
        kind=kind,
        **{name: drawn(value) if isinstance(value, tuple) else value for name, value in values.items()},
    )


def changed(c: Case, **values: Any) -> Case:
    """A case with other values."""
    return Case(**vars(c) | values)


def layer_of(make: Callable[..., Any], c: Case, *sizes: int) -> Any:
    """Build a layer with the parameters of a case, and with what its gradient buffers hold before."""
    layer = make(*sizes)
    for name in ("weight", "bias", "gradWeight", "gradBias"):
        if hasattr(c, name):
            getattr(layer, name)[...] = getattr(c, name)
    return layer


def linear_of(make: Callable[..., Any], c: Case) -> Any:
    """Build a `Linear`, or what the reader has made of it, for a case."""
    return layer_of(make, c, c.weight.shape[1], c.weight.shape[0])


def added(buffer: Any, term: Any) -> Any:
    """Add in place, with the error that this raises where the sizes do not fit."""
    result = buffer.copy()
    result += term
    return result


def column(vector: Any) -> Any:
    """A vector as a matrix of one column."""
    return np.asarray(vector)[:, None]


def checked(layer: nn.Module | nn.Criterion, *given: Any) -> GradientError:
    """What gradcheck says; it gets exact derivatives of one seed, however often it is asked."""
    torch.manualSeed(0)
    return nn.gradcheck(layer, *given)


# Chapter 1

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


# Chapter 2


def modules(*sizes: int) -> list[nn.Module]:
    """Linear layers of these sizes, with a sigmoid after each."""
    found: list[nn.Module] = []
    for number, (size, following) in enumerate(pairwise(sizes)):
        drawn = case(f"layer {number}", weight=(following, size), bias=(following,))
        found += [linear_of(nn.Linear, drawn), nn.Sigmoid()]
    return found


def through(chain: list[nn.Module], x: Tensor) -> Tensor:
    """What a chain of modules makes of an input."""
    for module in chain:
        x = module.forward(x).clone()
    return x


CHAINS = [
    case("square", modules=modules(3, 3, 3), x=(3,)),
    case("vector", modules=modules(2, 3, 1)[:-1], x=(2,)),
    case("batch", modules=modules(2, 3), x=(4, 2)),
]
CHAINED: Mistakes = {
    "same_input": lambda c: through(c.modules[-1:], c.x),
    "first_only": lambda c: through(c.modules[:1], c.x),
    "last_missing": lambda c: through(c.modules[:-1], c.x),
    "reversed": lambda c: through(c.modules[::-1], c.x),
    "no_modules": lambda c: c.x,
}

sequential_forward = Exercise(
    answer="forward",
    cases=CHAINS,
    run=lambda answer, c: {"forward(…)": answer(c.modules, c.x)},
    parts=[Part("forward(…)", lambda c: through(c.modules, c.x), CHAINED)],
)


def run_chain(make: Any, c: Case) -> dict[str, Any]:
    """Fill a container and send an input through it."""
    chain = make()
    chained = [chain.add(module) is chain for module in c.modules]
    given = chain.forward(c.x)
    return {"add(…)": all(chained), "updateOutput(…)": given, "self.output": chain.output}


sequential_class = Exercise(
    answer="Chain",
    cases=CHAINS,
    run=run_chain,
    parts=[
        Part("add(…)", lambda _: True, {"add_returns": lambda _: False}),
        Part("updateOutput(…)", lambda c: through(c.modules, c.x), CHAINED),
        Part("self.output", lambda c: through(c.modules, c.x), {"not_kept": lambda _: Tensor()}),
    ],
)


# Chapter 3


def error_of(c: Case) -> Tensor:
    """Output minus target."""
    return Tensor(c.y - c.target)


mse_loss = Exercise(
    answer="loss",
    cases=[
        case("sum", y=(3,), target=(3,), average=False),
        case("mean", y=(4,), target=(4,), average=True),
        case("batch", y=(4, 2), target=(4, 2), average=True),
    ],
    run=lambda answer, c: {"loss(…)": answer(c.y, c.target, c.average)},
    parts=[
        Part(
            "loss(…)",
            lambda c: (error_of(c) ** 2).sum() / (c.y.size if c.average else 1),
            {
                "not_squared": lambda c: error_of(c).sum() / (c.y.size if c.average else 1),
                "absolute": lambda c: abs(error_of(c)).sum() / (c.y.size if c.average else 1),
                "mean_for_sum": lambda c: (error_of(c) ** 2).sum() / c.y.size,
                "sum_for_mean": lambda c: (error_of(c) ** 2).sum(),
                "half": lambda c: (error_of(c) ** 2).sum() / (c.y.size if c.average else 1) / 2,
                "root": lambda c: np.sqrt((error_of(c) ** 2).sum() / (c.y.size if c.average else 1)),
                "rows_for_entries": lambda c: (error_of(c) ** 2).sum() / (len(c.y) if c.average else 1),
                "not_summed": lambda c: error_of(c) ** 2,
            },
        )
    ],
)

WEIGHTED = [
    case("vector", weights=(3,), y=(3,), target=(3,)),
    case("batch", weights=(2,), y=(4, 2), target=(4, 2)),
]


def run_weighted(make: Any, c: Case) -> dict[str, Any]:
    """Compute a weighted loss."""
    criterion = make(c.weights)
    return {"updateOutput(…)": criterion.forward(c.y, c.target), "self.output": criterion.output}


weighted_loss = Exercise(
    answer="WeightedCriterion",
    cases=WEIGHTED,
    run=run_weighted,
    parts=[
        Part(
            "updateOutput(…)",
            lambda c: (c.weights * error_of(c) ** 2).sum() / c.y.size,
            {
                "weights_squared": lambda c: ((c.weights * error_of(c)) ** 2).sum() / c.y.size,
                "no_weights": lambda c: (error_of(c) ** 2).sum() / c.y.size,
                "sum_for_mean": lambda c: (c.weights * error_of(c) ** 2).sum(),
                "by_weights": lambda c: (c.weights * error_of(c) ** 2).sum() / c.weights.sum(),
                "rows_for_entries": lambda c: (c.weights * error_of(c) ** 2).sum() / len(c.y),
                "not_squared": lambda c: (c.weights * error_of(c)).sum() / c.y.size,
                "not_summed": lambda c: c.weights * error_of(c) ** 2 / c.y.size,
            },
        ),
        Part(
            "self.output",
            lambda c: (c.weights * error_of(c) ** 2).sum() / c.y.size,
            {"not_kept": lambda _: 0.0},
        ),
    ],
)


# Chapter 4


def trained(c: Case, zero: str = "every", step: float = 1, late: bool = False) -> Case:
    """Train a layer by the mean squared error, in the right way or with a mistake.

    Args:
        c: The layer, the samples, the learning rate, the number of epochs.
        zero: Before which epochs the gradients are set to zero: "every", the "first", or "none".
        step: What the steps are multiplied by.
        late: Whether the loss is computed after the step.
    """
    layer, criterion = linear_of(nn.Linear, c), nn.MSECriterion()
    losses = []
    for epoch in range(c.epochs):
        if zero == "every" or (zero == "first" and epoch == 0):
            layer.zeroGradParameters()
        loss = criterion.forward(layer.forward(c.x), c.target)
        layer.backward(c.x, criterion.backward(layer.output, c.target))
        layer.updateParameters(step * c.rate)
        losses.append(criterion.forward(layer.forward(c.x), c.target) if late else loss)
    return Case(losses=losses, weight=layer.weight, bias=layer.bias)


def training(kind: str, epochs: int, **buffers: Any) -> Case:
    """A case of training."""
    sizes = {"weight": (2, 3), "bias": (2,), "x": (4, 3), "target": (4, 2)}
    return case(kind, **sizes, rate=0.05, epochs=epochs, **buffers)


CLEAN = {"gradWeight": torch.zeros(2, 3), "gradBias": torch.zeros(2)}
FULL = {"gradWeight": (2, 3), "gradBias": (2,)}
STEPPED: Mistakes = {
    "not_moved": lambda c: c.weight,
    "uphill": lambda c: trained(c, step=-1).weight,
    "no_rate": lambda c: trained(c, step=1 / c.rate).weight,
    "no_zero": (lambda c: trained(c, "none").weight, lambda c: trained(c, "first").weight),
}


def run_step(answer: Any, c: Case) -> dict[str, Any]:
    """Take one step of training."""
    layer = linear_of(nn.Linear, c)
    loss = answer(layer, nn.MSECriterion(), c.x, c.target, c.rate)
    return {"layer.weight": layer.weight, "layer.bias": layer.bias, "step(…)": loss}


training_step = Exercise(
    answer="step",
    cases=[training("empty", 1, **CLEAN), training("buffers", 1, **FULL)],
    run=run_step,
    parts=[
        Part("layer.weight", lambda c: trained(c).weight, STEPPED),
        Part("layer.bias", lambda c: trained(c).bias, {"not_moved": lambda c: c.bias}),
        Part(
            "step(…)",
            lambda c: trained(c).losses[0],
            {"loss_after": lambda c: trained(c, late=True).losses[0]},
        ),
    ],
)


def run_training(answer: Any, c: Case) -> dict[str, Any]:
    """Train for some epochs."""
    layer = linear_of(nn.Linear, c)
    losses = answer(layer, nn.MSECriterion(), c.x, c.target, c.rate, c.epochs)
    return {"layer.weight": layer.weight, "train(…)": losses}


training_loop = Exercise(
    answer="train",
    cases=[training("empty", 1, **CLEAN), training("epochs", 3, **CLEAN), training("buffers", 3, **FULL)],
    run=run_training,
    parts=[
        Part(
            "layer.weight",
            lambda c: trained(c).weight,
            {**STEPPED, "one_epoch": lambda c: trained(changed(c, epochs=1)).weight},
        ),
        Part(
            "train(…)",
            lambda c: trained(c).losses,
            {
                "loss_after": lambda c: trained(c, late=True).losses,
                "last_loss": lambda c: trained(c).losses[-1],
                "same_loss": lambda c: trained(c).losses[:1] * c.epochs,
            },
        ),
    ],
)


# Chapter 5

mse_gradient = Exercise(
    answer="gradient",
    cases=[
        case("sum", y=(3,), target=(3,), average=False),
        case("mean", y=(4,), target=(4,), average=True),
        case("batch", y=(4, 2), target=(4, 2), average=True),
    ],
    run=lambda answer, c: {"gradient(…)": answer(c.y, c.target, c.average)},
    parts=[
        Part(
            "gradient(…)",
            lambda c: 2 * error_of(c) / (c.y.size if c.average else 1),
            {
                "no_two": lambda c: error_of(c) / (c.y.size if c.average else 1),
                "sign": lambda c: -2 * error_of(c) / (c.y.size if c.average else 1),
                "mean_for_sum": lambda c: 2 * error_of(c) / c.y.size,
                "not_divided": lambda c: 2 * error_of(c),
                "rows_for_entries": lambda c: 2 * error_of(c) / (len(c.y) if c.average else 1),
                "summed": lambda c: 2 * error_of(c).sum() / (c.y.size if c.average else 1),
                "still_squared": (
                    lambda c: 2 * error_of(c) ** 2 / (c.y.size if c.average else 1),
                    lambda c: error_of(c) ** 2 / (c.y.size if c.average else 1),
                ),
            },
        )
    ],
)


def run_weighted_backward(make: Any, c: Case) -> dict[str, Any]:
    """Compute the gradient of a weighted loss."""
    criterion = make(c.weights)
    criterion.forward(c.y, c.target)
    given = criterion.backward(c.y, c.target)
    return {"updateGradInput(…)": given, "self.gradInput": criterion.gradInput}


def weighted_gradcheck(make: Any) -> GradientError:
    """Hold the gradient of a weighted loss against differences."""
    return checked(make(WEIGHTED[1].weights), WEIGHTED[1].y, WEIGHTED[1].target)


weighted_gradient = Exercise(
    answer="WeightedCriterion",
    cases=WEIGHTED,
    run=run_weighted_backward,
    parts=[
        Part(
            "updateGradInput(…)",
            lambda c: 2 * c.weights * error_of(c) / c.y.size,
            {
                "no_two": lambda c: c.weights * error_of(c) / c.y.size,
                "no_weights": lambda c: 2 * error_of(c) / c.y.size,
                "weights_squared": lambda c: 2 * c.weights**2 * error_of(c) / c.y.size,
                "not_divided": lambda c: 2 * c.weights * error_of(c),
                "rows_for_entries": lambda c: 2 * c.weights * error_of(c) / len(c.y),
                "sign": lambda c: -2 * c.weights * error_of(c) / c.y.size,
            },
        ),
        Part(
            "self.gradInput",
            lambda c: 2 * c.weights * error_of(c) / c.y.size,
            {"not_kept": lambda _: Tensor()},
        ),
    ],
    gradcheck=weighted_gradcheck,
)


# Chapter 6


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


# Chapter 7

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


# Chapter 8


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


# Chapter 9


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


# Chapter 10

accuracy = Exercise(
    answer="right",
    cases=[
        case("classes", scores=(7, 3), target=torch.Tensor([2, 1, 3, 1, 1, 1, 2])),
        case("classes", scores=(6, 4), target=torch.Tensor([4, 3, 2, 3, 2, 3])),
    ],
    run=lambda answer, c: {"right(…)": answer(c.scores, c.target)},
    parts=[
        Part(
            "right(…)",
            lambda c: (c.scores.argmax(1) + 1 == c.target).sum(),
            {
                "from_zero": lambda c: (c.scores.argmax(1) == c.target).sum(),
                "fraction": lambda c: (c.scores.argmax(1) + 1 == c.target).mean(),
                "smallest": lambda c: (c.scores.argmin(1) + 1 == c.target).sum(),
                "by_columns": lambda c: (c.scores.argmax(0) + 1 == c.target).sum(),
                "counts_wrong": lambda c: (c.scores.argmax(1) + 1 != c.target).sum(),
                "not_counted": lambda c: c.scores.argmax(1) + 1 == c.target,
            },
        )
    ],
)


def epoch_of(c: Case, zero: str = "every", step: float = 1) -> Any:
    """The weight after one epoch in batches, in the right way or with a mistake; as in `trained`."""
    layer, criterion = linear_of(nn.Linear, c), nn.MSECriterion()
    for start in range(0, c.samples, c.size):
        x, target = c.x[start : start + c.size], c.target[start : start + c.size]
        if zero == "every" or (zero == "first" and start == 0):
            layer.zeroGradParameters()
        layer.backward(x, criterion.backward(layer.forward(x), target))
        layer.updateParameters(step * c.rate)
    return layer.weight


def epoch_case(kind: str, size: int, **buffers: Any) -> Case:
    """A case of training for one epoch: six samples."""
    sizes = {"weight": (2, 3), "bias": (2,), "x": (6, 3), "target": (6, 2)}
    return case(kind, **sizes, samples=6, size=size, rate=0.05, **buffers)


def run_epoch(answer: Any, c: Case) -> dict[str, Any]:
    """Train for one epoch."""
    layer = linear_of(nn.Linear, c)
    answer(layer, nn.MSECriterion(), c.x, c.target, c.size, c.rate)
    return {"net.weight": layer.weight}


epoch_in_batches = Exercise(
    answer="epoch",
    cases=[
        epoch_case("whole", 6, **CLEAN),
        epoch_case("batches", 2, **CLEAN),
        epoch_case("remainder", 4, **CLEAN),
        epoch_case("buffers", 2, **FULL),
    ],
    run=run_epoch,
    parts=[
        Part(
            "net.weight",
            epoch_of,
            {
                "not_moved": lambda c: c.weight,
                "uphill": lambda c: epoch_of(c, step=-1),
                "no_rate": lambda c: epoch_of(c, step=1 / c.rate),
                "no_zero": (lambda c: epoch_of(c, "none"), lambda c: epoch_of(c, "first")),
                "whole_batch": lambda c: epoch_of(changed(c, size=6)),
                "first_batch": lambda c: epoch_of(changed(c, samples=c.size)),
                "dropped_batch": lambda c: epoch_of(changed(c, samples=6 // c.size * c.size)),
                "single_samples": lambda c: epoch_of(changed(c, size=1)),
            },
        )
    ],
)


EXERCISES = {
    "linear-output": linear_output,
    "linear-batch": linear_batch,
    "sequential-forward": sequential_forward,
    "sequential-class": sequential_class,
    "mse-loss": mse_loss,
    "weighted-loss": weighted_loss,
    "training-step": training_step,
    "training-loop": training_loop,
    "mse-gradient": mse_gradient,
    "weighted-gradient": weighted_gradient,
    "update-grad-input": update_grad_input,
    "acc-grad-parameters": acc_grad_parameters,
    "update-parameters": update_parameters,
    "batch-grad-input": batch_grad_input,
    "batch-parameters": batch_parameters,
    "central-difference": central_difference,
    "soft-sign": soft_sign,
    "add-module": add_module,
    "mul-module": mul_module,
    "accuracy": accuracy,
    "epoch-in-batches": epoch_in_batches,
}
