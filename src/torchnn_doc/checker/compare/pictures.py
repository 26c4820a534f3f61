"""Holds the picture that a page shows against the one that its code has drawn."""

from torchnn_doc.checker.page.blocks import Block
from torchnn_doc.checker.page.errors import CheckError
from torchnn_doc.checker.page.fences import Source
from torchnn_doc.checker.page.lines import split_lines


class PictureError(CheckError):
    """A page shows another picture than its code draws."""


def check_picture(block: Block, picture: str, source: Source) -> None:
    """Hold the file of a picture against what the block has drawn.

    Raises:
        PictureError: The block draws nothing, or the file is not what it draws.
    """
    if not picture:
        problem = f"draws={block.draws}, but at its end no figure of matplotlib.pyplot is open"
        raise PictureError(source.path, block.line, problem)
    if not is_shown(block, picture, source):
        problem = f"{block.draws} is not the picture that this code draws (--accept draws it)"
        raise PictureError(source.path, block.line, problem)


def is_shown(block: Block, picture: str, source: Source) -> bool:
    """Whether the file that the page shows is what the block has drawn; line ends do not matter."""
    file = source.file.parent / block.draws
    shown = file.read_bytes() if file.exists() else b""
    return split_lines(shown.decode(errors="replace")) == split_lines(picture)
