"""Makes sample projects: pages whose blocks each print the product of two matrices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

FIRST = "import time\nimport numpy as np\ny = np.ones((4, 2))"
BUSY = "end = time.process_time() + {}\nwhile time.process_time() < end:\n    pass"


@dataclass(frozen=True)
class Size:
    """How large a project is.

    Attributes:
        pages: How many pages it has.
        blocks: How many blocks a page has.
        work: The seconds of work that each block does beside its product.
    """

    pages: int
    blocks: int
    work: float = 0.0

    def __str__(self) -> str:
        return f"{self.pages} x {self.blocks}"


@dataclass(frozen=True)
class Block:
    """One block.

    Attributes:
        first: What the first block of the page does for all of them.
        lines: What it does before it prints.
        value: The expression that it prints.
        output: What that prints.
        place: Its number on the page, from 0.
    """

    first: str
    lines: str
    value: str
    output: str
    place: int

    @property
    def code(self) -> str:
        """All that it does before it prints; the first block of a page also does what all need."""
        return "\n".join([*([] if self.place else [self.first]), self.lines])


def make_project(folder: Path, size: Size, layout: Callable[[Block], str], files: Mapping[str, str]) -> None:
    """Writes the pages into `docs`, laid out as a tool wants its blocks, and the tool's own files beside."""
    (folder / "docs").mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    for page in range(size.pages):
        blocks = [layout(_block(page, place, size)) for place in range(size.blocks)]
        text = "\n".join([f"# Page {page}\n", *blocks])
        (folder / "docs" / f"page{page:04}.md").write_text(text, encoding="utf-8")


def _block(page: int, place: int, size: Size) -> Block:
    number = page * size.blocks + place
    lines = f"x = np.arange(12.0).reshape(3, 4) + {number}"
    if size.work:
        lines += "\n" + BUSY.format(size.work)
    output = str((np.arange(12.0).reshape(3, 4) + number) @ np.ones((4, 2)))
    return Block(FIRST, lines, "x @ y", output, place)
