"""Chapter 7: one sample goes through a network and its gradient comes back, with every number on the way."""

from dataclasses import dataclass

from torchnn_doc import nn, torch

from ..canvas import WIDTH, Canvas, Tone
from ..shapes import Box, Grid

DOWN, UP = 70, 308
CELL, HEIGHT = 64, 20
GAP = 15


@dataclass(frozen=True)
class Level:
    """What stands between two modules: the values that go down and the gradients that come up.

    Args:
        name: The letter of the values.
        values: Their numbers.
        gradients: The numbers of their gradient.
        output: The code for the values.
        sent_back: The code for the gradient, or nothing where there is no room for it.
    """

    name: str
    values: list[float]
    gradients: list[float]
    output: str
    sent_back: str


def draw() -> Canvas:
    """Draw the forward pass down on the left, the backward pass up on the right, and what is kept."""
    levels, loss = _passes()
    canvas = Canvas(740)
    top = _level(canvas, levels[0], 6)
    top = _level(canvas, levels[1], _linear(canvas, top, "nn.Linear(2, 3)", ("W", "x", "b", "a")))
    top = _level(canvas, levels[2], _sigmoid(canvas, top))
    top = _level(canvas, levels[3], _linear(canvas, top, "nn.Linear(3, 1)", ("V", "h", "c", "y")))
    top = _criterion(canvas, top)
    _column(canvas, DOWN, top, [loss], "forward")
    canvas.label((27, top + HEIGHT / 2), "J", "forward")
    canvas.label((108, top + HEIGHT / 2), "`criterion.output`", "forward", anchor="start")
    return canvas


def _passes() -> tuple[list[Level], float]:
    """Send the chapter's sample through its network, and the gradient of its loss back."""
    torch.manualSeed(0)
    nn.Linear(1, 2)
    net = nn.Sequential().add(nn.Linear(2, 3)).add(nn.Sigmoid()).add(nn.Linear(3, 1))
    criterion = nn.MSECriterion()
    x, t = torch.Tensor([1, -2]), torch.Tensor([1])
    loss = criterion.forward(net.forward(x), t)
    net.updateGradInput(x, criterion.backward(net.output, t))
    names = "x", "a", "h", "y"
    values = x, *(module.output for module in net)
    gradients = *(module.gradInput for module in net), criterion.gradInput
    outputs = "input", *(f"get({number}).output" for number in (1, 2, 3))
    sent_back = *(f"get({number}).gradInput" for number in (1, 2, 3)), ""
    numbers = [[tensor.tolist() for tensor in tensors] for tensors in (values, gradients)]
    return [Level(*level) for level in zip(names, *numbers, outputs, sent_back, strict=True)], loss


def _level(canvas: Canvas, level: Level, top: float) -> float:
    """Draw a value and its gradient side by side, and the arrows to the module below; return its top."""
    down = _column(canvas, DOWN, top, level.values, "forward")
    up = _column(canvas, UP, top, level.gradients, "backward")
    canvas.label((26, down.middle[1]), level.name, "forward")
    canvas.label((up.right + 6, up.middle[1]), f"∂J/∂{level.name}", "backward", anchor="start")
    canvas.label((108, top + HEIGHT / 2), f"`{level.output}`", "forward", anchor="start")
    if level.sent_back:
        y = up.bottom - HEIGHT / 2
        canvas.label((up.x - 8, y), f"`{level.sent_back}`", "backward", anchor="end")
    return down.bottom + GAP


def _column(canvas: Canvas, middle: float, top: float, numbers: list[float], tone: Tone) -> Box:
    """Draw a vector upright, with its numbers."""
    grid = Grid(middle - CELL / 2, top, len(numbers), 1, CELL, HEIGHT)
    canvas.grid(grid, "data", tone)
    canvas.entries(grid, tone, lambda i, _: _shown(numbers[i - 1]))
    return grid.box


def _shown(number: float) -> str:
    return (f"{number:.0f}" if number.is_integer() else f"{number:.4f}").replace("-", "−")


def _outline(canvas: Canvas, top: float, height: float, name: str) -> Box:
    """Draw the outline of a module, its name beside the arrow that enters it."""
    box = Box(4, top, WIDTH - 8, height)
    canvas.module(box)
    canvas.label((DOWN + 14, top + 15), f"`{name}`", anchor="start")
    return box


def _linear(canvas: Canvas, top: float, name: str, letters: tuple[str, str, str, str]) -> float:
    """Draw a linear layer, which keeps its input for the gradient of its weight; return what is below it."""
    weight, x, bias, y = letters
    box = _outline(canvas, top, 116, name)
    forward, backward = Box(16, top + 56, 108, 40), Box(240, top + 18, 136, 34)
    accumulate, kept = Box(130, top + 60, 158, 48), Box(150, top + 25, 30, 22)
    fork = accumulate.middle[1]
    _pass_down(canvas, box, forward, f"{weight} {x} + {bias}")
    _keep(canvas, kept, x)
    canvas.arrow("forward", (kept.middle[0], kept.bottom), (kept.middle[0], accumulate.y - 1))
    _pass_up(canvas, box, backward, f"{weight}^T ∂J/∂{y}")
    canvas.arrow("backward", (UP, fork), (accumulate.right + 1, fork))
    canvas.method(accumulate, "accGradParameters", f"(∂J/∂{y}) {x}^T,\u2003∂J/∂{y}", "backward")
    return box.bottom + GAP


def _sigmoid(canvas: Canvas, top: float) -> float:
    """Draw the sigmoid, which keeps its output; return what is below it."""
    box = _outline(canvas, top, 74, "nn.Sigmoid()")
    forward, backward = Box(16, top + 30, 108, 34), Box(240, top + 30, 136, 34)
    kept = Box(167, top + 36, 30, 22)
    y = kept.middle[1]
    _pass_down(canvas, box, forward, "1 / (1 + e^{−a})")
    canvas.arrow("forward", (forward.right, y), (kept.x - 1, y))
    canvas.tensor(kept, "data", "forward", "h")
    canvas.arrow("forward", (kept.right, y), (backward.x - 1, y))
    _pass_up(canvas, box, backward, "h (1 − h) ∂J/∂h")
    return box.bottom + GAP


def _criterion(canvas: Canvas, top: float) -> float:
    """Draw the criterion, where the gradient begins; return what is below it."""
    box = _outline(canvas, top, 102, "nn.MSECriterion()")
    forward, backward = Box(16, top + 52, 108, 40), Box(240, top + 24, 136, 68)
    answer, target = Box(150, top + 26, 30, 22), Box(167, top + 61, 30, 22)
    _pass_down(canvas, box, forward, "(y − t)^2")
    _keep(canvas, answer, "y")
    canvas.arrow("forward", (answer.right, answer.middle[1]), (backward.x - 1, answer.middle[1]))
    canvas.tensor(target, "data", "forward", "t")
    y = target.middle[1]
    canvas.arrow("forward", (target.x, y), (forward.right + 1, y))
    canvas.arrow("forward", (target.right, y), (backward.x - 1, y))
    canvas.method(backward, "updateGradInput", "2 (y − t)", "backward")
    canvas.arrow("backward", (UP, backward.y), (UP, top - GAP))
    return box.bottom + GAP


def _keep(canvas: Canvas, kept: Box, name: str) -> None:
    """Draw that an input is kept."""
    y = kept.middle[1]
    canvas.arrow("forward", (DOWN, y), (kept.x - 1, y))
    canvas.tensor(kept, "data", "forward", name)


def _pass_down(canvas: Canvas, box: Box, method: Box, formula: str) -> None:
    canvas.arrow("forward", (DOWN, box.y - GAP), (DOWN, method.y - 1))
    canvas.formula(method, formula)
    canvas.arrow("forward", (DOWN, method.bottom), (DOWN, box.bottom + GAP))


def _pass_up(canvas: Canvas, box: Box, method: Box, formula: str) -> None:
    canvas.arrow("backward", (UP, box.bottom + GAP), (UP, method.bottom + 1))
    canvas.formula(method, formula)
    canvas.arrow("backward", (UP, method.y), (UP, box.y - GAP))
