"""The exercises on training: the steps, the epochs, the right answers (chapters 4 and 11)."""

from typing import Any

import numpy as np

from torchnn_doc import nn, torch
from torchnn_doc.live.exercises.cases import case, changed, linear_code, linear_of
from torchnn_doc.live.grading import Case, Exercise, Formula, Mistakes, Part

MSE, SUM = "nn.MSECriterion()", "nn.MSECriterion(False)"
CLASSES = "nn.CrossEntropyCriterion()"  # unlike a squared error it has an input and a target of its own kinds


def trained(c: Case, zero: str = "every", step: float = 1, late: bool = False) -> Case:
    """Train a layer, in the right way or with a mistake.

    Args:
        c: The layer, the samples, the learning rate, the number of epochs.
        zero: Before which epochs the gradients are set to zero: "every", the "first", or "none"; or "after"
            each of them instead.
        step: What the steps are multiplied by.
        late: Whether the loss is computed after the step.
    """
    layer, criterion = linear_of(nn.Linear, c), eval(c.loss, {"nn": nn})
    losses = []
    for epoch in range(c.epochs):
        if zero == "every" or (zero == "first" and epoch == 0):
            layer.zeroGradParameters()
        loss = criterion.forward(layer.forward(c.x), c.target)
        layer.backward(c.x, criterion.backward(layer.output, c.target))
        layer.updateParameters(step * c.rate)
        if zero == "after":
            layer.zeroGradParameters()
        losses.append(criterion.forward(layer.forward(c.x), c.target) if late else loss)
    return Case(losses=losses, weight=layer.weight, bias=layer.bias)


def training(kind: str, epochs: int, samples: tuple[int, ...] = (4,), **given: Any) -> Case:
    """A case of training, with gradient buffers that hold something unless kind is "empty"."""
    sizes = {"weight": (2, 3), "bias": (2,), "x": (*samples, 3), "target": (*samples, 2)}
    buffers: dict[str, Any] = {"gradWeight": (2, 3), "gradBias": (2,)}
    if kind in ("empty", "epochs"):
        buffers = {"gradWeight": torch.zeros(2, 3), "gradBias": torch.zeros(2)}
    values = {"rate": 0.05, "loss": MSE, "epochs": epochs, **given}
    return case(kind, **{**sizes, **buffers, **values})


def learnt(c: Case) -> Case:
    """A case whose layer makes no error, so that every loss is 0."""
    return changed(c, target=c.x.dot(c.weight.T) + c.bias)


def stepped(name: str, **others: Formula) -> Part:
    """A parameter of the layer after training, with mistakes beside those of every step."""
    mistakes: Mistakes = {
        "not_moved": lambda c: getattr(c, name),
        "uphill": lambda c: getattr(trained(c, step=-1), name),
        "no_rate": lambda c: getattr(trained(c, step=1 / c.rate), name),
        "no_zero": (
            lambda c: getattr(trained(c, "none"), name),
            lambda c: getattr(trained(c, "first"), name),
            lambda c: getattr(trained(c, "after"), name),
        ),
        **others,
    }
    return Part(f"layer.{name}", lambda c: getattr(trained(c), name), mistakes)


def training_code(call: str, c: Case) -> str:
    """Build a layer and a criterion, and train."""
    return linear_code(c, "nn.Linear", f"criterion = {c.loss}", f"result = {call}")


training_step = Exercise(
    answer="step",
    cases=[
        training("vector", 1, ()),
        training("empty", 1),
        training("buffers", 1),
        training("one", 1, (1,), rate=0.2),
        training("sum", 1, (3,), loss=SUM),
        training("classes", 1, (3,), loss=CLASSES, target=torch.Tensor([2, 1, 2])),
    ],
    code=lambda c: training_code("step(layer, criterion, x, target, rate)", c),
    parts=[
        stepped("weight"),
        stepped("bias"),
        Part(
            "step(…)",
            lambda c: trained(c).losses[0],
            {"loss_after": lambda c: trained(c, late=True).losses[0]},
            "result",
        ),
    ],
)


training_loop = Exercise(
    answer="train",
    cases=[
        training("empty", 1),
        training("epochs", 2),
        training("epochs", 3, (2,)),
        training("buffers", 3),
        training("vector", 4, (), rate=0.02),
        training("sum", 2, (3,), loss=SUM),
        training("classes", 2, (3,), loss=CLASSES, target=torch.Tensor([2, 1, 2])),
        learnt(training("epochs", 3, (2,))),
    ],
    code=lambda c: training_code("train(layer, criterion, x, target, rate, epochs)", c),
    parts=[
        stepped("weight", one_epoch=lambda c: trained(changed(c, epochs=1)).weight),
        stepped("bias", one_epoch=lambda c: trained(changed(c, epochs=1)).bias),
        Part(
            "train(…)",
            lambda c: trained(c).losses,
            {
                "loss_after": lambda c: trained(c, late=True).losses,
                "last_loss": lambda c: trained(c).losses[-1],
                "same_loss": lambda c: trained(c).losses[:1] * c.epochs,
            },
            "result",
        ),
    ],
)


def scored(targets: str) -> Case:
    """A case of samples of four classes; each is the one with the highest score, the lowest, or another."""
    c = case("classes", scores=(len(targets), 4))
    order = np.asarray(c.scores).argsort(1)
    place = {"lowest": 0, "other": 1, "next": 2, "highest": 3}
    places = [next(value for name, value in place.items() if name[0] == letter) for letter in targets]
    return changed(c, target=torch.Tensor([int(order[i, k]) + 1 for i, k in enumerate(places)]))


accuracy = Exercise(
    answer="right",
    cases=[
        scored("h"),
        scored("l"),
        scored("o"),
        scored("hhhl"),
        scored("lohl"),
        scored("hlhnohh"),
        scored("olnohlonl"),
        scored("hhhhh"),
    ],
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
            "right(scores, target)",
        )
    ],
)


LINEAR = "nn.Linear(3, 2)"
NETWORK = "nn.Sequential().add(nn.Linear(3, 4)).add(nn.Tanh()).add(nn.Linear(4, 2))"


def epoch_of(c: Case, zero: str = "every", step: float = 1) -> Any:
    """The parameters after one epoch in batches, in the right way or with a mistake; as in `trained`."""
    torch.manualSeed(1)
    net, criterion = (eval(made, {"nn": nn}) for made in (c.built, c.loss))
    parameters, gradients = net.getParameters()
    gradients.fill(c.held)
    for start in range(0, c.samples, c.size):
        x, target = c.X[start : start + c.size], c.target[start : start + c.size]
        if zero == "every" or (zero == "first" and start == 0):
            net.zeroGradParameters()
        net.backward(x, criterion.backward(net.forward(x), target))
        net.updateParameters(step * c.rate)
        if zero == "after":
            net.zeroGradParameters()
    return parameters


def before_epoch(c: Case) -> Any:
    """The parameters before."""
    return epoch_of(changed(c, samples=0))


def epoch_case(kind: str, samples: int, size: int, built: str = LINEAR, **given: Any) -> Case:
    """A case of training for one epoch, with buffers that hold something unless it is said."""
    sizes = {"X": (samples, 3), "target": (samples, 2)}
    return case(
        kind,
        built=built,
        **{**sizes, "samples": samples, "size": size, "rate": 0.05, "loss": MSE, "held": 0, **given},
    )


def epoch_code(c: Case) -> str:
    """Build a network and train it for an epoch."""
    return (
        f"torch.manualSeed(1)\nnet = {c.built}\n"
        "parameters, gradients = net.getParameters()\n"
        f"gradients.fill({c.held})\n"
        f"epoch(net, {c.loss}, X, target, size, rate)"
    )


epoch_in_batches = Exercise(
    answer="epoch",
    cases=[
        epoch_case("whole", 3, 3),
        epoch_case("whole", 2, 5),
        epoch_case("batches", 6, 2),
        epoch_case("batches", 4, 2, loss=SUM, rate=0.02),
        epoch_case("batches", 3, 1),
        epoch_case("remainder", 5, 3),
        epoch_case("remainder", 6, 4, held=0.5),
        epoch_case("remainder", 7, 2),
        epoch_case("buffers", 6, 3, held=-0.5),
        epoch_case("network", 5, 2, NETWORK, rate=0.2),
        epoch_case("classes", 3, 2, loss=CLASSES, target=torch.Tensor([2, 1, 2])),
    ],
    code=epoch_code,
    parts=[
        Part(
            "net.getParameters()[0]",
            epoch_of,
            {
                "not_moved": before_epoch,
                "uphill": lambda c: epoch_of(c, step=-1),
                "no_rate": lambda c: epoch_of(c, step=1 / c.rate),
                "no_zero": (
                    lambda c: epoch_of(c, "none"),
                    lambda c: epoch_of(c, "first"),
                    lambda c: epoch_of(c, "after"),
                ),
                "whole_batch": lambda c: epoch_of(changed(c, size=c.samples)),
                "first_batch": lambda c: epoch_of(changed(c, samples=min(c.size, c.samples))),
                "dropped_batch": lambda c: epoch_of(changed(c, samples=c.samples // c.size * c.size)),
                "single_samples": lambda c: epoch_of(changed(c, size=1)),
            },
        )
    ],
)
