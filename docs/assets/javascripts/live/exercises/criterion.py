"""The exercises on losses and on their gradients (chapters 3 and 5)."""

from typing import Any

import numpy as np
from grading import Case, Exercise, Part

from exercises.cases import case, checked
from torchnn_doc.nn import GradientError
from torchnn_doc.torch import Tensor


def error_of(c: Case) -> Tensor:
    """Output minus target."""
    return Tensor(c.y - c.target)


AVERAGED = [
    case("sum", y=(3,), target=(3,), average=False),
    case("mean", y=(4,), target=(4,), average=True),
    case("batch", y=(4, 2), target=(4, 2), average=True),
]

mse_loss = Exercise(
    answer="loss",
    cases=AVERAGED,
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


mse_gradient = Exercise(
    answer="gradient",
    cases=AVERAGED,
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
