"""What runs inside the browser, run here: the answers that a block gets."""

import asyncio
import json
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from torchnn_doc.live.session import Session


@pytest.fixture
def session() -> Session:
    return Session()


def run(
    session: Session, code: str, shown: str | None = None, space: str = "a", **said: object
) -> dict[str, Any]:
    """Run a block below which the page shows this output."""
    output = {
        "text": shown,
        "rtol": "0",
        "atol": "0",
        "varies": False,
        "rounded": False,
        "stderr": False,
    } | said
    request = {"space": space, "name": "block 1", "code": code, "output": output if shown else None} | said
    return answered(session.run(json.dumps(request)))


def answered(asked: Coroutine[Any, Any, str]) -> dict[str, Any]:
    """Wait in another thread: in this one Playwright keeps an event loop running, once a page was opened."""
    with ThreadPoolExecutor(1) as thread:
        answer = json.loads(thread.submit(asyncio.run, asked).result())
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


def test_an_output_that_rounds_to_what_the_page_shows_agrees_where_it_says_so(session: Session) -> None:
    assert run(session, "print(1 / 3)", "0.333\n")["agrees"] is False
    assert run(session, "print(1 / 3)", "0.333\n", rounded=True)["agrees"] is True


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


def test_what_is_printed_is_told_while_the_code_runs() -> None:
    told: list[str] = []
    run(Session(told.append), "print('one')\nprint('two', end='')\nraise SystemExit")
    assert "".join(told) == "one\ntwo"


def test_an_output_without_end_is_cut_and_says_so() -> None:
    told: list[str] = []
    answer = run(Session(told.append), "for i in range(200_000):\n    print(i)")
    assert answer["cut"]
    assert len(answer["printed"]) == 50_000
    assert len("".join(told)) <= 50_000
    assert len(told) < 2_000
    assert not run(Session(), "print(1)")["cut"]


def test_what_is_typed_is_given_to_the_code_and_stands_in_the_output() -> None:
    told: list[str] = []
    asked: list[str] = []

    def type_4(prompt: str) -> str:
        asked.append(prompt)
        return "4"

    session = Session(told.append, type_4)
    answer = run(session, "a = int(input('a? '))\nb = int(input())\nprint(a + b)")
    assert (answer["printed"], answer["error"]) == ("a? 4\n4\n8\n", "")
    assert asked == ["a? ", ""]
    assert "".join(told) == answer["printed"]


def test_where_nothing_can_be_typed_the_code_is_told_so() -> None:
    answer = run(Session(), "input('name: ')")
    assert (answer["printed"], answer["hint"]) == ("name: ", "input")
    assert answer["error"].endswith("nothing can be typed in here\n")


def test_each_figure_is_shown_and_what_follows_plt_show_is_another() -> None:
    plot = "import matplotlib.pyplot as plt\n"
    assert len(run(Session(), f"{plot}plt.plot([1])\nplt.figure()\nplt.plot([2])")["pictures"]) == 2
    shown = run(Session(), f"{plot}for y in (1, 2, 3):\n    plt.plot([y])\n    plt.show()")
    assert len(set(shown["pictures"])) == 3
    assert shown["said"] == ""
    assert run(Session(), f"{plot}plt.plot([1])")["pictures"] == shown["pictures"][:1]
    assert run(Session(), "print(1)")["pictures"] == []


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("x = 3\nx + 1", "4"),
        ("from torchnn_doc import torch\ntorch.Tensor([1, 2])", " 1\n 2\n[torch.DoubleTensor of size 2]"),
        ("'a'", "'a'"),
        ("print(1)", ""),
        ("x = 3", ""),
        ("3;", ""),
        ("for i in range(3):\n    i", ""),
        ("import asyncio\nawait asyncio.sleep(0, 7)", "7"),
        ("", ""),
    ],
)
def test_the_value_of_the_last_line_is_shown_as_a_notebook_does(code: str, shown: str) -> None:
    answer = run(Session(), code, value=True)
    assert (answer["value"], answer["error"]) == (shown, "")
    assert run(Session(), code)["value"] == ""


def test_an_error_in_the_last_line_has_its_number(session: Session) -> None:
    assert '  File "block 1", line 3, in <module>\n' in run(session, "x = 1\n\nx / 0", value=True)["error"]


def test_what_a_browser_does_not_have_is_explained(session: Session) -> None:
    asked = run(session, "name = input('Who? ')")
    assert (asked["hint"], asked["printed"]) == ("input", "Who? ")
    assert "session.py" not in asked["error"]
    missing = "raise ModuleNotFoundError(\"No module named 'torch'\", name='torch')"
    assert run(session, missing)["hint"] == "torch"
    other = run(session, "import pandaz.core")
    assert (other["hint"], other["name"]) == ("module", "pandaz")
    assert run(session, "import torchnn_doc.torhc")["hint"] == ""
    assert run(session, "1 / 0")["hint"] == ""
    request = json.dumps({"exercise": "linear-output", "name": "block 1", "code": "import pandaz"})
    assert answered(session.grade(request))["hint"] == "module"


def test_a_figure_is_shown_without_a_word_about_the_backend(session: Session) -> None:
    answer = run(session, "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()", value=True)
    assert answer["pictures"][0].startswith("<?xml")
    assert (answer["said"], answer["value"]) == ("", "")
