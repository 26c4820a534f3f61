"""The tools that are measured: for each, how it wants a block on the page, and how it is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec

from benchmarks.checker.projects import Block

READ = r"""
import contextlib, io, pathlib, re
BLOCK = re.compile(r"^```python\n(.*?)^```\n\n```text \{\.output\}\n(.*?)^```$", re.M | re.S)
def run(code, wanted, file, names):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, file, "exec"), names)
    assert out.getvalue() == wanted
"""

FLOOR = f"""{READ}
for page in sorted(pathlib.Path("docs").glob("*.md")):
    names = {{}}
    for code, wanted in BLOCK.findall(page.read_text()):
        run(code, wanted, str(page), names)
"""

BARE_ITEMS = f"""{READ}
import pytest
def pytest_collect_file(file_path, parent):
    return Page.from_parent(parent, path=file_path) if file_path.suffix == ".md" else None
class Page(pytest.File):
    def collect(self):
        self.names = {{}}
        for number, block in enumerate(BLOCK.findall(self.path.read_text())):
            item = Block.from_parent(self, name=f"block-{{number}}")
            item.block = block
            yield item
class Block(pytest.Item):
    def runtest(self):
        run(*self.block, str(self.path), self.parent.names)
    def reportinfo(self):
        return self.path, 0, self.name
"""

SYBIL = """
from sybil import Sybil
from sybil.parsers.markdown import {parser}
pytest_collect_file = Sybil(parsers=[{parser}()], patterns=["*.md"]).pytest()
"""

EXAMPLES = """
import pytest
from pytest_examples import CodeExample, EvalExample, find_examples
@pytest.mark.parametrize("example", find_examples("docs"), ids=str)
def test_example(example: CodeExample, eval_example: EvalExample):
    eval_example.run(example)
"""

MKTESTDOCS = """
import pathlib, pytest
from mktestdocs import check_md_file
@pytest.mark.parametrize("page", sorted(pathlib.Path("docs").glob("*.md")), ids=str)
def test_page(page):
    check_md_file(page, memory=True)
"""


@dataclass(frozen=True)
class Tool:
    """One way to check the blocks of pages.

    Attributes:
        name: What it is called in the table.
        tests: What is a test of its own: "block", "page" or "" if nothing is.
        layout: The text of one block on a page.
        command: What Python is called with.
        files: The files that the project needs for it, beside its pages.
        needs: The module without which it cannot be measured.
    """

    name: str
    tests: str
    layout: Callable[[Block], str]
    command: tuple[str, ...]
    files: Mapping[str, str] = field(default_factory=dict)
    needs: str = "pytest"

    @property
    def is_installed(self) -> bool:
        """Whether it can be measured here."""
        return find_spec(self.needs) is not None


def with_output(block: Block) -> str:
    """Code that prints, and below it what it prints."""
    code = f"{block.code}\nprint({block.value})"
    return f"Block {block.place}.\n\n```python\n{code}\n```\n\n```text {{.output}}\n{block.output}\n```\n"


def with_assert(block: Block, info: str = "python", comment: str = "") -> str:
    """Code that holds its value against what it should print."""
    code = f"{block.code}\nassert str({block.value}) == {block.output!r}"
    return f"Block {block.place}.\n\n{comment}```{info}\n{code}\n```\n"


def _continued(block: Block) -> str:
    return with_assert(block, info="python continuation" if block.place else "python")


def _codeblocks(block: Block) -> str:
    return with_assert(block, comment="<!--pytest-codeblocks:cont-->\n" if block.place else "")


def _on_its_own(block: Block) -> str:
    return with_assert(Block(block.first, block.lines, block.value, block.output, place=0))


def _doctest(block: Block, fence: str = "") -> str:
    lines = [*block.code.split("\n"), f"print({block.value})"]
    prompts = "\n".join(("... " if line.startswith(" ") else ">>> ") + line for line in lines)
    opening, closing = (f"```{fence}\n", "```\n") if fence else ("", "")
    return f"Block {block.place}.\n\n{opening}{prompts}\n{block.output}\n{closing}"


def _pytest(*arguments: str) -> tuple[str, ...]:
    return ("-m", "pytest", "-q", *arguments)


OURS = Tool(
    "torchnn_doc",
    "block",
    with_output,
    _pytest("-p", "pytest_markdown_docs.plugin", "-p", "torchnn_doc.checker.plugin"),
    {"pytest.ini": "[pytest]\ndocs_pages = docs/*.md\n"},
)
BARE = Tool("bare pytest items", "block", with_output, _pytest("docs"), {"conftest.py": BARE_ITEMS})

TOOLS = (
    Tool("floor: a script", "", with_output, ("floor.py",), {"floor.py": FLOOR}),
    BARE,
    OURS,
    Tool("doctest", "page", _doctest, _pytest("--doctest-glob=*.md", "docs")),
    Tool(
        "pytest-codeblocks",
        "page",
        _codeblocks,
        _pytest("-p", "pytest_codeblocks.plugin", "--codeblocks", "docs"),
        needs="pytest_codeblocks",
    ),
    Tool("mktestdocs", "page", with_assert, _pytest(), {"test_pages.py": MKTESTDOCS}, "mktestdocs"),
    Tool(
        "Sybil, asserts",
        "block",
        with_assert,
        _pytest("docs"),
        {"conftest.py": SYBIL.format(parser="PythonCodeBlockParser")},
        "sybil",
    ),
    Tool(
        "Sybil, doctest",
        "block",
        lambda block: _doctest(block, "python"),
        _pytest("docs"),
        {"conftest.py": SYBIL.format(parser="PythonCodeBlockParser")},
        "sybil",
    ),
    Tool(
        "pytest-markdown-docs, asserts",
        "block",
        _continued,
        _pytest("-p", "pytest_markdown_docs.plugin", "--markdown-docs", "docs"),
    ),
    Tool(
        "pytest-examples, asserts",
        "block",
        _on_its_own,
        _pytest("-p", "pytest_examples"),
        {"test_examples.py": EXAMPLES},
        "pytest_examples",
    ),
)
