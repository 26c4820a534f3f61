"""The formulas in the docstrings are what the classes compute."""

import inspect
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from torchnn_doc import nn, torch

Array = Any

X = np.array([0.3, -1.2, 0.8])
G = np.array([0.5, -2.0, 1.5])  # dJ/dy
T = np.array([0.1, 0.2, -0.4])
ROWS = np.array([[0.3, -1.2, 0.8], [1.1, 0.4, -0.6]])
CLASSES = np.array([3.0, 1.0])
WEIGHTS = np.array([0.5, 2.0, 3.0])
OF_CLASSES = np.array([3.0, 0.5])  # the weights of these two
RIGHT = np.array([0.8, 1.1])  # the entries of these two in their rows
EXP = np.exp(X)

SIGMOID = 1 / (1 + np.exp(-X))
SOFT_MAX = EXP / np.sum(EXP)
LOG_SOFT_MAX = X - np.log(np.sum(EXP))


@dataclass(frozen=True)
class Formula:
    """A formula as a docstring has it, and its value in numpy."""

    tex: str
    value: Array


def documented(one: object) -> str:
    """The docstring as `help` shows it, on one line."""
    return " ".join((inspect.getdoc(type(one)) or "").split())


LAYERS = [
    (nn.Identity(), Formula("$y = x$", X), Formula("$∂J/∂x = ∂J/∂y$", G)),
    (
        nn.Sigmoid(),
        Formula(r"$y = 1 / (1 + \exp(-x))$", SIGMOID),
        Formula("$∂J/∂x = y (1 - y) ∂J/∂y$", SIGMOID * (1 - SIGMOID) * G),
    ),
    (
        nn.Tanh(),
        Formula(r"$y = \tanh(x)$", np.tanh(X)),
        Formula("$∂J/∂x = (1 - y^2) ∂J/∂y$", (1 - np.tanh(X) ** 2) * G),
    ),
    (
        nn.ReLU(),
        Formula(r"$y = \max(0, x)$", np.maximum(0, X)),
        Formula("$∂J/∂x = ∂J/∂y$ where $x > 0$, and 0 elsewhere", np.where(X > 0, G, 0)),
    ),
    (
        nn.SoftMax(),
        Formula(r"$y_i = \exp(x_i) / ∑_j \exp(x_j)$", SOFT_MAX),
        Formula("$∂J/∂x_i = y_i (∂J/∂y_i - ∑_j y_j ∂J/∂y_j)$", SOFT_MAX * (G - np.sum(SOFT_MAX * G))),
    ),
    (
        nn.LogSoftMax(),
        Formula(r"$y_i = x_i - \log ∑_j \exp(x_j)$", LOG_SOFT_MAX),
        Formula(r"$∂J/∂x_i = ∂J/∂y_i - \exp(y_i) ∑_j ∂J/∂y_j$", G - np.exp(LOG_SOFT_MAX) * np.sum(G)),
    ),
]


@pytest.mark.parametrize(("layer", "output", "gradInput"), LAYERS, ids=lambda given: repr(given)[:12])
def test_a_layer_computes_the_formulas_of_its_docstring(
    layer: nn.Module, output: Formula, gradInput: Formula
) -> None:
    assert f"output: {output.tex}" in documented(layer)
    assert f"gradInput: {gradInput.tex}" in documented(layer)
    np.testing.assert_allclose(layer.forward(torch.Tensor(X)), output.value, rtol=1e-14)
    back = layer.backward(torch.Tensor(X), torch.Tensor(G))
    np.testing.assert_allclose(back, gradInput.value, rtol=1e-14)


@dataclass(frozen=True)
class Loss:
    """A criterion with an input and a target for it."""

    criterion: nn.Criterion
    x: Array
    target: Array


CRITERIONS = [
    (
        Loss(nn.MSECriterion(), X, T),
        Formula("$J = ∑_i (x_i - t_i)^2 / n$", np.sum((X - T) ** 2) / 3),
        Formula("$∂J/∂x_i = 2 (x_i - t_i) / n$", 2 * (X - T) / 3),
    ),
    (
        Loss(nn.MSECriterion(sizeAverage=False), X, T),
        Formula("$J = ∑_i (x_i - t_i)^2$", np.sum((X - T) ** 2)),
        Formula("$∂J/∂x_i = 2 (x_i - t_i)$", 2 * (X - T)),
    ),
    (
        Loss(nn.ClassNLLCriterion(), X, np.array([2.0])),
        Formula("$J = -x_t$", -X[1]),
        Formula("$∂J/∂x_{n t_n} = -w_{t_n} / ∑_m w_{t_m}$", np.array([0, -1, 0])),
    ),
    (
        Loss(nn.ClassNLLCriterion(torch.Tensor(WEIGHTS)), ROWS, CLASSES),
        Formula(
            "$J = -∑_n w_{t_n} x_{n t_n} / ∑_n w_{t_n}$", -np.sum(OF_CLASSES * RIGHT) / np.sum(OF_CLASSES)
        ),
        Formula(
            "$∂J/∂x_{n t_n} = -w_{t_n} / ∑_m w_{t_m}$", np.array([[0, 0, -3.0], [-0.5, 0, 0]]) / (3 + 0.5)
        ),
    ),
    (
        Loss(nn.ClassNLLCriterion(torch.Tensor(WEIGHTS), sizeAverage=False), ROWS, CLASSES),
        Formula("$J = -∑_n w_{t_n} x_{n t_n}$", -np.sum(OF_CLASSES * RIGHT)),
        Formula("$∂J/∂x_{n t_n} = -w_{t_n}$, and 0 elsewhere", np.array([[0, 0, -3.0], [-0.5, 0, 0]])),
    ),
    (
        Loss(nn.CrossEntropyCriterion(), X, np.array([2.0])),
        Formula(r"$J = -\log(\exp(x_t) / ∑_j \exp(x_j))$", -np.log(SOFT_MAX[1])),
        Formula(r"$∂J/∂x_i = \exp(x_i) / ∑_j \exp(x_j) - [i = t]$", SOFT_MAX - np.array([0, 1, 0])),
    ),
]


@pytest.mark.parametrize(("loss", "output", "gradInput"), CRITERIONS, ids=lambda given: repr(given)[:40])
def test_a_criterion_computes_the_formulas_of_its_docstring(
    loss: Loss, output: Formula, gradInput: Formula
) -> None:
    x, target = torch.Tensor(loss.x), torch.Tensor(loss.target)
    assert output.tex in documented(loss.criterion)
    assert gradInput.tex in documented(loss.criterion)
    np.testing.assert_allclose(loss.criterion.forward(x, target), output.value, rtol=1e-14)
    np.testing.assert_allclose(loss.criterion.backward(x, target), gradInput.value, rtol=1e-14)


def test_linear_computes_the_formulas_of_its_docstring() -> None:
    layer, g, s = nn.Linear(3, 2), np.array([2.0, -1.0]), 0.5
    layer.zeroGradParameters()
    y = layer.forward(torch.Tensor(X))
    gradInput = layer.backward(torch.Tensor(X), torch.Tensor(g), s)
    W, b = layer.parameters()[0]
    computed = [
        (y, Formula("output: $y = W x + b$", W @ X + b)),
        (gradInput, Formula("gradInput: $∂J/∂x = W^T ∂J/∂y$", W.T @ g)),
        (layer.gradWeight, Formula("gradWeight: `backward` adds $s (∂J/∂y) x^T$", s * np.outer(g, X))),
        (layer.gradBias, Formula("gradBias: `backward` adds $s ∂J/∂y$", s * g)),
    ]
    for value, formula in computed:
        assert formula.tex in documented(layer)
        np.testing.assert_allclose(np.asarray(value), formula.value, rtol=1e-14)


def test_a_chain_computes_the_formulas_of_its_docstring() -> None:
    chain = nn.Sequential().add(nn.Tanh()).add(nn.Sigmoid())
    y = 1 / (1 + np.exp(-np.tanh(X)))
    first, second = np.diag(1 - np.tanh(X) ** 2), np.diag(y * (1 - y))  # the Jacobians
    assert r"output: $y = f_n(\ldots f_2(f_1(x)))$" in documented(chain)
    assert "gradInput: $∂J/∂x_{i-1} = (∂x_i/∂x_{i-1})^T ∂J/∂x_i$" in documented(chain)
    np.testing.assert_allclose(chain.forward(torch.Tensor(X)), y, rtol=1e-14)
    back = chain.backward(torch.Tensor(X), torch.Tensor(G))
    np.testing.assert_allclose(back, first.T @ (second.T @ G), rtol=1e-14)
