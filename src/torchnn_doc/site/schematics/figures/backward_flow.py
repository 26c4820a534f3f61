"""Chapter 6: what each method of a linear layer reads, and where its result goes."""

from ..canvas import WIDTH, Canvas
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


def draw() -> Canvas:
    """Draw the forward pass at the top, the backward pass at the bottom, and between them what stays."""
    canvas = Canvas(454)
    canvas.module(Box(OUTLINE, 6, WIDTH - 2 * OUTLINE, 442), "nn.Linear")
    _passes(canvas)
    _weights(canvas)
    _step(canvas)
    return canvas


def _passes(canvas: Canvas) -> None:
    canvas.method(FORWARD, "forward", "y = W x + b", "forward")
    canvas.method(ACCUMULATE, "accGradParameters", "(∂J/∂y) x^T,\u2003∂J/∂y", "backward")
    canvas.method(GRADIENT, "updateGradInput", "W^T (∂J/∂y)", "backward")
    left, right = FORKS
    y, between, bottom = (box.middle[1] for box in (FORWARD, ACCUMULATE, GRADIENT))
    canvas.arrow("forward", (left, y), (left, between), (ACCUMULATE.x - 1, between))
    canvas.arrow("forward", (3, y), (LEFT - 1, y))
    canvas.arrow("forward", (RIGHT, y), (WIDTH - 3, y))
    canvas.label((left, y - 14), "x", "forward")
    canvas.label((378, y - 14), "y", "forward")
    canvas.arrow("backward", (right, bottom), (right, between), (RIGHT + 1, between))
    canvas.arrow("backward", (WIDTH - 3, bottom), (RIGHT + 1, bottom))
    canvas.arrow("backward", (LEFT, bottom), (3, bottom))
    canvas.label((375.5, bottom + 16), "∂J/∂y", "backward")
    canvas.label((24.5, bottom + 16), "∂J/∂x", "backward")


def _weights(canvas: Canvas) -> None:
    """Draw the parameters, and the two methods that read them."""
    canvas.tensor(PARAMETERS, "parameter", "rest", "`weight`", "`bias`")
    x = PARAMETERS.middle[0]
    canvas.arrow("rest", (x, PARAMETERS.y), (x, FORWARD.bottom + 1))
    canvas.label((x + 10, 110), "W, b", anchor="start")
    x = 66
    canvas.arrow("rest", (x, PARAMETERS.bottom), (x, GRADIENT.y - 1))
    canvas.label((x + 10, 364), "W", anchor="start")


def _step(canvas: Canvas) -> None:
    """Draw the way of a gradient through its buffer into the parameter."""
    canvas.tensor(BUFFERS, "buffer", "backward", "`gradWeight`", "`gradBias`")
    x, y = BUFFERS.middle
    canvas.arrow("backward", (x, ACCUMULATE.y), (x, BUFFERS.bottom + 5))
    canvas.label((x - 10, 276), "+=", "backward", anchor="end")
    canvas.method(ZERO, "zeroGradParameters")
    canvas.arrow("rest", (ZERO.right, y), (BUFFERS.x - 5, y))
    canvas.label((234, y - 16), "= 0")
    canvas.method(UPDATE, "updateParameters", "−η ∂J/∂W,\u2002−η ∂J/∂b")
    canvas.arrow("rest", (x, BUFFERS.y - 4), (x, UPDATE.bottom + 1))
    y = UPDATE.middle[1]
    canvas.arrow("rest", (UPDATE.x, y), (PARAMETERS.right + 3, y))
    canvas.label((138, y - 14), "+=")
