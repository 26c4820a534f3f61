"""Running the blocks of a page."""

import sys
from pathlib import Path

import pytest

from torchnn_doc.checker.blocks import Page, read_page
from torchnn_doc.checker.page import Source
from torchnn_doc.checker.run import BlockedError, BlockTimeout, PageRun


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
