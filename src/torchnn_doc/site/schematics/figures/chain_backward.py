"""Chapters 2 and 6: a gradient goes back through two layers and adds to the buffers of each."""

from ..drawing import WIDTH, Drawing
from ..shapes import Box

LEFT, DOWN, UP = 30, 64, 336
GAP = 72


def draw() -> Drawing:
    """Draw the layers in a column: the forward pass down on the left, the backward pass up on the right."""
    drawing = Drawing(452)
    first, second, criterion = (
        Box(LEFT, top, WIDTH - 2 * LEFT, height) for top, height in ((72, 92), (236, 92), (400, 44))
    )
    for box, value in ((first, "x"), (second, "h"), (criterion, "y")):
        _enter(drawing, box, value)
    for box, name in ((first, "nn.Linear(2, 3)"), (second, "nn.Linear(3, 1)")):
        drawing.module(box, name)
        _keep(drawing, box)
        drawing.label((UP - 12, box.bottom + 18), "`gradOutput`", "backward", anchor="end")

    y = criterion.middle[1]
    drawing.method(criterion, "nn.MSECriterion()")
    drawing.arrow("forward", (3, y), (LEFT - 2, y))
    drawing.label((12, y - 14), "t", "forward")
    drawing.arrow("forward", (criterion.right, y), (WIDTH - 3, y))
    drawing.label((386, y - 14), "J", "forward")
    return drawing


def _enter(drawing: Drawing, box: Box, value: str) -> None:
    """Draw what enters a layer, and the gradient of it that the layer sends back."""
    top, middle = box.y - GAP + 4, box.y - GAP / 2
    drawing.arrow("forward", (DOWN, top), (DOWN, box.y - 2))
    drawing.label((DOWN - 16, middle), value, "forward")
    drawing.arrow("backward", (UP, box.y), (UP, top))
    drawing.label((UP + 12, middle), f"∂J/∂{value}", "backward", anchor="start")
    drawing.label((UP - 12, box.y - 16), "`gradInput`", "backward", anchor="end")


def _keep(drawing: Drawing, box: Box) -> None:
    """Draw what stays in a layer."""
    parameters = Box(box.x + 44, box.y + 34, 90, 44)
    buffers = Box(box.x + 158, box.y + 34, 94, 44)
    drawing.tensor(parameters, "parameter", "rest", "`weight`", "`bias`")
    drawing.tensor(buffers, "buffer", "backward", "`gradWeight`", "`gradBias`")
    y = buffers.middle[1]
    drawing.arrow("backward", (UP, box.bottom), (UP, y), (buffers.right + 5, y))
    drawing.label((UP - 23, y - 12), "+=", "backward")
