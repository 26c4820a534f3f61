"""Chapter 6: what flows through the functions of a linear layer, and what becomes of its buffers."""

from ..drawing import WIDTH, Drawing
from ..shapes import Box

OUTLINE, LEFT, INSIDE = 49, 57, 286


def draw() -> Drawing:
    """Draw the forward pass at the top, the backward pass below it, and the step at the bottom."""
    drawing = Drawing(530)
    drawing.module(Box(OUTLINE, 6, WIDTH - 2 * OUTLINE, 518), "nn.Linear")
    forward = Box(LEFT, 36, INSIDE, 62)
    gradient = Box(LEFT, 124, INSIDE, 62)
    accumulate = Box(LEFT, 212, INSIDE, 62)
    drawing.method(forward, "forward", "y = W x + b", "forward")
    drawing.method(gradient, "updateGradInput", "W^T ∂J/∂y", "backward")
    drawing.method(accumulate, "accGradParameters", "∂J/∂y x^T,\u2003∂J/∂y", "backward")

    y = forward.middle[1]
    drawing.arrow("forward", (3, y), (LEFT - 1, y))
    drawing.arrow("forward", (forward.right, y), (WIDTH - 3, y))
    drawing.label((22, y - 14), "x", "forward")
    drawing.label((378, y - 14), "y", "forward")

    y = gradient.middle[1]
    fork = 366
    drawing.arrow(
        "backward", (fork, y), (fork, accumulate.middle[1]), (accumulate.right + 1, accumulate.middle[1])
    )
    drawing.arrow("backward", (WIDTH - 3, y), (gradient.right + 1, y))
    drawing.arrow("backward", (LEFT, y), (3, y))
    drawing.label((377, y - 15), "∂J/∂y", "backward")
    drawing.label((23, y - 15), "∂J/∂x", "backward")
    _parameters(drawing, accumulate)
    return drawing


def _parameters(drawing: Drawing, accumulate: Box) -> None:
    zero = Box(LEFT, 312, 150, 40)
    buffers = Box(246, 309, 94, 46)
    update = Box(LEFT, 388, INSIDE, 62)
    parameters = Box(140, 480, 120, 32)
    drawing.tensor(buffers, "buffer", "backward", "`gradWeight`", "`gradBias`")
    x, y = buffers.middle
    drawing.arrow("backward", (x, accumulate.bottom), (x, buffers.y - 5))
    drawing.label((x - 12, 289), "+=", "backward", anchor="end")

    drawing.method(zero, "zeroGradParameters")
    drawing.arrow("rest", (zero.right, y), (buffers.x - 5, y))
    drawing.label((224, y - 14), "= 0")

    drawing.method(update, "updateParameters", "W − η ∂J/∂W,\u2003b − η ∂J/∂b")
    drawing.arrow("rest", (x, buffers.bottom + 4), (x, update.y - 1))
    drawing.tensor(parameters, "parameter", "rest", "`weight`, `bias`")
    drawing.arrow("rest", (200, update.bottom), (200, parameters.y - 3))
