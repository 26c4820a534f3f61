"""Makes a page show what its blocks led to."""

from collections.abc import Callable

from torchnn_doc.checker.accept.edits import Edit, plan
from torchnn_doc.checker.accept.pictures import redrawn
from torchnn_doc.checker.compare.check import OutputError, printed_by
from torchnn_doc.checker.compare.pictures import PictureError
from torchnn_doc.checker.page.blocks import Block
from torchnn_doc.checker.page.errors import CheckError
from torchnn_doc.checker.page.fences import Source
from torchnn_doc.checker.run.outcome import Outcome


def corrections(
    block: Block,
    outcome: Outcome,
    wrong: CheckError,
    source: Source,
    again: Callable[[], str],
) -> tuple[Edit, ...]:
    """The edits that make a page show what a block led to; none if what is wrong is not what it shows.

    Args:
        block: The block.
        outcome: What running it led to.
        wrong: What is wrong with it.
        source: The page.
        again: Gives what the block prints on another run of the page.

    Raises:
        AcceptError: The output cannot be written there.
    """
    if not isinstance(wrong, OutputError | PictureError) or source.is_docstring:
        return ()
    if block.draws and not outcome.picture:
        return ()
    edits: tuple[Edit, ...] = ()
    if isinstance(wrong, OutputError):
        edits += (plan(block, printed_by(block, outcome), source, again()),)
    if block.draws:
        edits += redrawn(block, outcome.picture, source)
    return edits
