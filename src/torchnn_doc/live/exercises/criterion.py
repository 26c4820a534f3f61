"""The exercises on losses and on their gradients (chapters 3 and 5)."""

from typing import Any

import numpy as np

from torchnn_doc.live.exercises.cases import case, checked, kept
from torchnn_doc.live.grading import Case, Exercise, Part
from torchnn_doc.nn import GradientError
from torchnn_doc.torch import Tensor


def error_of(c: Case) -> Tensor:
    """Output minus target."""
    return Tensor(c.y - c.target)


def averaged(kind: str, size: tuple[int, ...], average: bool) -> Case:
    """A case of a loss that is averaged or not; "default" is one that does not say."""
    return case(kind, y=size, target=size, average=average)


AVERAGED = [
    averaged("default", (2,), True),
    averaged("sum", (3,), False),
    averaged("mean", (4,), True),
    averaged("mean", (1,), True),
    averaged("one", (1, 3), False),
    averaged("one", (1, 3), True),
    averaged("sum", (4, 2), False),
    averaged("sum", (2, 2), False),
    averaged("mean", (4, 2), True),
    averaged("mean", (2, 2), True),
    averaged("default", (3, 2), True),
]


def call(name: str, c: Case) -> str:
    """The call of a function of output, target and flag."""
    return f"{name}(y, target)" if c.kind == "default" else f"{name}(y, target, {c.average})"


mse_loss = Exercise(
    answer="loss",
    cases=AVERAGED,
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
                "root": (
                    lambda c: np.sqrt((error_of(c) ** 2).sum() / (c.y.size if c.average else 1)),
                    lambda c: np.sqrt((error_of(c) ** 2).sum()) / (c.y.size if c.average else 1),
                ),
                "rows_for_entries": lambda c: (error_of(c) ** 2).sum() / (len(c.y) if c.average else 1),
                "not_summed": (
                    lambda c: error_of(c) ** 2,
                    lambda c: error_of(c) ** 2 / (c.y.size if c.average else 1),
                ),
            },
            lambda c: call("loss", c),
        )
    ],
)

WEIGHTED = [
    case("vector", weights=(3,), y=(3,), target=(3,)),
    case("vector", weights=(2,), y=(2,), target=(2,)),
    case("one", weights=(3,), y=(1, 3), target=(1, 3)),
    case("batch", weights=(2,), y=(2, 2), target=(2, 2)),
    case("batch", weights=(2,), y=(4, 2), target=(4, 2)),
]

weighted_loss = Exercise(
    answer="WeightedCriterion",
    cases=WEIGHTED,
    code="criterion = WeightedCriterion(weights)\n"
    "criterion.updateOutput(y + 1, target)\n"
    "result = criterion.updateOutput(y, target)",
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
            "result",
        ),
        kept(
            "self.output", "criterion.output", lambda c: (c.weights * error_of(c) ** 2).sum() / c.y.size, 0.0
        ),
    ],
)


mse_gradient = Exercise(
    answer="gradient",
    cases=AVERAGED,
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
            lambda c: call("gradient", c),
        )
    ],
)


def weighted_gradcheck(make: Any) -> GradientError:
    """Hold the gradient of a weighted loss against differences."""
    return checked(make(WEIGHTED[-1].weights), WEIGHTED[-1].y, WEIGHTED[-1].target)


weighted_gradient = Exercise(
    answer="WeightedCriterion",
    cases=WEIGHTED,
    code="criterion = WeightedCriterion(weights)\n"
    "criterion.updateOutput(y, target)\n"
    "result = criterion.updateGradInput(y, target)",
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
            "result",
        ),
        kept("self.gradInput", "criterion.gradInput", lambda c: 2 * c.weights * error_of(c) / c.y.size),
    ],
    gradcheck=weighted_gradcheck,
)
