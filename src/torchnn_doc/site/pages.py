"""Reads pages as the checker does, each once for all hooks, and for all builds of a process that goes on."""

from functools import cache

from torchnn_doc.checker import blocks, page
from torchnn_doc.checker.blocks import Page
from torchnn_doc.checker.page import Fence, Source


@cache
def read_fences(text: str, where: str) -> tuple[Fence, ...]:
    """All fences of a page's text; see `torchnn_doc.checker.page.read_fences`."""
    return tuple(page.read_fences(text, where))


@cache
def read_page(source: Source) -> Page:
    """The blocks of a page; see `torchnn_doc.checker.blocks.read_page`."""
    return blocks.read_page(source)
