"""The exercises on training: the steps, the epochs, the right answers (chapters 4 and 11)."""

from typing import Any

from grading import Case, Exercise, Mistakes, Part

from exercises.cases import case, changed, linear_of
from torchnn_doc import nn, torch


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
