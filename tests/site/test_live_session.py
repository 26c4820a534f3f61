"""What runs inside the browser, run here: the answers that a block gets."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from live_session import Session


@pytest.fixture
def session() -> Session:
    return Session()


def run(
    session: Session, code: str, shown: str | None = None, space: str = "a", **said: object
) -> dict[str, Any]:
    """Run a block below which the page shows this output."""
    output = {"text": shown, "rtol": "0", "atol": "0", "varies": False, "stderr": False} | said
    request = {"space": space, "name": "block 1", "code": code, "output": output if shown else None} | said
    # In another thread: in this one Playwright keeps an event loop running, once a test has opened a page.
    with ThreadPoolExecutor(1) as thread:
        answer = json.loads(thread.submit(asyncio.run, session.run(json.dumps(request))).result())
    assert isinstance(answer, dict)
    return answer


def marked(lines: list[list[list[Any]]]) -> list[str]:
    """Lines with what differs in braces."""
    return ["".join(f"{{{text}}}" if differs else text for text, differs in line) for line in lines]


def test_blocks_of_a_space_share_their_names_and_other_spaces_do_not(session: Session) -> None:
    run(session, "x = 1")
    assert run(session, "print(x)")["printed"] == "1\n"
    assert "NameError" in run(session, "print(x)", space="b")["error"]


def test_a_forgotten_space_is_empty(session: Session) -> None:
    run(session, "x = 1")
    session.forget(json.dumps({"space": "a"}))
    assert "NameError" in run(session, "print(x)")["error"]


def test_an_output_that_rounds_to_what_the_page_shows_agrees(session: Session) -> None:
    assert run(session, "print(1 / 3)", "0.333\n")["agrees"] is True


def test_differing_digits_are_marked_on_both_sides(session: Session) -> None:
    answer = run(session, "print('loss', 0.1463)\nprint(2)", "loss 0.1453\n2\n")
    assert answer["agrees"] is False
    assert marked(answer["page"]) == ["loss 0.14{5}3", "2"]
    assert marked(answer["run"]) == ["loss 0.14{6}3", "2"]


def test_a_line_too_many_is_marked_whole(session: Session) -> None:
    answer = run(session, "print(1)\nprint(2)", "1\n")
    assert marked(answer["page"]) == ["1"]
    assert marked(answer["run"]) == ["1", "{2}"]


def test_a_tolerance_of_the_page_is_kept(session: Session) -> None:
    assert run(session, "print(1.01)", "1.00\n", atol="0.02")["agrees"] is True


def test_a_traceback_begins_in_the_code_of_the_reader_and_shows_its_line(session: Session) -> None:
    error = run(session, "x = 1\nx / 0")["error"]
    assert error.splitlines()[:3] == [
        "Traceback (most recent call last):",
        '  File "block 1", line 2, in <module>',
        "    x / 0",
    ]


def test_an_exception_that_the_page_promises_is_output(session: Session) -> None:
    answer = run(
        session, "print(1)\n1 / 0", "1\nZeroDivisionError: division by zero\n", raises="ZeroDivisionError"
    )
    assert answer["agrees"] is True
    assert answer["error"] == ""


def test_a_block_that_exits_is_an_error_and_the_next_one_runs(session: Session) -> None:
    assert "SystemExit" in run(session, "raise SystemExit")["error"]
    assert run(session, "print(2)")["printed"] == "2\n"


def test_a_block_may_wait_at_its_top_level(session: Session) -> None:
    assert run(session, "import asyncio\nawait asyncio.sleep(0)\nprint(1)")["printed"] == "1\n"


@pytest.mark.parametrize(
    ("code", "imported"),
    [("import matplotlib.pyplot as plt", True), ("from matplotlib import cm", True), ("x = 1 +", False)],
)
def test_what_code_imports_is_known_before_it_runs(session: Session, code: str, imported: bool) -> None:
    assert session.imports(code, "matplotlib") is imported
