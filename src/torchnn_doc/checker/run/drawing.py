"""Takes the picture that a block has drawn with matplotlib, which is never imported here."""

import io
import os
import sys
from typing import Any


def draw_in_memory() -> None:
    """Let matplotlib, if a page imports it, open no windows."""
    os.environ.setdefault("MPLBACKEND", "agg")


def take_picture() -> str:
    """Take matplotlib's current figure as SVG, the same bytes for the same figure, and close all figures.

    Returns:
        The picture, or "" if nothing was drawn.
    """
    pyplot = sys.modules.get("matplotlib.pyplot")
    if not pyplot or not pyplot.get_fignums():
        return ""
    picture = _as_svg(pyplot.gcf())
    pyplot.close("all")
    return picture


def take_pictures() -> list[str]:
    """Take all figures, in the order of their numbers, and close them."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if not pyplot:
        return []
    pictures = [_as_svg(pyplot.figure(number)) for number in pyplot.get_fignums()]
    pyplot.close("all")
    return pictures


def _as_svg(figure: Any) -> str:
    picture = io.StringIO()
    matplotlib = sys.modules["matplotlib"]
    with matplotlib.rc_context({"svg.hashsalt": "torchnn_doc"}):  # the ids inside would be random otherwise
        figure.savefig(picture, format="svg", metadata={"Creator": None, "Date": None})
    return picture.getvalue()
