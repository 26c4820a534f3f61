"""What a block finds around it, and what it cannot do to the run."""

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType

import pytest

from torchnn_doc.checker.run.surroundings import (
    MOST_PRINTED,
    LeftThreadWarning,
    OutputLimit,
    ProcessExit,
    Surroundings,
)


@pytest.fixture
def surroundings(tmp_path: Path) -> Surroundings:
    return Surroundings(tmp_path / "page.md")


@contextmanager
def around(surroundings: Surroundings, seconds: float = 60) -> Iterator[None]:
    with surroundings.around(ModuleType("__main__"), 7, seconds):
        yield


def test_the_folder_that_a_block_changes_to_is_there_for_the_page_alone(
    surroundings: Surroundings, tmp_path: Path
) -> None:
    before = Path.cwd()
    with around(surroundings):
        os.chdir(tmp_path)
    assert Path.cwd() == before
    with around(surroundings):
        assert Path.cwd() == tmp_path
        os.chdir(before)
    with around(surroundings):
        assert Path.cwd() == before


def test_a_folder_that_a_block_deletes_while_it_is_in_it_is_left(
    surroundings: Surroundings, tmp_path: Path
) -> None:
    before = Path.cwd()
    with around(surroundings):
        folder = tmp_path / "gone"
        folder.mkdir()
        os.chdir(folder)
        folder.rmdir()
    assert Path.cwd() == before


def test_variables_that_a_block_changes_are_there_for_the_page_alone(
    surroundings: Surroundings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHANGED", "old")
    monkeypatch.setenv("REMOVED", "old")
    monkeypatch.delenv("ADDED", raising=False)
    with around(surroundings):
        os.environ |= {"CHANGED": "new", "ADDED": "中"}
        del os.environ["REMOVED"]
    assert (os.environ["CHANGED"], os.environ["REMOVED"], "ADDED" in os.environ) == ("old", "old", False)
    with around(surroundings):
        assert (os.environ["CHANGED"], os.environ["ADDED"], "REMOVED" in os.environ) == ("new", "中", False)
        os.environ["ADDED"] = "again"
    assert "ADDED" not in os.environ


def test_a_variable_that_the_run_sets_for_each_test_is_not_taken_for_the_pages_own(
    surroundings: Surroundings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for test in "ab":
        monkeypatch.setenv("TEST", test)
        with around(surroundings):
            assert os.environ["TEST"] == test
            os.environ["OWN"] = "1"


def test_os_exit_raises_but_a_forked_child_can_still_leave(surroundings: Surroundings) -> None:
    with pytest.raises(ProcessExit, match=r"os._exit\(3\) would have ended pytest"), around(surroundings):
        os._exit(3)
    with around(surroundings):
        child = os.fork()
        if not child:
            os._exit(5)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 5


def test_a_forked_child_that_runs_on_ends_with_the_block(surroundings: Surroundings) -> None:
    with around(surroundings):
        child = os.fork()
    assert child, "the child came out of its block"
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.mark.parametrize("read", [input, lambda: next(sys.stdin), lambda: sys.stdin.read()])  # noqa: PLW0108
def test_reading_standard_input_is_an_error_at_once(
    surroundings: Surroundings, read: Callable[[], object]
) -> None:
    with pytest.raises(EOFError, match="nobody is there to type"), around(surroundings):
        read()


@pytest.mark.parametrize("write", [print, lambda text: sys.stdout.buffer.write(text.encode())])
def test_output_has_an_end_even_if_the_block_catches_exceptions(
    surroundings: Surroundings, write: Callable[[str], object]
) -> None:
    def flood() -> None:
        while True:
            with suppress(Exception):
                write("x" * 1000)

    with pytest.raises(OutputLimit, match="printed more than 1,000,000 bytes"), around(surroundings):
        flood()
    assert 0 < len(surroundings.printed()) <= MOST_PRINTED
    with around(surroundings):
        write("short")
    assert surroundings.printed().strip() == "short"


def test_a_thread_that_is_left_running_is_named_with_file_and_line(surroundings: Surroundings) -> None:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait, name="ticker")
    with pytest.warns(LeftThreadWarning, match="running: ticker") as warned, around(surroundings):
        thread.start()
    stop.set()
    thread.join()
    (warning,) = warned
    assert (Path(warning.filename).name, warning.lineno) == ("page.md", 7)


def test_a_thread_that_has_ended_is_not_spoken_of(surroundings: Surroundings) -> None:
    thread = threading.Thread(target=str)
    with around(surroundings):
        thread.start()
        thread.join()


def test_everything_is_put_back_after_an_exception(surroundings: Surroundings) -> None:
    def fail() -> None:
        sys.stdout = sys.stderr
        os.environ["LEFT"] = "1"
        raise ZeroDivisionError

    before = sys.stdout, sys.stderr, sys.stdin, os._exit, sys.modules["__main__"]
    with pytest.raises(ZeroDivisionError), around(surroundings):
        fail()
    assert before == (sys.stdout, sys.stderr, sys.stdin, os._exit, sys.modules["__main__"])
    assert "LEFT" not in os.environ
