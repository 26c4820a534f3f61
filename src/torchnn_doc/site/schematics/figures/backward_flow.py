"""Chapter 6: what each method of a linear layer reads, and where its result goes."""

from ..drawing import WIDTH, Drawing
from ..shapes import Box

OUTLINE, LEFT, RIGHT = 49, 57, 343
FORKS = 22, 372
FORWARD = Box(LEFT, 34, RIGHT - LEFT, 58)
PARAMETERS = Box(LEFT, 128, 62, 46)
UPDATE = Box(156, 122, RIGHT - 156, 58)
ZERO = Box(72, 213, 146, 40)
BUFFERS = Box(256, 210, 84, 46)
ACCUMULATE = Box(86, 290, RIGHT - 86, 58)
GRADIENT = Box(LEFT, 382, RIGHT - LEFT, 58)


def draw() -> Drawing:
    """Draw the forward pass at the top, the backward pass at the bottom, and between them what stays."""
    drawing = Drawing(454)
    drawing.module(Box(OUTLINE, 6, WIDTH - 2 * OUTLINE, 442), "nn.Linear")
    _passes(drawing)
    _weights(drawing)
    _step(drawing)
    return drawing


def _passes(drawing: Drawing) -> None:
    drawing.method(FORWARD, "forward", "y = W x + b", "forward")
    drawing.method(ACCUMULATE, "accGradParameters", "(∂J/∂y) x^T,\u2003∂J/∂y", "backward")
    drawing.method(GRADIENT, "updateGradInput", "W^T (∂J/∂y)", "backward")
    left, right = FORKS
    y, between, bottom = (box.middle[1] for box in (FORWARD, ACCUMULATE, GRADIENT))
    drawing.arrow("forward", (left, y), (left, between), (ACCUMULATE.x - 1, between))
    drawing.arrow("forward", (3, y), (LEFT - 1, y))
    drawing.arrow("forward", (RIGHT, y), (WIDTH - 3, y))
    drawing.label((left, y - 14), "x", "forward")
    drawing.label((378, y - 14), "y", "forward")
    drawing.arrow("backward", (right, bottom), (right, between), (RIGHT + 1, between))
    drawing.arrow("backward", (WIDTH - 3, bottom), (RIGHT + 1, bottom))
    drawing.arrow("backward", (LEFT, bottom), (3, bottom))
    drawing.label((377, bottom + 16), "∂J/∂y", "backward")
    drawing.label((23, bottom + 16), "∂J/∂x", "backward")


def _weights(drawing: Drawing) -> None:
    """Draw the parameters, and the two methods that read them."""
    drawing.tensor(PARAMETERS, "parameter", "rest", "`weight`", "`bias`")
    x = PARAMETERS.middle[0]
    drawing.arrow("rest", (x, PARAMETERS.y), (x, FORWARD.bottom + 1))
    drawing.label((x + 10, 110), "W, b", anchor="start")
    x = 66
    drawing.arrow("rest", (x, PARAMETERS.bottom), (x, GRADIENT.y - 1))
    drawing.label((x + 10, 364), "W", anchor="start")


def _step(drawing: Drawing) -> None:
    """Draw the way of a gradient through its buffer into the parameter."""
    drawing.tensor(BUFFERS, "buffer", "backward", "`gradWeight`", "`gradBias`")
    x, y = BUFFERS.middle
    drawing.arrow("backward", (x, ACCUMULATE.y), (x, BUFFERS.bottom + 5))
    drawing.label((x - 10, 276), "+=", "backward", anchor="end")
    drawing.method(ZERO, "zeroGradParameters")
    drawing.arrow("rest", (ZERO.right, y), (BUFFERS.x - 5, y))
    drawing.label((234, y - 16), "= 0")
    drawing.method(UPDATE, "updateParameters", "−η ∂J/∂W,\u2002−η ∂J/∂b")
    drawing.arrow("rest", (x, BUFFERS.y - 4), (x, UPDATE.bottom + 1))
    y = UPDATE.middle[1]
    drawing.arrow("rest", (UPDATE.x, y), (PARAMETERS.right + 3, y))
    drawing.label((138, y - 14), "+=")
