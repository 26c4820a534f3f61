"""Makes a page show what its blocks led to."""

import posixpath
from collections.abc import Callable

from torchnn_doc.checker.accept.edits import Edit, plan
from torchnn_doc.checker.compare.check import OutputError, printed_by
from torchnn_doc.checker.compare.pictures import PictureError, is_shown
from torchnn_doc.checker.page.blocks import Block
from torchnn_doc.checker.page.errors import CheckError
from torchnn_doc.checker.page.fences import Source, digest
from torchnn_doc.checker.page.lines import split_lines
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
    edits = _redrawn(block, outcome.picture, source) if block.draws else ()
    if isinstance(wrong, OutputError):
        edits = (plan(block, printed_by(block, outcome), source, again()), *edits)
    return edits


def _redrawn(block: Block, picture: str, source: Source) -> tuple[Edit, ...]:
    """The edit that makes the file of a picture what the block has drawn; none if it is."""
    if is_shown(block, picture, source):
        return ()
    file = (source.file.parent / block.draws).resolve()
    data = file.read_bytes() if file.exists() else b""
    old, new = (split_lines(text) for text in (data.decode(errors="replace"), picture))
    path = posixpath.normpath(posixpath.join(posixpath.dirname(source.path), block.draws))
    lines = len(old) - (not old[-1])
    return (Edit(str(file), path, digest(data), 1, lines + 1, tuple(new[:-1])),)
