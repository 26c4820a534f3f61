"""Gives the cells of a notebook the outputs of their page, which the checker has held against a run."""

from copy import deepcopy

from nbformat import NotebookNode
from nbformat.v4 import new_output

from torchnn_doc.checker.page.blocks import Page
from torchnn_doc.checker.page.fences import NOT_RUN


def with_outputs(notebook: NotebookNode, page: Page) -> NotebookNode:
    """Return a notebook with outputs.

    Args:
        notebook: It has none, and stays as it is.
        page: What it was made from.
    """
    shown = deepcopy(notebook)
    blocks = [block for block in page.blocks if NOT_RUN not in block.fence.options]
    cells = [cell for cell in shown.cells if cell.cell_type == "code"]
    for block, cell in zip(blocks, cells, strict=True):
        if block.output:
            cell.outputs = [new_output("stream", text=block.output.fence.text)]  # type: ignore[no-untyped-call]
    return shown
