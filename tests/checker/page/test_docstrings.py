"""Docstrings as pages."""

from collections.abc import Callable
from pathlib import Path

import pytest

from torchnn_doc.checker.page.docstrings import read_docstrings
from torchnn_doc.checker.page.errors import PageError
from torchnn_doc.checker.page.fences import Source, read_fences

pytest_plugins = ["pytester"]

RunPages = Callable[..., pytest.RunResult]

MODULE = '''\
"""A module.

```python
n = 1
```
"""

raise SystemExit("this module is not imported")


class Adder:
    """Adds.

        No fence: ``x``.
    """

    def add(self):
        r"""Add.

        === "Example"

            ```python
            print(1 + 1)
            ```

            ```text {.output}
            3
            ```
        """

    async def later(self):
        """```python
        print("n" in globals())
        ```

        ```text {.output}
        False
        ```
        """
'''


def source(text: str) -> Source:
    return Source(Path("module.py").absolute(), "module.py", text, "")


def test_fences_in_docstrings_have_the_lines_of_the_file() -> None:
    pages = read_docstrings(source(MODULE))
    assert list(pages) == [1, 18, 32]
    lines = MODULE.splitlines()
    for page in pages.values():
        for fence in read_fences(page.text, page.path):
            assert lines[fence.line - 1].strip(' r"').startswith("```")
            assert lines[fence.end - 1].strip() == "```"


@pytest.mark.parametrize("docstring", ['"""a\\n```python\n1\n```\n"""', '"""a\\\n```python\n1\n```\n"""'])
def test_a_docstring_whose_lines_cannot_be_told_is_an_error(docstring: str) -> None:
    with pytest.raises(PageError, match=r"^module.py:2: a docstring whose lines are not those of the file"):
        read_docstrings(source(f"def f():\n    {docstring}\n"))


def test_a_file_that_is_not_python_is_an_error() -> None:
    with pytest.raises(PageError, match=r"^module.py:1: this is not Python"):
        read_docstrings(source("def\n"))


@pytest.mark.parametrize("arguments", [["--markdown-docs"], ["--markdown-docs", "-n", "1"]])
def test_docstrings_are_checked_where_markdown_docs_is_asked_for(
    pytester: pytest.Pytester, run_pages: RunPages, arguments: list[str]
) -> None:
    (pytester.path / "module.py").write_text(MODULE, encoding="utf-8")
    (pytester.path / "page.md").write_text("```python\n1\n```\n", encoding="utf-8")
    result = run_pages(*arguments)
    result.assert_outcomes(passed=3, failed=1)
    result.stdout.fnmatch_lines(
        ["module.py:27: wanted 3, printed 2", "docs: 2 pages, 4 blocks run, 1 output and 0 numbers *"]
    )


def test_docstrings_are_pages_where_docs_pages_names_their_files(
    pytester: pytest.Pytester, run_pages: RunPages
) -> None:
    (pytester.path / "module.py").write_text(MODULE, encoding="utf-8")
    run_pages(pages="*.py").assert_outcomes(passed=2, failed=1)
    run_pages("-k", "line-22", pages="*.py").assert_outcomes(failed=1, deselected=2)


def test_a_docstring_is_never_rewritten(pytester: pytest.Pytester, run_pages: RunPages) -> None:
    file = pytester.path / "module.py"
    file.write_text(MODULE, encoding="utf-8")
    run_pages("--accept", pages="*.py").assert_outcomes(passed=2, failed=1)
    assert file.read_text(encoding="utf-8") == MODULE


def test_a_docstring_without_its_output_is_not_told_to_accept_one(
    pytester: pytest.Pytester, run_pages: RunPages
) -> None:
    file = pytester.path / "module.py"
    file.write_text('"""A module.\n\n```python\nprint(1)\n```\n"""\n', encoding="utf-8")
    lines = run_pages(pages="*.py").outlines
    assert "module.py:3: the code prints, but no ```text {.output} block follows it" in lines
