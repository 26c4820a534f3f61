"""Takes the picture that a block has drawn with matplotlib, which is never imported here."""

import io
import os
import sys


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
    picture = io.StringIO()
    with pyplot.rc_context({"svg.hashsalt": "torchnn_doc"}):  # the ids inside would be random otherwise
        pyplot.savefig(picture, format="svg", metadata={"Creator": None, "Date": None})
    pyplot.close("all")
    return picture.getvalue()
