"""Chapters 2 and 6: a gradient goes back through two layers and adds to the buffers of each."""

from ..canvas import WIDTH, Canvas
from ..shapes import Box

LEFT, DOWN, UP = 30, 64, 336
GAP = 72


def draw() -> Canvas:
    """Draw the layers in a column: the forward pass down on the left, the backward pass up on the right."""
    canvas = Canvas(452)
    first, second, criterion = (
        Box(LEFT, top, WIDTH - 2 * LEFT, height) for top, height in ((72, 92), (236, 92), (400, 44))
    )
    for box, value in ((first, "x"), (second, "h"), (criterion, "y")):
        _enter(canvas, box, value)
    for box, name in ((first, "nn.Linear(2, 3)"), (second, "nn.Linear(3, 1)")):
        canvas.module(box, name)
        _keep(canvas, box)
        canvas.label((UP - 12, box.bottom + 18), "`gradOutput`", "backward", anchor="end")

    y = criterion.middle[1]
    canvas.method(criterion, "nn.MSECriterion()")
    canvas.arrow("forward", (3, y), (LEFT - 2, y))
    canvas.label((12, y - 14), "t", "forward")
    canvas.arrow("forward", (criterion.right, y), (WIDTH - 3, y))
    canvas.label((386, y - 14), "J", "forward")
    return canvas


def _enter(canvas: Canvas, box: Box, value: str) -> None:
    """Draw what enters a layer, and the gradient of it that the layer sends back."""
    top, middle = box.y - GAP + 4, box.y - GAP / 2
    canvas.arrow("forward", (DOWN, top), (DOWN, box.y - 2))
    canvas.label((DOWN - 16, middle), value, "forward")
    canvas.arrow("backward", (UP, box.y), (UP, top))
    canvas.label((UP + 12, middle), f"∂J/∂{value}", "backward", anchor="start")
    canvas.label((UP - 12, box.y - 16), "`gradInput`", "backward", anchor="end")


def _keep(canvas: Canvas, box: Box) -> None:
    """Draw what stays in a layer."""
    parameters = Box(box.x + 44, box.y + 34, 90, 44)
    buffers = Box(box.x + 158, box.y + 34, 94, 44)
    canvas.tensor(parameters, "parameter", "rest", "`weight`", "`bias`")
    canvas.tensor(buffers, "buffer", "backward", "`gradWeight`", "`gradBias`")
    y = buffers.middle[1]
    canvas.arrow("backward", (UP, box.bottom), (UP, y), (buffers.right + 5, y))
    canvas.label((UP - 23, y - 12), "+=", "backward")
