"""Pages of people who have never heard of the checker, such as they are."""

from collections.abc import Callable
from pathlib import Path

import pytest

from torchnn_doc.checker.page.fences import Source
from torchnn_doc.checker.page.formulas import find_formulas

pytest_plugins = ["pytester"]

RunPages = Callable[..., pytest.RunResult]

README = """\
# coolcache

For Python 3.11 and newer. Version 2.1.0 takes 0.5 s; 1.9 took 2.3 s. It costs $5, `$HOME` or $10.

```python
size = 10
```

| version | speed |
|---|---|
| 1.9 | 2.3 s |
"""
THEORY = """\
The loss is $L = \\frac{1}{2} \\cdot 4 = 2$ for $\\alpha$, and

$$
b = 1 -
$$

```python
b = 1
```
"""
WITHOUT_LARK = "import sys\nsys.modules['lark'] = None\n"


def write(pytester: pytest.Pytester, name: str, text: str) -> None:
    page = pytester.path / name
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(text, encoding="utf-8")


def test_numbers_in_prose_are_left_alone_until_they_are_asked_for(
    pytester: pytest.Pytester, run_pages: RunPages
) -> None:
    write(pytester, "README.md", README)
    assert run_pages().ret == pytest.ExitCode.OK
    run_pages("-odocs_numbers=true").stdout.fnmatch_lines(["README.md:3: 3.11 is unchecked*"])


def test_prices_and_variables_of_a_shell_are_no_formulas() -> None:
    assert find_formulas(Source(Path("README.md"), "README.md", README, "")) == []


@pytest.mark.parametrize("folder", [".venv/lib", ".pytest_cache", "node_modules/x", "env", "docs/.cache"])
def test_pages_in_the_folders_of_tools_are_left_out(
    pytester: pytest.Pytester, run_pages: RunPages, folder: str
) -> None:
    write(pytester, "docs/page.md", README)
    write(pytester, f"{folder}/README.md", "```python\n1 / 0\n```\n")
    write(pytester, "env/pyvenv.cfg", "")
    result = run_pages()
    assert result.ret == pytest.ExitCode.OK
    result.stdout.fnmatch_lines(["docs: 1 page, 1 block run, *"])


def test_a_hidden_folder_that_is_named_is_not_left_out_in_silence(
    pytester: pytest.Pytester, run_pages: RunPages
) -> None:
    write(pytester, "page.md", README)
    write(pytester, ".github/page.md", README)
    result = run_pages("-odocs_pages=*.md .github/*.md")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["docs: .github/page.md is in docs_pages but was not collected*"])


@pytest.mark.parametrize("workers", [[], ["-n", "1"]], ids=["here", "in a worker"])
def test_formulas_are_counted_as_not_read_where_their_extra_is_missing(
    pytester: pytest.Pytester, workers: list[str]
) -> None:
    pytester.makeconftest(WITHOUT_LARK)
    write(pytester, "theory.md", THEORY)
    result = pytester.runpytest_subprocess(
        "-p", "no:hypothesispytest", "-odocs_pages=*.md", "-rs", "-v", *workers
    )
    result.assert_outcomes(passed=1, skipped=1)
    result.stdout.fnmatch_lines(
        [
            "docs: not read theory.md:1: L = *: needs lark and sympy (pip install lark sympy)",
            "docs: not read theory.md:4: b = 1 -: needs lark and sympy (pip install lark sympy)",
            "docs: 1 page, *, 3 equations not read: needs lark and sympy (pip install lark sympy)",
            "SKIPPED [[]1[]] theory.md:1: to verify equations needs lark and sympy (pip install lark sympy)",
        ]
    )


@pytest.mark.parametrize(
    ("comment", "options", "line"),
    [
        ("<!-- check: b = b -->\n", [], 11),
        ("", ["-odocs_numbers=true"], 1),
        ("", ["-odocs_equations=true"], 1),
    ],
    ids=["by a comment", "by docs_numbers", "by docs_equations"],
)
def test_formulas_that_are_asked_for_need_their_extra(
    pytester: pytest.Pytester, comment: str, options: list[str], line: int
) -> None:
    pytester.makeconftest(WITHOUT_LARK)
    write(pytester, "theory.md", f"{THEORY}\n{comment}")
    result = pytester.runpytest_subprocess("-p", "no:hypothesispytest", "-odocs_pages=*.md", *options)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([f"theory.md:{line}: equations need lark: *"])


def test_an_equation_that_is_not_read_fails_where_all_have_to_be_read(
    pytester: pytest.Pytester, run_pages: RunPages
) -> None:
    write(pytester, "page.md", '$f(x) = 1$\n\n<!-- check: skip "an integral" -->\n\n$\\int x = 2$\n')
    run_pages().assert_outcomes(passed=1)
    result = run_pages("-odocs_equations=true")
    result.assert_outcomes(failed=1)
    reason = "f(...) may be a function or a product: f is not known"
    result.stdout.fnmatch_lines([f"page.md:1: f(x) = 1: not read: {reason}"])
    result.stdout.no_fnmatch_line("*int x = 2*")


def test_what_is_written_past_the_streams_does_not_flood_the_report(pytester: pytest.Pytester) -> None:
    write(pytester, "page.md", "```python\nimport os\nos.write(1, b'x' * 5_000_000)\n1 / 0\n```\n")
    result = pytester.runpytest_subprocess("-p", "no:hypothesispytest", "-odocs_pages=*.md")
    result.stdout.fnmatch_lines(["page.md:4: ZeroDivisionError: division by zero", "xxx*"])
    assert len(result.stdout.str()) < 200_000


def test_marks_from_a_conftest_count(pytester: pytest.Pytester, run_pages: RunPages) -> None:
    pytester.makeconftest("""
        import pytest
        def pytest_collection_modifyitems(items):
            items[0].add_marker(pytest.mark.xfail(strict=True))
            items[1].add_marker(pytest.mark.skip(reason="not today"))
    """)
    write(pytester, "page.md", "```python\n1 / 0\n```\n\n```python {.fresh}\n1 / 0\n```\n")
    run_pages().assert_outcomes(xfailed=1, skipped=1)
