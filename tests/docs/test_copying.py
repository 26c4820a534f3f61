"""A reader who copies one block of a page, together with the page's first, gets what the page shows."""

import contextlib
import io
from pathlib import Path

import pytest

from torchnn_doc.checker.compare.check import check
from torchnn_doc.checker.page.blocks import Block, read_page
from torchnn_doc.checker.page.fences import Source, read_source
from torchnn_doc.checker.run.drawing import take_picture
from torchnn_doc.checker.run.outcome import Outcome

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted(ROOT.glob("docs/en/[0-9]*.md"))  # whose code is that of the translation


def blocks_of(file: Path) -> tuple[Source, list[Block]]:
    source = read_source(file, str(file.relative_to(ROOT)))
    return source, [block for block in read_page(source).blocks if not block.notest]


def cases() -> list[tuple[Path, int]]:
    return [(file, number) for file in CHAPTERS for number in range(1, len(blocks_of(file)[1]))]


@pytest.mark.parametrize(("file", "number"), cases(), ids=lambda value: getattr(value, "name", str(value)))
def test_a_block_needs_the_first_one_and_no_other(file: Path, number: int) -> None:
    source, blocks = blocks_of(file)
    names: dict[str, object] = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(blocks[0].fence.text, names)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(blocks[number].fence.text, names)
    check(blocks[number], Outcome(printed.getvalue(), None, picture=take_picture()), source)
