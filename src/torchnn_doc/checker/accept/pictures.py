"""Makes the picture that a page shows the one that its code draws."""

import posixpath

from torchnn_doc.checker.accept.edits import Edit
from torchnn_doc.checker.compare.pictures import is_shown
from torchnn_doc.checker.page.blocks import Block
from torchnn_doc.checker.page.fences import Source, digest
from torchnn_doc.checker.page.lines import split_lines


def redrawn(block: Block, picture: str, source: Source) -> tuple[Edit, ...]:
    """The edit that makes the file of a picture what the block has drawn; none if it is."""
    if is_shown(block, picture, source):
        return ()
    file = (source.file.parent / block.draws).resolve()
    data = file.read_bytes() if file.exists() else b""
    old, new = (split_lines(text) for text in (data.decode(errors="replace"), picture))
    path = posixpath.normpath(posixpath.join(posixpath.dirname(source.path), block.draws))
    lines = len(old) - (not old[-1])
    return (Edit(str(file), path, digest(data), 1, lines + 1, tuple(new[:-1])),)
