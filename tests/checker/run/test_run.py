"""Running the blocks of a page."""

import asyncio
import gc
import sys
import traceback
import weakref
from pathlib import Path

import pytest

from torchnn_doc.checker.page.blocks import Page, read_page
from torchnn_doc.checker.page.fences import Source
from torchnn_doc.checker.run.page_run import EVENT_LOOP, BlockedError, PageRun
from torchnn_doc.checker.run.surroundings import BlockTimeout


def page_run(text: str, timeout: float = 60) -> tuple[Page, PageRun]:
    source = Source(Path("page.md").absolute(), "page.md", text, "")
    page = read_page(source)
    return page, PageRun(page, source, {"given": 7}, timeout)


def no_fixture(name: str) -> object:
    raise LookupError(name)


def fences(*blocks: str) -> str:
    return "\n".join(f"```python\n{block}\n```\n" for block in blocks)


def test_a_block_asked_for_alone_runs_what_it_depends_on_once() -> None:
    page, run = page_run(fences("n = given", "n += 1", "print(n)"))
    assert run.outcome(page.blocks[2], no_fixture).printed == "8\n"
    assert run.outcome(page.blocks[2], no_fixture).printed == "8\n"
    assert run.outcome(page.blocks[0], no_fixture).printed == ""


def test_a_fresh_block_does_not_run_what_stands_above_it() -> None:
    page, run = page_run(fences("1 / 0") + "\n```python {.fresh}\nprint(given)\n```\n")
    assert run.outcome(page.blocks[1], no_fixture).printed == "7\n"


def test_a_block_below_an_unexpected_exception_is_blocked() -> None:
    page, run = page_run(fences("x = 1", "1 / 0", "x"))
    with pytest.raises(
        BlockedError, match=r"^page.md:9: not run: blocked by page.md:5, which raised ZeroDiv"
    ):
        run.outcome(page.blocks[2], no_fixture)
    assert run.outcome(page.blocks[0], no_fixture).error is None
    assert isinstance(run.outcome(page.blocks[1], no_fixture).error, ZeroDivisionError)


def test_what_a_block_does_to_stdout_and_main_ends_with_it() -> None:
    stdout, main = sys.stdout, sys.modules["__main__"]
    page, run = page_run(
        fences("import sys, __main__\nmine = __main__.given\nsys.stdout = None", "print(mine)")
    )
    assert run.outcome(page.blocks[1], no_fixture).printed == "7\n"
    assert sys.stdout is stdout
    assert sys.modules["__main__"] is main


def test_bytes_written_to_stdout_count() -> None:
    page, run = page_run(fences("import sys\nprint(1)\nsys.stdout.buffer.write(b'2')"))
    assert run.outcome(page.blocks[0], no_fixture).printed == "1\n2"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot interrupt a running block")
def test_a_block_that_never_ends_is_stopped_even_if_it_catches_exceptions() -> None:
    loop = "while True:\n    try:\n        pass\n    except Exception:\n        pass"
    page, run = page_run(fences("x = 1", loop), timeout=0.05)
    error = run.outcome(page.blocks[1], no_fixture).error
    assert isinstance(error, BlockTimeout)
    assert str(error).startswith("the block did not end within 0.05 s, at line ")


def test_blocks_that_await_share_one_event_loop() -> None:
    loop = "await asyncio.sleep(0, asyncio.get_running_loop())"
    page, run = page_run(fences(f"import asyncio\nfirst = {loop}", f"print(first is {loop})"))
    assert run.outcome(page.blocks[1], no_fixture).printed == "True\n"
    run.close()


def test_a_block_with_fixtures_awaits_in_the_loop_that_pytest_asyncio_has_set_up() -> None:
    page, run = page_run(
        "```python fixture:value\nimport asyncio\nprint(value, asyncio.get_running_loop().own)\n"
        "await asyncio.sleep(0)\n```\n"
    )
    with asyncio.Runner() as runner:
        runner.get_loop().own = "own"  # type: ignore[attr-defined]
        fixtures = {"value": 7, EVENT_LOOP: runner.get_loop()}
        assert run.outcome(page.blocks[0], fixtures.__getitem__).printed == "7 own\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot interrupt a running block")
def test_a_block_that_awaits_for_ever_is_stopped() -> None:
    page, run = page_run(fences("import asyncio\nawait asyncio.Event().wait()"), timeout=0.05)
    assert isinstance(run.outcome(page.blocks[0], no_fixture).error, BlockTimeout)
    run.close()


def test_a_block_may_have_a_time_limit_of_its_own() -> None:
    page, run = page_run('```python {timeout="0.05"}\nwhile True: pass\n```\n')
    error = run.outcome(page.blocks[0], no_fixture).error
    assert str(error) == "the block did not end within 0.05 s, at line 2"


@pytest.mark.parametrize("indent", ["", "    "])
def test_what_python_says_when_it_compiles_has_the_line_of_the_page(indent: str) -> None:
    code = f"{indent}Text\n\n{indent}```python\n{indent}x = 1\n{indent}x is 1\n{indent}```\n"
    page, run = page_run(f'=== "Tab"\n\n{code}' if indent else code)
    with pytest.warns(SyntaxWarning, match='"is" with') as warned:
        run.outcome(page.blocks[0], no_fixture)
    assert warned[0].lineno == page.blocks[0].line + 2


def test_functions_within_functions_have_the_lines_of_the_page() -> None:
    page, run = page_run(
        "\n" * 20 + fences("def outer():\n    def inner():\n        1 / 0\n    inner()", "outer()")
    )
    error = run.outcome(page.blocks[1], no_fixture).error
    assert error
    assert [line for _, line in traceback.walk_tb(error.__traceback__)][-3:] == [29, 25, 24]


def test_a_future_import_holds_for_the_blocks_below() -> None:
    page, run = page_run(
        fences("from __future__ import annotations", "def f(x: no_such_name): pass", "await_ = f")
    )
    assert all(run.outcome(block, no_fixture).error is None for block in page.blocks)


def test_what_a_page_computed_is_let_go_at_its_end() -> None:
    page, run = page_run(
        fences("class Big: pass\nbig = Big()", "import weakref\ngiven.append(weakref.ref(big))")
    )
    kept: list[weakref.ref[object]] = []
    run = PageRun(page, run.source, {"given": kept}, 60)
    run.outcome(page.blocks[1], no_fixture)
    run.close()
    gc.collect()
    assert kept[0]() is None
