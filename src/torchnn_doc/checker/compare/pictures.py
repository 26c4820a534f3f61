"""Holds the picture that a page shows against the one that its code has drawn."""

import posixpath
from typing import NoReturn

from torchnn_doc.checker.accept.edits import Edit
from torchnn_doc.checker.page.blocks import Block, read_page
from torchnn_doc.checker.page.errors import CheckError
from torchnn_doc.checker.page.fences import Source, digest
from torchnn_doc.checker.page.lines import split_lines
from torchnn_doc.checker.run.page_run import PageRun, unexpected


class PictureError(CheckError):
    """A page shows another picture than its code draws."""


def check_picture(block: Block, picture: str, source: Source) -> None:
    """Hold the file of a picture against what the block has drawn.

    Raises:
        PictureError: The block draws nothing, or the file is not what it draws.
    """
    if not picture:
        raise _nothing_drawn(block, source)
    if redrawn(block, picture, source):
        problem = f"{block.draws} is not the picture that this code draws (--accept draws it)"
        raise PictureError(source.path, block.line, problem)


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
        outcome = run.outcome(block, _no_fixture)
        if error := unexpected(block, outcome):
            raise PictureError(source.path, block.line, f"{block.draws} is not drawn: {error!r}") from error
        if not outcome.picture:
            raise _nothing_drawn(block, source)
        pictures[block.draws] = outcome.picture
    return pictures


def _nothing_drawn(block: Block, source: Source) -> PictureError:
    problem = f"draws={block.draws}, but at its end no figure of matplotlib.pyplot is open"
    return PictureError(source.path, block.line, problem)


def _no_fixture(name: str) -> NoReturn:
    raise LookupError(f"the fixture {name} is there only when pytest runs the page")


def redrawn(block: Block, picture: str, source: Source) -> tuple[Edit, ...]:
    """The edit that makes the file of a picture what the block has drawn; none if it is."""
    file = (source.file.parent / block.draws).resolve()
    data = file.read_bytes() if file.exists() else b""
    old, new = (split_lines(text) for text in (data.decode(errors="replace"), picture))
    if old == new:
        return ()
    path = posixpath.normpath(posixpath.join(posixpath.dirname(source.path), block.draws))
    lines = len(old) - (not old[-1])
    return (Edit(str(file), path, digest(data), 1, lines + 1, tuple(new[:-1])),)
