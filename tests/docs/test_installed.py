"""Where the tests run, and so in CI, no block of a page is skipped for want of a library."""

import ast
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.docs.prose import name_of, pages
from torchnn_doc.checker.page.blocks import read_page
from torchnn_doc.checker.page.fences import read_source


def imported(code: str) -> Iterator[str]:
    """The packages that code imports."""
    for statement in ast.walk(ast.parse(code)):
        if isinstance(statement, ast.Import):
            yield from (name.name.partition(".")[0] for name in statement.names)
        elif isinstance(statement, ast.ImportFrom) and statement.module:
            yield statement.module.partition(".")[0]


@pytest.mark.parametrize("page", pages("en"), ids=name_of)
def test_what_a_block_asks_for_is_installed(page: Path) -> None:
    missing = [
        f"{name_of(page)}:{block.line}: {package} is not installed: `make .venv/all` does it"
        for block in read_page(read_source(page, name_of(page))).blocks
        if block.fixtures and not block.notest
        for package in imported(block.fence.text)
        if not find_spec(package)
    ]
    assert not missing, "\n".join(missing)
