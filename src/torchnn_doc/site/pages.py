"""Reads pages as the checker does, each once for all hooks, and for all builds of a process that goes on."""

from functools import cache

from torchnn_doc.checker.page import blocks, fences
from torchnn_doc.checker.page.blocks import Page
from torchnn_doc.checker.page.fences import Fence, Source


@cache
def read_fences(text: str, where: str) -> tuple[Fence, ...]:
    """All fences of a page's text; see `torchnn_doc.checker.page.fences.read_fences`."""
    return tuple(fences.read_fences(text, where))


@cache
def read_page(source: Source) -> Page:
    """The blocks of a page; see `torchnn_doc.checker.page.blocks.read_page`."""
    return blocks.read_page(source)
