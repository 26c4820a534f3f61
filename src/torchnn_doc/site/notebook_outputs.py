"""Gives the cells of an executed notebook the outputs that their page shows, where they printed these.

Times and unwritten memory differ from run to run, and the page says so. A build should not.
"""

from nbformat import NotebookNode

from torchnn_doc.checker.compare.outputs import compare
from torchnn_doc.checker.page.blocks import Page


def as_on_page(notebook: NotebookNode, page: Page) -> NotebookNode:
    """Change outputs that the checker takes for those of the page into these.

    Args:
        notebook: It is changed.
        page: What it was made from.

    Returns:
        The notebook.
    """
    blocks = [block for block in page.blocks if not block.notest]
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for block, cell in zip(blocks, cells, strict=True):
        if not block.output or [output.output_type for output in cell.outputs] != ["stream"]:
            continue
        [printed] = cell.outputs
        if compare(block.output.fence.text, printed.text, block.output.rule) is None:
            printed.text = block.output.fence.text
    return notebook
