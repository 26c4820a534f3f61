"""Holds the picture that a page shows against the one that its code has drawn."""

from torchnn_doc.checker.page.blocks import Block, read_page
from torchnn_doc.checker.page.errors import CheckError
from torchnn_doc.checker.page.fences import Source
from torchnn_doc.checker.page.lines import split_lines
from torchnn_doc.checker.run.outcome import unexpected
from torchnn_doc.checker.run.page_run import PageRun, no_fixture


class PictureError(CheckError):
    """A page shows another picture than its code draws."""


def check_picture(block: Block, picture: str, source: Source) -> None:
    """Hold the file of a picture against what the block has drawn.

    Raises:
        PictureError: The block draws nothing, or the file is not what it draws.
    """
    if not picture:
        raise _nothing_drawn(block, source)
    if not is_shown(block, picture, source):
        problem = f"{block.draws} is not the picture that this code draws (--accept draws it)"
        raise PictureError(source.path, block.line, problem)


def is_shown(block: Block, picture: str, source: Source) -> bool:
    """Whether the file that the page shows is what the block has drawn; line ends do not matter."""
    file = source.file.parent / block.draws
    shown = file.read_bytes() if file.exists() else b""
    return split_lines(shown.decode(errors="replace")) == split_lines(picture)


def draw(source: Source, timeout: float = 60) -> dict[str, str]:
    """Draw the pictures of a page by running it.

    Args:
        source: The page.
        timeout: The seconds that one block may run.

    Returns:
        The pictures by their addresses, as the page links to them.

    Raises:
        CheckError: The page cannot be read, or a block that draws a picture does not run to its end.
    """
    page = read_page(source)
    drawing = [block for block in page.blocks if block.draws and not block.notest]
    run = PageRun(page, source, {}, timeout)
    pictures = {}
    for block in drawing:
        outcome = run.outcome(block, no_fixture)
        if error := unexpected(block, outcome):
            raise PictureError(source.path, block.line, f"{block.draws} is not drawn: {error!r}") from error
        if not outcome.picture:
            raise _nothing_drawn(block, source)
        pictures[block.draws] = outcome.picture
    return pictures


def _nothing_drawn(block: Block, source: Source) -> PictureError:
    problem = f"draws={block.draws}, but at its end no figure of matplotlib.pyplot is open"
    return PictureError(source.path, block.line, problem)
