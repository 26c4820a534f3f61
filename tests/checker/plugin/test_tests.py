"""Blocks are tests like others: under pytest's options, fixtures and plugins, here and in workers."""

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
def test_a_page_that_cannot_be_read_fails_and_the_others_run(
    pytester: pytest.Pytester, run_pages: RunPages, processes: list[str]
) -> None:
    (pytester.path / "b.md").write_text("```python\nx\n", encoding="utf-8")
    result = run_pages(*processes)
    result.assert_outcomes(passed=4, failed=1)
    result.stdout.fnmatch_lines(
        ["b.md:1: the fence ```python is never closed", "FAILED b.md::page - b.md:1: *"]
    )


@PROCESSES
def test_a_report_for_junit_has_a_case_for_each_block(
    pytester: pytest.Pytester, run_pages: RunPages, processes: list[str]
) -> None:
    run_pages("--junitxml=report.xml", *processes)
    cases = ET.parse(pytester.path / "report.xml").getroot().findall(".//testcase")
    names = {(case.get("classname"), case.get("name")): [part.tag for part in case] for case in cases}
    assert len(cases) == len(names) == 6
    assert names["b.md", "line-5"] == ["failure"]


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


def test_a_page_without_blocks_leaves_nothing_behind(pytester: pytest.Pytester, run_pages: RunPages) -> None:
    for name, text in {"api/a": RIGHT, "api/z": "A sentence.\n", "con/c": RIGHT}.items():
        file = pytester.path / f"d/{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    run_pages(pages="d/**/*.md").assert_outcomes(passed=4)


LOOKS = """
    import pytest
    def pytest_collection_modifyitems(items):
        assert all(item.name != "page" for item in items)
"""


@PROCESSES
@pytest.mark.parametrize("options", [[], ["-k", "line"], ["-o", "log_cli=true"], ["-v", "--tb=line"]])
def test_a_failing_block_is_reported_beside_a_plugin_that_looks_at_tests(
    pytester: pytest.Pytester, run_pages: RunPages, processes: list[str], options: list[str]
) -> None:
    pytester.makeconftest(LOOKS)
    result = run_pages(*options, *processes)
    result.assert_outcomes(passed=5, failed=1)
    assert result.ret == pytest.ExitCode.TESTS_FAILED


def test_a_report_can_be_sent_after_the_checker_has_seen_it(
    pytester: pytest.Pytester, run_pages: RunPages
) -> None:
    pytester.makeconftest("""
        import json, pytest
        seen = []
        class Sender:
            def __init__(self, config):
                self.config = config
            @pytest.hookimpl(trylast=True)
            def pytest_runtest_logreport(self, report):
                hook = self.config.hook
                seen.append(hook.pytest_report_to_serializable(config=self.config, report=report))
        def pytest_configure(config):
            config.pluginmanager.register(Sender(config))
    """)
    result = run_pages("--color=yes")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*b.md:10: wanted 2, printed 1*", "*1 failed*5 passed*"])


@PROCESSES
@pytest.mark.parametrize("scope", ["function", "class", "module", "package", "session"])
def test_a_fixture_of_any_scope_is_set_up_and_torn_down(
    pytester: pytest.Pytester, run_pages: RunPages, processes: list[str], scope: str
) -> None:
    pytester.makeconftest(f"""
        import pathlib, pytest
        LOG = pathlib.Path(__file__).with_name("log")
        @pytest.fixture(autouse=True, scope={scope!r})
        def always():
            yield
            with LOG.open("a") as log:
                log.write("always ")
        @pytest.fixture(scope={scope!r})
        def number():
            yield 7
            with LOG.open("a") as log:
                log.write("number ")
    """)
    block = "```python fixture:number\nassert number == 7\n```\n"
    (pytester.path / "page.md").write_text(block + "\n" + block, encoding="utf-8")
    run_pages(*processes, pages="page.md").assert_outcomes(passed=2)
    times = {"function": 2, "class": 2}.get(scope, 1)
    assert sorted((pytester.path / "log").read_text().split()) == ["always"] * times + ["number"] * times


@PROCESSES
def test_a_page_is_run_for_each_parameter_of_its_fixtures(
    pytester: pytest.Pytester, run_pages: RunPages, processes: list[str]
) -> None:
    pytester.makeconftest("""
        import pytest
        @pytest.fixture(params=[3, 4])
        def number(request):
            return request.param
    """)
    text = "```python fixture:number\nn = number\n```\n\n```python\nn += 1\nassert n == 4\n```\n"
    (pytester.path / "page.md").write_text(text, encoding="utf-8")
    result = run_pages("-v", *processes, pages="page.md")
    result.assert_outcomes(passed=3, failed=1)
    result.stdout.fnmatch_lines(["*FAILED*page.md::line-5[[]4[]]*"])
    run_pages("page.md::line-5[3]", *processes, pages="page.md").assert_outcomes(passed=1)


def test_a_test_that_is_repeated_runs_its_block_again(pytester: pytest.Pytester, run_pages: RunPages) -> None:
    pytester.makeconftest("""
        from _pytest.runner import runtestprotocol
        def pytest_runtest_protocol(item, nextitem):
            reports = runtestprotocol(item, nextitem=nextitem, log=False)
            if any(report.failed for report in reports):
                item._initrequest()
                reports = runtestprotocol(item, nextitem=nextitem, log=False)
            for report in reports:
                item.ihook.pytest_runtest_logreport(report=report)
            return True
    """)
    code = (
        "file = pathlib.Path('times')\nfile.write_text('x' + (file.read_text() if file.exists() else ''))\n"
    )
    text = f"```python\nimport pathlib\n```\n\n```python\n{code}assert len(file.read_text()) == 2\n```\n"
    (pytester.path / "page.md").write_text(text, encoding="utf-8")
    run_pages(pages="page.md").assert_outcomes(passed=2)


def test_in_workers_a_page_is_run_by_one_of_them(pytester: pytest.Pytester, run_pages: RunPages) -> None:
    block = "```python\nimport os\nopen('log', 'a').write(f'{os.getpid()} ')\n```\n\n"
    (pytester.path / "page.md").write_text(block * 20, encoding="utf-8")
    run_pages("-n", "2").assert_outcomes(passed=25, failed=1)
    ran = (pytester.path / "log").read_text().split()
    assert len(ran) == 20
    assert len(set(ran)) == 1


SPOKEN = {
    "a log as it comes": "import logging\nlogging.getLogger('a').error('logged')\nprint('shown')",
    "capsys": "with capsys.disabled():\n    print('shown')",
    "a child": "import os\nos.system('echo shown')",
    "a log, and then a child": "import logging, os\nlogging.error('logged')\nos.system('echo shown')",
    "after capsys": "with capsys.disabled():\n    pass\nprint('shown')",
}


@pytest.mark.parametrize("options", [[], ["-s"], ["-o", "log_cli=true"], ["--capture=sys"], ["-n", "1"]])
@pytest.mark.parametrize("code", SPOKEN.values(), ids=SPOKEN)
def test_what_is_printed_is_caught_whoever_takes_the_stream_meanwhile(
    pytester: pytest.Pytester, run_pages: RunPages, code: str, options: list[str]
) -> None:
    block = f"```python fixture:capsys\n{code}\n```\n"
    text = block + "\n```text {.output}\nshown\n```\n\n" + block
    (pytester.path / "page.md").write_text(text, encoding="utf-8")
    result = run_pages(*options, pages="page.md")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["page.md:*: the code prints, but no *"])


def test_a_block_from_which_the_stream_was_taken_fails(
    pytester: pytest.Pytester, run_pages: RunPages
) -> None:
    pytester.makeconftest("""
        import sys
        pytests = sys.stdout
        def pytest_runtest_call(item):
            global pytests
            pytests = sys.stdout
        def pytest_markdown_docs_globals():
            def take():
                sys.stdout = pytests
            return {"take": take}
    """)
    text = "```python\ntake()\nprint('lost')\n```\n"
    (pytester.path / "page.md").write_text(text, encoding="utf-8")
    result = run_pages(pages="page.md")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["page.md:1: sys.stdout was taken away: *"])


def test_a_thread_that_is_left_is_a_warning_where_warnings_are_errors(
    pytester: pytest.Pytester, run_pages: RunPages
) -> None:
    code = "import threading, time\nthreading.Thread(target=time.sleep, args=(0.2,), daemon=True).start()"
    (pytester.path / "page.md").write_text(f"```python\n{code}\n```\n", encoding="utf-8")
    result = run_pages("-Werror", pages="page.md")
    result.assert_outcomes(passed=1, warnings=1)
    result.stdout.fnmatch_lines(["*LeftThreadWarning: the block leaves a thread running*"])


@pytest.mark.parametrize(("folder", "shown"), [("root", "."), ("page", "docs")])
def test_code_begins_in_the_folder_that_is_stated(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, run_pages: RunPages, folder: str, shown: str
) -> None:
    pytester.makeini("[pytest]\n")
    text = f"```python\nimport os\nprint(os.path.relpath('.', {str(pytester.path)!r}))\n```\n"
    docs = pytester.mkdir("docs")
    (docs / "page.md").write_text(f"{text}\n```text {{.output}}\n{shown}\n```\n", encoding="utf-8")
    for place in (pytester.path, docs):
        monkeypatch.chdir(place)
        run_pages("-odocs_folder=" + folder, str(docs / "page.md")).assert_outcomes(passed=1)


@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_a_child_process_finds_what_the_page_defines(pytester: pytest.Pytester, method: str) -> None:
    define = "import sys\ndef double(number):\n    return FACTOR * number\nFACTOR = 2\nprint('once')"
    start = f"import multiprocessing\nwith multiprocessing.get_context('{method}').Pool(1) as pool:"
    text = f"```python\n{define}\n```\n\n```text {{.output}}\nonce\n```\n\n"
    text += (
        f"```python\n{start}\n    print(pool.map(double, [1, 2]))\n```\n\n```text {{.output}}\n[2, 4]\n```\n"
    )
    (pytester.path / "page.md").write_text(text, encoding="utf-8")
    result = pytester.runpytest_subprocess("-p", "no:hypothesispytest", "-odocs_timeout=30", "page.md")
    result.assert_outcomes(passed=2)
