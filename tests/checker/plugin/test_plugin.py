"""The plugin as its users meet it."""

import dataclasses
import inspect
from collections.abc import Callable

import pytest
from pytest_markdown_docs import plugin as upstream
from pytest_markdown_docs.definitions import FenceTestDefinition

pytest_plugins = ["pytester"]

RunPages = Callable[..., pytest.RunResult]

RIGHT = """\
```python
n = 1
```

```python
n += 1
print(n)
```

```text {.output}
2
```

```python {notest="needs a GPU"}
n = 9
```

```bash
ls
```
"""
WRONG = RIGHT.replace("\n2\n", "\n3\n")
SUMMARY = 'docs: {}, {} run, {} checked, {} skipped ({} x "needs a GPU"), {} not code'
SUMMARY_OF_TWO = SUMMARY.format("2 pages", "4 blocks", "2 outputs and 2 numbers", 2, 2, "2 fences")


def write(pytester: pytest.Pytester, **pages: str) -> None:
    for name, text in pages.items():
        path = pytester.path / f"{name.replace('__', '/')}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def test_one_option_makes_plain_pytest_check_the_pages(pytester: pytest.Pytester) -> None:
    pytester.makepyprojecttoml('[tool.pytest.ini_options]\ndocs_pages = ["docs/**/*.md", "README.md"]')
    write(pytester, README=RIGHT, docs__deep__page=WRONG, other=WRONG)
    result = pytester.runpytest_subprocess()
    result.assert_outcomes(passed=3, failed=1, skipped=2)
    result.stdout.fnmatch_lines(
        ["*FAILED docs/deep/page.md::line-5 - docs/deep/page.md:11: wanted 3, printed 2*"]
    )


def test_options_have_types_in_the_table_of_pytest(pytester: pytest.Pytester) -> None:
    options = 'docs_pages = ["*.md"]\ndocs_timeout = 30\ndocs_memory = 2000.5\ndocs_numbers = true'
    pytester.makepyprojecttoml(f"[tool.pytest]\n{options}")
    write(pytester, page=RIGHT)
    pytester.runpytest("-p", "no:hypothesispytest").assert_outcomes(passed=2, skipped=1)


def test_a_page_can_be_named_where_nothing_is_set(pytester: pytest.Pytester) -> None:
    write(pytester, page=WRONG, other=WRONG)
    pytester.runpytest("-p", "no:hypothesispytest", "page.md").assert_outcomes(passed=1, failed=1, skipped=1)
    result = pytester.runpytest("-p", "no:hypothesispytest", "--accept", "page.md")
    result.assert_outcomes(passed=2, skipped=1)
    assert (pytester.path / "page.md").read_text(encoding="utf-8") == RIGHT


def test_in_a_subfolder_pytest_checks_what_is_there(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytester.makepyprojecttoml('[tool.pytest.ini_options]\ndocs_pages = ["*.md", "docs/*.md"]')
    write(pytester, README=WRONG, docs__page=RIGHT)
    tests = pytester.mkdir("tests")
    tests.joinpath("test_one.py").write_text("def test_one(): pass\n", encoding="utf-8")
    for folder, counts in {"tests": {"passed": 1}, "docs": {"passed": 2, "skipped": 1}}.items():
        monkeypatch.chdir(pytester.path / folder)
        result = pytester.runpytest("-p", "no:hypothesispytest")
        result.assert_outcomes(**counts)
        assert result.ret == pytest.ExitCode.OK


def test_a_path_in_addopts_hides_no_page(pytester: pytest.Pytester) -> None:
    pytester.makepyprojecttoml('[tool.pytest.ini_options]\ndocs_pages = ["*.md"]\naddopts = "tests"')
    write(pytester, README=WRONG)
    pytester.mkdir("tests").joinpath("test_one.py").write_text("def test_one(): pass\n", encoding="utf-8")
    pytester.runpytest("-p", "no:hypothesispytest").assert_outcomes(passed=2, failed=1, skipped=1)


def test_pages_outside_of_testpaths_are_checked_too(pytester: pytest.Pytester) -> None:
    options = 'docs_pages = "*.md docs/*.md"\ntestpaths = ["tests"]'
    pytester.makepyprojecttoml(f"[tool.pytest.ini_options]\n{options}")
    pytester.mkdir("tests").joinpath("test_one.py").write_text("def test_one(): pass\n", encoding="utf-8")
    write(pytester, README=RIGHT, docs__one=RIGHT, docs__two=RIGHT)
    result = pytester.runpytest("-p", "no:hypothesispytest")
    result.assert_outcomes(passed=7, skipped=3)
    assert result.ret == pytest.ExitCode.OK
    result.stdout.fnmatch_lines(["docs: 3 pages, 6 blocks run, *"])


def test_without_the_option_nothing_is_collected_and_nothing_is_imported(pytester: pytest.Pytester) -> None:
    write(pytester, page=WRONG)
    pytester.makepyfile("""
        import sys
        def test_modules():
            assert "torchnn_doc.checker.plugin" in sys.modules
            assert not {"markdown_it", "numpy", "torchnn_doc.checker.plugin.session"} & set(sys.modules)
    """)
    pytester.runpytest_subprocess("-p", "no:hypothesispytest").assert_outcomes(passed=1)


def test_with_the_option_numpy_is_not_imported(pytester: pytest.Pytester) -> None:
    write(
        pytester,
        page="```python\nimport sys\nprint('numpy' in sys.modules)\n```\n\n```text {.output}\nFalse\n```\n",
    )
    result = pytester.runpytest_subprocess("-p", "no:hypothesispytest", "-odocs_pages=*.md")
    result.assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["-odocs_pages=."], "*docs_pages: '.'*"),
        (["--docs-isolate"], "*--docs-isolate and docs_translations need docs_pages*"),
        (["--docs-reviewed"], "*--docs-isolate and docs_translations need docs_pages*"),
        (["-odocs_translations=."], "*--docs-isolate and docs_translations need docs_pages*"),
    ],
)
def test_an_option_that_makes_no_sense_is_a_usage_error(
    pytester: pytest.Pytester, options: list[str], message: str
) -> None:
    write(pytester, page=RIGHT)
    result = pytester.runpytest("-p", "no:hypothesispytest", *options)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([message])


def test_a_run_that_checks_no_block_is_not_green(pytester: pytest.Pytester, run_pages: RunPages) -> None:
    write(pytester, page="# No code here\n")
    pytester.makepyfile("def test_one(): pass")
    result = run_pages()
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["docs: docs_pages is set, but none of its pages holds a Python block"])


def test_a_page_that_pytest_does_not_walk_into_is_not_forgotten(
    pytester: pytest.Pytester, run_pages: RunPages
) -> None:
    write(pytester, page=RIGHT, build__page=RIGHT)
    result = run_pages()
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["docs: build/page.md is in docs_pages but was not collected*"])


def test_one_block_is_asked_for_by_its_line(pytester: pytest.Pytester, run_pages: RunPages) -> None:
    write(pytester, page=WRONG)
    result = run_pages("page.md::line-5", "-v")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["page.md::line-5 FAILED*", "page.md:11: wanted 3, printed 2"])


def test_without_capture_a_block_with_a_fixture_prints_once(pytester: pytest.Pytester) -> None:
    page = "```python fixture:tmp_path\nprint(1)\n```\n\n```text {.output}\n1\n```\n"
    write(pytester, page=page)
    result = pytester.runpytest_subprocess("-s", "-p", "no:hypothesispytest", "page.md")
    result.assert_outcomes(passed=1)


def test_a_page_named_on_the_command_line_is_checked_though_no_glob_covers_it(
    pytester: pytest.Pytester, run_pages: RunPages
) -> None:
    write(pytester, page=RIGHT, other=WRONG)
    run_pages("other.md", pages="page.md").assert_outcomes(passed=1, failed=1, skipped=1)


def test_a_block_whose_fixture_is_skipped_counts_as_skipped_for_the_reason(
    pytester: pytest.Pytester, run_pages: RunPages
) -> None:
    pytester.makeconftest(
        """
        import pytest

        @pytest.fixture
        def library():
            return pytest.importorskip("not_installed_anywhere")
        """
    )
    pytester.makefile(".md", page="```python {fixture:library}\nprint(library)\n```\n")
    result = run_pages()
    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(
        ["docs: 1 page, 0 blocks run, *, 1 skipped (1 x \"could not import 'not_installed_anywhere'*"]
    )


def test_a_skipped_block_is_reported_with_its_reason_and_place(
    pytester: pytest.Pytester, run_pages: RunPages
) -> None:
    write(pytester, page=RIGHT)
    run_pages("-rs").stdout.fnmatch_lines(["SKIPPED [[]1[]] page.md:14: needs a GPU"])


def test_a_block_whose_fixture_is_missing_counts_as_not_run(
    pytester: pytest.Pytester, run_pages: RunPages
) -> None:
    write(pytester, page="```python fixture:no_such\n1\n```\n")
    result = run_pages()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        ["page.md:1: fixture 'no_such' not found *", "docs: 1 page, 0 blocks run, *1 not run*"]
    )


def test_keywords_and_last_failed_select_blocks(pytester: pytest.Pytester, run_pages: RunPages) -> None:
    write(pytester, page=WRONG, right=RIGHT)
    run_pages("-k", "line-5 and not right").assert_outcomes(failed=1, deselected=5)
    run_pages("--lf").assert_outcomes(failed=1)


@pytest.mark.parametrize("workers", ["0", "2"])
def test_under_xdist_all_is_checked_and_counted_once(
    pytester: pytest.Pytester, run_pages: RunPages, workers: str
) -> None:
    write(pytester, one=RIGHT, two=RIGHT)
    result = run_pages("-n", workers)
    result.assert_outcomes(passed=4, skipped=2)
    result.stdout.fnmatch_lines([SUMMARY_OF_TWO.replace("(", "[(]")])


def test_under_xdist_pages_are_accepted_and_failures_named(
    pytester: pytest.Pytester, run_pages: RunPages
) -> None:
    write(pytester, one=WRONG, two=RIGHT, three=WRONG)
    run_pages("-n", "2").stdout.fnmatch_lines(["FAILED one.md::line-5 - one.md:11: wanted 3, printed 2"])

    result = run_pages("-n", "2", "--accept")

    result.assert_outcomes(passed=6, skipped=3)
    result.stdout.fnmatch_lines(["docs: rewritten one.md:11", "docs: rewritten three.md:11"])
    assert (pytester.path / "one.md").read_text(encoding="utf-8") == RIGHT
    assert (pytester.path / "three.md").read_text(encoding="utf-8") == RIGHT


def test_a_page_that_changes_while_it_runs_is_not_rewritten(
    pytester: pytest.Pytester, run_pages: RunPages
) -> None:
    write(pytester, page=WRONG.replace("n = 1", "n = 1\nopen('page.md', 'a').write('x')"))
    result = run_pages("--accept")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["docs: page.md:12: not rewritten: the file changed while its blocks ran"])


def test_translations_that_part_fail_with_both_places(pytester: pytest.Pytester, run_pages: RunPages) -> None:
    write(
        pytester,
        zh__a=RIGHT,
        en__a="A line more.\n\n" + WRONG,
        zh__b=RIGHT,
        en__b=RIGHT,
        zh__c=RIGHT,
        en__d=RIGHT,
    )
    run_pages("-odocs_translations=zh en", "--docs-reviewed", "en/b.md")

    result = run_pages("-odocs_translations=zh en", "-k", "translation")

    result.assert_outcomes(passed=1, failed=3, deselected=18)
    result.stdout.fnmatch_lines(
        [
            "en/a.md:13: the output differs from zh/a.md:11",
            "zh/a.md:11: 2",
            "en/a.md:13: 3",
            "en/d.md:1: this page has no translation zh/d.md",
            "zh/c.md:1: this page has no translation en/c.md",
            "docs: *, 1 translation alike, *",
        ]
    )


def test_an_endless_block_is_named_and_those_below_are_blocked(
    pytester: pytest.Pytester, run_pages: RunPages
) -> None:
    write(pytester, page="```python\nwhile True:\n    pass\n```\n\n```python\nx = 1\n```\n")
    result = run_pages("-odocs_timeout=0.05")
    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(
        [
            "page.md:[23]: the block did not end within 0.05 s, at line [23]",
            "page.md:6: not run: blocked by page.md:1, which raised BlockTimeout",
        ]
    )


def test_a_page_that_is_not_utf8_is_named(pytester: pytest.Pytester, run_pages: RunPages) -> None:
    (pytester.path / "page.md").write_bytes(b"# Title\n\xff\n")
    run_pages().stdout.fnmatch_lines(["page.md:2: the page is not UTF-8: invalid start byte"])


def test_fixtures_and_globals_of_pytest_markdown_docs_reach_the_page(
    pytester: pytest.Pytester, run_pages: RunPages
) -> None:
    pytester.makeconftest("""
        import pytest
        def pytest_markdown_docs_globals():
            return {"given": 7}
        @pytest.fixture
        def number():
            return 8
        @pytest.fixture(autouse=True)
        def loud(monkeypatch):
            monkeypatch.setenv("LOUD", "9")
    """)
    page = "```python fixture:number fixture:capsys\nimport os\nprint(given, number, os.environ['LOUD'])\n"
    write(
        pytester,
        page=page
        + "said = capsys.readouterr().out\n```\n\n```text {.output}\n7 8 9\n```\n"
        + """
```python
print(said, number)
```

```text {.output}
7 8 9
 8
```
""",
    )
    run_pages().assert_outcomes(passed=2)
    run_pages("page.md::line-11").assert_outcomes(passed=1)


def test_a_block_that_skips_itself_skips_those_below(pytester: pytest.Pytester, run_pages: RunPages) -> None:
    write(
        pytester,
        page="```python\nimport pytest\npytest.importorskip('no_such')\n```\n\n```python\nx = 1\n```\n",
    )
    result = run_pages()
    result.assert_outcomes(skipped=2)
    result.stdout.fnmatch_lines(["docs: 1 page, 0 blocks run, *2 skipped (1 x \"could not import 'no_such'*"])


def test_a_page_is_collected_once_beside_markdown_docs(
    pytester: pytest.Pytester, run_pages: RunPages
) -> None:
    write(pytester, page=RIGHT, other="```python\nassert True\n```\n")
    result = run_pages("--markdown-docs", "-v", pages="page.md")
    result.assert_outcomes(passed=3, skipped=1)
    result.stdout.fnmatch_lines(["other.md::[[]CodeFence#1[]]*PASSED*", "page.md::line-1 PASSED*"])


def test_what_is_used_of_pytest_markdown_docs_is_there() -> None:
    """Its classes are not public API; this says what changed when a new version breaks the checker."""
    assert issubclass(upstream.MarkdownTextFile, pytest.File)
    assert issubclass(upstream.MarkdownInlinePythonItem, pytest.Item)
    arguments = list(inspect.signature(upstream.MarkdownInlinePythonItem.__init__).parameters)
    assert arguments == ["self", "name", "parent", "test_definition"]
    assert {"_fixtureinfo", "fixture_request"} <= set(
        upstream.MarkdownInlinePythonItem.setup.__code__.co_names
    )
    fields = [field.name for field in dataclasses.fields(FenceTestDefinition)]
    assert fields[:5] == ["source", "fixture_names", "start_line", "source_path", "runner_name"]


def test_either_page_of_a_pair_tells_that_they_part(pytester: pytest.Pytester, run_pages: RunPages) -> None:
    write(pytester, zh__a=RIGHT, en__a=RIGHT)
    options = "-odocs_translations=zh en"
    run_pages(options, "--docs-reviewed", "en/a.md")
    write(pytester, zh__a=RIGHT.replace("n = 1", "n = 1\nm = 2"))
    for asked in ("zh/a.md", "en/a.md", "zh", "en"):
        assert run_pages(options, asked).parseoutcomes()["failed"] == 1, asked
    assert run_pages(options).parseoutcomes()["failed"] == 1


def test_a_session_in_a_python_block_is_named_as_one(pytester: pytest.Pytester, run_pages: RunPages) -> None:
    write(pytester, page="```python\n>>> 1 + 1\n2\n```\n")
    run_pages().stdout.fnmatch_lines(["page.md:2: a session with >>> is not Python *"])


def test_a_wrong_equation_stands_under_no_line_but_its_own(
    pytester: pytest.Pytester, run_pages: RunPages
) -> None:
    write(pytester, page="# Page\n\n$1 + 1 = 3$\n\n```python\n1\n```\n")
    result = run_pages()
    result.stdout.fnmatch_lines(["*_ page.md: equations _*", "page.md:3: 1 + 1 = 3: *"])
    result.stdout.no_fnmatch_line("*page.md:1*")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("x, y = 3, 4\nassert x == y", "page.md:3: AssertionError: 3 == 4"),
        ("def half(n):\n    assert n % 2 == 0\nhalf(3)", "page.md:3: AssertionError: 1 == 0"),
        ("assert [1] in [[2]]", "page.md:2: AssertionError: [[]1] in [[][[]2]]"),
        ("assert 1 == 2, 'why'", "page.md:2: AssertionError: why"),
    ],
)
def test_an_assertion_that_fails_tells_both_sides(
    pytester: pytest.Pytester, run_pages: RunPages, code: str, said: str
) -> None:
    write(pytester, page=f"```python\n{code}\n```\n")
    run_pages().stdout.fnmatch_lines([said])


SECTIONS = (
    f"# Page\n\n{RIGHT}\n## Getting started\n\n{RIGHT}\n### More {{#more}}\n\n{RIGHT}\n## End\n\n{RIGHT}"
)


@pytest.mark.parametrize(
    ("asked", "outcomes"),
    [
        (["page.md::line-9"], {"passed": 1}),  # its code
        (["page.md::line-13"], {"passed": 1}),  # its output
        (["page.md::#getting-started"], {"passed": 4, "skipped": 2}),
        (["page.md::#more"], {"passed": 2, "skipped": 1}),
        (["page.md", "--deselect", "page.md::#page"], {"deselected": 12}),
        (["page.md", "--deselect", "page.md::line-35"], {"passed": 7, "skipped": 4, "deselected": 1}),
    ],
)
def test_blocks_are_asked_for_by_any_line_and_by_heading(
    pytester: pytest.Pytester, run_pages: RunPages, asked: list[str], outcomes: dict[str, int]
) -> None:
    write(pytester, page=SECTIONS)
    assert run_pages(*asked).parseoutcomes() == outcomes
