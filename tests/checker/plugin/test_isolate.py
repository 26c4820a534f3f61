"""Pages that run in processes of their own."""

import os
import signal
from collections.abc import Callable

import pytest

pytest_plugins = ["pytester"]

RunPages = Callable[..., pytest.RunResult]

WORKERS = pytest.mark.parametrize("workers", [[], ["-n", "1"]], ids=["here", "in a worker"])


def write(pytester: pytest.Pytester, name: str, *blocks: str) -> None:
    text = "\n".join(block if block.startswith("```") else f"```python\n{block}\n```\n" for block in blocks)
    (pytester.path / name).write_text(text, encoding="utf-8")


@WORKERS
def test_a_block_that_crashes_the_interpreter_fails_and_the_run_goes_on(
    pytester: pytest.Pytester, run_pages: RunPages, workers: list[str]
) -> None:
    write(
        pytester,
        "a.md",
        "x = 1",
        "import os, signal, sys\nprint('last words', file=sys.stderr)\nos.kill(os.getpid(), signal.SIGKILL)",
        "x",
        "```python {.fresh}\ny = 1\n```\n",
    )
    write(pytester, "b.md", "z = 1")
    result = run_pages("--docs-isolate", "-v", *workers)
    result.assert_outcomes(passed=3, failed=2)
    result.stdout.fnmatch_lines(
        [
            "a.md:5: the block's process was ended by SIGKILL: Killed",
            "*Captured stderr call*",
            "last words",
            "a.md:11: not run: blocked by a.md:5, which raised ProcessEndedError",
            "docs: 2 pages, 4 blocks run, *1 not run*",
        ]
    )


def test_a_segmentation_fault_is_told_with_the_block(pytester: pytest.Pytester, run_pages: RunPages) -> None:
    write(pytester, "page.md", "import ctypes\nctypes.string_at(0)", "x = 1")
    write(pytester, "other.md", "x = 1")
    result = run_pages("--docs-isolate")
    result.assert_outcomes(passed=1, failed=2)
    result.stdout.fnmatch_lines(["page.md:1: the block's process was ended by SIGSEGV: *"])


def test_one_long_call_into_c_is_ended(pytester: pytest.Pytester, run_pages: RunPages) -> None:
    write(pytester, "page.md", '```python {timeout="0.05"}\nsum(range(10**15))\n```\n', "x = 1")
    result = run_pages("--docs-isolate")
    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(
        ["page.md:1: the block did not end within 0.05 s, and could not be interrupted"]
    )


def test_a_process_that_ends_by_itself_is_told_with_its_exit_code(
    pytester: pytest.Pytester, run_pages: RunPages
) -> None:
    write(pytester, "page.md", "import signal, ctypes\nctypes.CDLL(None)._exit(7)")
    result = run_pages("--docs-isolate")
    result.stdout.fnmatch_lines(["page.md:1: the block ended its process, with exit code 7"])


@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="only Linux says what a process takes")  # noqa: PTH110
def test_a_block_that_eats_all_memory_gets_no_more(pytester: pytest.Pytester, run_pages: RunPages) -> None:
    write(pytester, "page.md", "x = 'a' * 10**9")
    result = run_pages("--docs-isolate", "-odocs_memory=500")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["page.md:2: MemoryError"])


def test_what_a_page_does_to_a_library_is_not_there_for_the_next(
    pytester: pytest.Pytester, run_pages: RunPages
) -> None:
    write(pytester, "a.md", "import decimal\ndecimal.DefaultContext.prec = 5")
    write(pytester, "b.md", "import decimal\nassert decimal.DefaultContext.prec == 28")
    run_pages("--docs-isolate").assert_outcomes(passed=2)
    assert run_pages().ret == pytest.ExitCode.TESTS_FAILED


def test_fixtures_warnings_skips_and_outputs_are_as_without(
    pytester: pytest.Pytester, run_pages: RunPages
) -> None:
    pytester.makeconftest("""
        import pytest
        @pytest.fixture(scope="session")
        def server():
            yield "up"
            print("server down")
    """)
    write(
        pytester,
        "page.md",
        "```python fixture:server fixture:capsys\nprint(server)\n```\n\n```text {.output}\ndown\n```\n",
        "import warnings\nwarnings.warn('careful', FutureWarning)",
        '```python {notest="no reason"}\n```\n',
    )
    result = run_pages("--docs-isolate", "-rs")
    result.assert_outcomes(passed=1, failed=1, skipped=1, warnings=1)
    result.stdout.fnmatch_lines(
        [
            "page.md:6: wanted *down*, printed *up*",
            "*page.md:11: FutureWarning: careful",
            "SKIPPED [[]1[]] page.md:14: no reason",
        ]
    )


def test_wrong_outputs_are_accepted_from_there_too(pytester: pytest.Pytester, run_pages: RunPages) -> None:
    write(pytester, "page.md", "print(1)")
    run_pages("--docs-isolate", "--accept").assert_outcomes(passed=1)
    assert "```text {.output}\n1\n```\n" in (pytester.path / "page.md").read_text(encoding="utf-8")


def test_one_block_alone_is_isolated_too(pytester: pytest.Pytester, run_pages: RunPages) -> None:
    write(pytester, "page.md", "import os\nhere = os.getpid()", "print(os.getpid() == here)", "os.abort()")
    result = run_pages("page.md::line-6", "page.md::line-10", "-odocs_isolate=true")
    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(["*True*", f"*ended by SIGABRT: {signal.strsignal(signal.SIGABRT)}"])


def test_a_block_that_cuts_the_connection_is_ended(pytester: pytest.Pytester, run_pages: RunPages) -> None:
    write(pytester, "page.md", "import os, time\nos.closerange(3, 100)\ntime.sleep(100)", "x = 1")
    result = run_pages("--docs-isolate")
    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(["page.md:1: the block's process was ended by SIGKILL: Killed"])


def test_a_fixture_that_ends_the_process_is_told_with_the_block(
    pytester: pytest.Pytester, run_pages: RunPages
) -> None:
    pytester.makeconftest("import os, pytest\n@pytest.fixture\ndef fatal():\n    os._exit(9)\n")
    write(pytester, "page.md", "x = 1", "```python fixture:fatal\n```\n", "x")
    result = run_pages("--docs-isolate")
    result.assert_outcomes(passed=1, failed=2)
    result.stdout.fnmatch_lines(
        [
            "page.md:5: the block ended its process, with exit code 9",
            "page.md:8: not run: blocked by page.md:5*",
        ]
    )
