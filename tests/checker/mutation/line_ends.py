"""Gives the lines of pages other ends, and reads them anew."""

from collections.abc import Iterator
from dataclasses import replace

from tests.checker.mutation.mutant import Mutant
from tests.checker.mutation.ran import Ran
from torchnn_doc.checker.page.blocks import read_page


def line_ends(ran: Ran) -> Iterator[Mutant]:
    """Give the lines of a page other ends, and read it anew."""
    for ending in ("\r\n", "\r", "  \n", "\t\n"):
        text = ran.source.text.replace("\n", ending)
        blocks = read_page(replace(ran.source, text=text)).blocks
        pairs = list(zip(ran.page.blocks, blocks, strict=True))
        noticed = any(ran.notices(new, ran.outcomes[old.line]) for old, new in pairs if not old.notest)
        yield Mutant(ran.place(1), repr(ending), noticed)
