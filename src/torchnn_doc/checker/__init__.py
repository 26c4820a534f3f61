"""Runs every Python block of Markdown pages under pytest and holds what it prints against the page.

A page goes through these rooms, and each knows only those above it:

    page/          text -> fences -> blocks, in every dialect; docstrings; formulas
    run/           blocks -> outcomes: namespaces, streams, time limits
    compare/       outcome against page: text, decimals, tensors, pictures; how a difference is told
    equations/     mathematics read and verified
    numbers/       each shown number traced to where it comes from
    translations/  the same page in two languages, held against each other
    accept/        what was found -> edits -> files, whole or not at all
    checking.py    a page through all of them: `check_page`
    migrate/       pages of other tools, rewritten for this one
    plugin/        pytest: options, collection, items, ledger, terminal; it alone knows pytest

What becomes of a page is its record (record.py), which all of them can give and read.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torchnn_doc.checker.checking import Settings, check_page
    from torchnn_doc.checker.page.fences import read_source

__all__ = ["Settings", "check_page", "read_source"]


def __getattr__(name: str) -> Any:
    """Load what is asked for only then: every run of pytest loads this package."""
    if name == "read_source":
        from torchnn_doc.checker.page import fences  # noqa: PLC0415

        return fences.read_source
    if name in __all__:
        from torchnn_doc.checker import checking  # noqa: PLC0415

        return getattr(checking, name)
    raise AttributeError(name)
