"""Pages that pytest takes for one test until they run: nobody who watches may notice."""

from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest

pytest_plugins = ["pytester"]

RunPages = Callable[..., pytest.RunResult]

RIGHT = """\
```python
n = 1
```

```python
print(n)
```

```text {.output}
1
```
"""
WRONG = RIGHT.replace("\n1\n", "\n2\n")
PROCESSES = pytest.mark.parametrize("processes", [[], ["-n", "2"]], ids=["here", "in workers"])


@pytest.fixture(autouse=True)
def pages(pytester: pytest.Pytester) -> None:
    for name, text in {"a": RIGHT, "b": WRONG, "c": RIGHT}.items():
        (pytester.path / f"{name}.md").write_text(text, encoding="utf-8")


@PROCESSES
def test_every_block_is_reported_as_a_test_of_its_own(run_pages: RunPages, processes: list[str]) -> None:
    result = run_pages("-v", *processes)
    result.assert_outcomes(passed=5, failed=1)
    lines = sorted(line for line in result.outlines if "PASSED" in line or "FAILED" in line)
    for name in ("a.md::line-1", "a.md::line-5", "b.md::line-1", "b.md::line-5", "c.md::line-1"):
        assert any(name in line for line in lines), name
    assert not any("::page" in line for line in result.outlines)
    assert any("[100%]" in line for line in result.outlines)


@PROCESSES
def test_the_first_failure_ends_the_run_if_asked(run_pages: RunPages, processes: list[str]) -> None:
    result = run_pages("-x", *processes)
    assert result.parseoutcomes()["failed"] == 1
    assert result.ret == (pytest.ExitCode.INTERRUPTED if processes else pytest.ExitCode.TESTS_FAILED)


@PROCESSES
def test_what_failed_last_can_be_run_alone(run_pages: RunPages, processes: list[str]) -> None:
    run_pages(*processes)
    run_pages("--lf", *processes).assert_outcomes(failed=1)
    run_pages("-k", "b.md and line-1", *processes).assert_outcomes(passed=1, deselected=0 if processes else 5)


@PROCESSES
def test_a_page_that_cannot_be_read_is_an_error_and_the_others_run(
    pytester: pytest.Pytester, run_pages: RunPages, processes: list[str]
) -> None:
    (pytester.path / "b.md").write_text("```python {notest}\n```\n", encoding="utf-8")
    result = run_pages(*processes)
    result.assert_outcomes(passed=4, errors=1)
    result.stdout.fnmatch_lines(["b.md:1: 'notest' needs a reason*", "ERROR b.md::page - b.md:1: *"])


@PROCESSES
def test_a_report_for_junit_has_a_case_for_each_block(
    pytester: pytest.Pytester, run_pages: RunPages, processes: list[str]
) -> None:
    run_pages("--junitxml=report.xml", *processes)
    cases = ET.parse(pytester.path / "report.xml").getroot().findall(".//testcase")
    names = {(case.get("classname"), case.get("name")): [part.tag for part in case] for case in cases}
    assert len(cases) == len(names) == 6
    assert names["b.md", "line-5"] == ["properties", "failure"]


def test_the_blocks_are_listed_if_asked(run_pages: RunPages) -> None:
    result = run_pages("--collect-only", "-q")
    result.stdout.fnmatch_lines(["a.md::line-1", "a.md::line-5", "b.md::line-1"])


@PROCESSES
def test_hooks_of_the_project_see_every_block(
    pytester: pytest.Pytester, run_pages: RunPages, processes: list[str]
) -> None:
    pytester.makeconftest("""
        import pytest
        def pytest_runtest_setup(item):
            if item.name == "line-5":
                pytest.skip("by a hook")
    """)
    run_pages(*processes).assert_outcomes(passed=3, skipped=3)


def test_a_plugin_that_looks_at_the_collected_tests_finds_the_blocks(
    pytester: pytest.Pytester, run_pages: RunPages
) -> None:
    pytester.makeconftest("""
        import pytest
        def pytest_collection_modifyitems(items):
            for item in items:
                if item.name == "line-5":
                    item.add_marker(pytest.mark.xfail(reason="by a hook"))
    """)
    run_pages().assert_outcomes(passed=3, xfailed=1, xpassed=2)


@PROCESSES
def test_fixtures_that_are_always_there_are_set_up_for_each_block(
    pytester: pytest.Pytester, run_pages: RunPages, processes: list[str]
) -> None:
    pytester.makeconftest("""
        import pytest
        @pytest.fixture(autouse=True)
        def broken(request):
            if request.node.name == "line-1":
                raise LookupError("no such thing")
    """)
    result = run_pages(*processes)
    assert result.parseoutcomes()["errors"] == 3


def test_logs_and_standard_error_are_shown_with_the_block_that_fails(
    pytester: pytest.Pytester, run_pages: RunPages
) -> None:
    code = "import logging, sys\nlogging.warning('logged')\nprint('aside', file=sys.stderr)\n1 / 0"
    text = f"```python\n{code}\n```\n"
    (pytester.path / "b.md").write_text(text, encoding="utf-8")
    result = run_pages()
    result.stdout.fnmatch_lines(["b.md:5: ZeroDivisionError*", "*Captured stderr call*", "aside", "*logged*"])


def test_a_warning_is_shown_with_its_line_and_fails_only_where_the_project_says_so(
    pytester: pytest.Pytester, run_pages: RunPages
) -> None:
    text = "Text\n\n```python\nimport warnings\nwarnings.warn('careful')\n'\\d'\n```\n"
    (pytester.path / "b.md").write_text(text, encoding="utf-8")
    result = run_pages("-Wdefault")
    result.assert_outcomes(passed=5, warnings=2)
    result.stdout.fnmatch_lines(["*b.md:6: *Warning: *invalid escape*", "*b.md:5: UserWarning: careful"])
    result = run_pages("-Werror::UserWarning")
    result.stdout.fnmatch_lines(["b.md:5: UserWarning: careful"])


@pytest.mark.parametrize("options", [[], ["-n", "1"], ["page.md::line-1"], ["--docs-isolate"]])
def test_setting_up_and_tearing_down_happens_once_for_the_session(
    pytester: pytest.Pytester, run_pages: RunPages, options: list[str]
) -> None:
    pytester.makeconftest("""
        import pathlib, pytest
        @pytest.fixture(scope="session")
        def server():
            yield 7
            with pathlib.Path("log").open("a") as log:
                log.write("down ")
    """)
    blocks = "```python fixture:server\nassert server == 7\n```\n\n```python\nserver\n```\n"
    (pytester.path / "page.md").write_text(blocks, encoding="utf-8")
    run_pages(*options, pages="page.md")
    assert (pytester.path / "log").read_text(encoding="utf-8") == "down "
