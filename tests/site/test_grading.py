"""The grader, without a browser: what it says of right and wrong answers, in the words of both languages."""

import asyncio
import functools
import itertools
import json
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from mkdocs.config import load_config

from tests.docs import test_chinese, test_english
from tests.docs.prose import Passage
from tests.site.conftest import ROOT
from tests.site.test_live_session import run
from tests.site.wrong_answers import NEAR_MISSES, OTHERWISE, WRONG, Wrong, solutions
from torchnn_doc.live.exercises import EXERCISES
from torchnn_doc.live.grading import Case, Part, _outcome, _same, grade
from torchnn_doc.live.session import Session
from torchnn_doc.site.settings import words_of as words_of_site

LANGUAGES = {"zh-TW": "mkdocs.yml", "en": "mkdocs.en.yml"}
SOLUTIONS = solutions("en")
NEAR = [(exercise, near) for exercise, misses in NEAR_MISSES.items() for near in misses]
FACTS = {  # what only says what came out, whatever the reason
    "undefined",
    "raised",
    "nothing",
    "blank",
    "kind",
    "number",
    "shape",
    "value",
    "changed",
    "gradcheck",
}
MADE = [(exercise, wrong) for exercise, made in WRONG.items() for wrong in made]


def verdict_on(exercise: str, code: str) -> dict[str, Any]:
    request = {"exercise": exercise, "name": "block 1", "code": code}
    with ThreadPoolExecutor() as another_thread:  # for in this one Playwright may have a loop of its own
        graded = another_thread.submit(asyncio.run, Session().grade(json.dumps(request)))
    verdict = json.loads(graded.result())
    assert isinstance(verdict, dict)
    return verdict


@functools.cache
def words_of(language: str) -> dict[str, Any]:
    words = words_of_site(load_config(str(ROOT / LANGUAGES[language])))["live"]
    assert isinstance(words, dict)
    return words


@pytest.mark.parametrize("exercise", SOLUTIONS)
def test_the_solution_of_the_page_passes(exercise: str) -> None:
    verdict = verdict_on(exercise, SOLUTIONS[exercise])
    assert verdict["passed"], verdict


@pytest.mark.parametrize("exercise", OTHERWISE)
def test_a_right_answer_may_be_written_in_another_way(exercise: str) -> None:
    verdict = verdict_on(exercise, OTHERWISE[exercise])
    assert verdict["passed"], verdict


@pytest.mark.parametrize(("exercise", "wrong"), MADE, ids=lambda value: getattr(value, "message", value))
def test_a_wrong_answer_is_told_what_is_wrong(exercise: str, wrong: Wrong) -> None:
    assert wrong.right in SOLUTIONS[exercise]
    verdict = verdict_on(exercise, SOLUTIONS[exercise].replace(wrong.right, wrong.wrong, 1))
    assert (verdict["passed"], verdict["message"]) == (False, wrong.message), verdict


def test_every_mistake_with_a_name_has_wrong_answers_and_near_misses() -> None:
    named = {
        (exercise, message)
        for exercise, each in EXERCISES.items()
        for part in each.parts
        for message in part.mistakes
    }
    assert named <= {(exercise, wrong.message) for exercise, wrong in MADE}
    assert {message for _, message in named} <= {near.message for _, near in NEAR}


@pytest.mark.parametrize("exercise", EXERCISES)
def test_an_exercise_has_three_wrong_answers_of_different_kinds(exercise: str) -> None:
    assert len({wrong.message for wrong in WRONG[exercise]}) >= 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_pages_have_each_exercise_of_the_grader_in_its_chapter(language: str) -> None:
    text = (ROOT / "docs" / language / "exercises.md").read_text(encoding="utf-8")
    places = re.findall(r'\{#chapter-\d+\}|^### .*\{#(.+)\}$|data-exercise="(.+?)"', text, re.MULTILINE)
    headings, boxes = ([each[side] for each in places if each[side]] for side in (0, 1))
    told = f"docs/{language}/exercises.md and src/torchnn_doc/live/exercises/__init__.py list others"
    assert headings == boxes == list(EXERCISES), told
    assert solutions(language).keys() == SOLUTIONS.keys()
    chapters = re.split(r"\{#chapter-\d+\}", text)[1:]
    assert all("data-exercise" in chapter for chapter in chapters)


@pytest.mark.parametrize(("exercise", "wrong"), MADE, ids=lambda value: getattr(value, "message", value))
def test_the_case_that_is_shown_leads_to_what_is_shown_when_it_is_pasted(exercise: str, wrong: Wrong) -> None:
    code = SOLUTIONS[exercise].replace(wrong.right, wrong.wrong, 1)
    verdict = verdict_on(exercise, code)
    pasted = run(Session(), f"{code}\n{verdict['code']}")
    if verdict["error"]:
        assert pasted["error"].splitlines()[-1] == verdict["error"].splitlines()[-1]
    elif verdict["given"]:
        given, printed = (numbers_in(text) for text in (verdict["given"], pasted["printed"]))
        assert printed == pytest.approx(given[: len(printed)], abs=1e-4)  # a list has no line with its size


def numbers_in(text: str) -> list[float]:
    text = text.replace("True", "1").replace("False", "0")
    return [float(number) for number in re.findall(r"-?\d+\.?\d*(?:e[+-]\d+)?", text)]


def distinct(part: Part, cases: Sequence[Case]) -> dict[str, list[list[bool]]]:
    """Of each mistake, in each of its ways, the cases in which it shows."""
    ways = {name: each if isinstance(each, tuple) else (each,) for name, each in part.mistakes.items()}
    return {
        name: [[not _same(_outcome(way, case), part.right(case)) for case in cases] for way in each]
        for name, each in ways.items()
    }


@pytest.mark.parametrize("exercise", EXERCISES)
def test_every_mistake_shows_in_two_cases_and_not_as_another_does(exercise: str) -> None:
    cases = EXERCISES[exercise].cases
    for part in EXERCISES[exercise].parts:
        for name, ways in distinct(part, cases).items():
            assert max(sum(shown) for shown in ways) >= 2, (part.name, name)
        outcomes = {
            name: [_outcome(way, case) for case in cases]
            for name, each in part.mistakes.items()
            for way in (each if isinstance(each, tuple) else (each,))
        }
        for one, other in itertools.combinations(outcomes, 2):
            same = map(_same, outcomes[one], outcomes[other])
            assert not all(same), (part.name, one, other)


@pytest.mark.parametrize(("exercise", "near"), NEAR, ids=lambda value: getattr(value, "message", value))
def test_a_near_miss_is_not_taken_for_the_mistake(exercise: str, near: Wrong) -> None:
    assert near.right in SOLUTIONS[exercise]
    verdict = verdict_on(exercise, SOLUTIONS[exercise].replace(near.right, near.wrong, 1))
    assert not verdict["passed"]
    assert verdict["message"] in FACTS, verdict


@pytest.mark.parametrize(("exercise", "wrong"), MADE, ids=lambda value: getattr(value, "message", value))
def test_a_mistake_that_is_made_once_only_has_no_name(exercise: str, wrong: Wrong) -> None:
    """The first time the answer is wrong, and then right: one case is too little evidence."""
    right, name = SOLUTIONS[exercise], EXERCISES[exercise].answer
    made = right.replace(wrong.right, wrong.wrong, 1)
    once = f"{made}\n_wrong = {name}\n{right}\n_right, _calls = {name}, []\n{ONCE.format(name=name)}"
    assert verdict_on(exercise, once)["message"] in FACTS | {"passed"}


ONCE = """
def {name}(*given):
    _calls.append(1)
    return (_wrong if len(_calls) == 1 else _right)(*given)
"""


def test_an_answer_that_stores_numbers_that_are_no_known_mistake_gets_the_figures() -> None:
    code = SOLUTIONS["acc-grad-parameters"].replace("* input", "* input + 0.25")
    verdict = verdict_on("acc-grad-parameters", code)
    assert verdict["message"] == "value"
    assert verdict["values"]["place"] == "[0, 0]"
    assert float(verdict["values"]["given"]) == pytest.approx(float(verdict["values"]["expected"]) + 0.25)
    assert "[torch.DoubleTensor of size 1x3]" in verdict["given"]


def test_two_mistakes_are_not_taken_for_one() -> None:
    solution = SOLUTIONS["batch-parameters"]
    both = solution.replace("g.t().dot(x)", "x.t().dot(g)").replace("gradWeight +=", "gradWeight =")
    assert verdict_on("batch-parameters", both)["message"] in FACTS
    one = solution.replace("gradWeight +=", "gradWeight =")
    assert verdict_on("batch-parameters", one)["message"] == "assigned"


def test_an_exercise_that_is_tried_by_a_function_is_judged_the_same() -> None:
    by_code = EXERCISES["linear-output"]
    by_function = replace(
        by_code, run=lambda answer, c: {by_code.parts[0].name: answer(c.weight, c.bias, c.x)}
    )
    for expression in ("weight.dot(x) + bias", "weight.dot(x)", "weight.dot(x) + 2 * bias"):
        namespace = {"output": eval(f"lambda weight, bias, x: {expression}")}
        one, other = grade(by_code, namespace), grade(by_function, namespace)
        assert (one.passed, one.message, one.given) == (other.passed, other.message, other.given)
        assert other.code == ""


def test_the_name_and_the_text_of_an_answer_do_not_matter() -> None:
    code = "from numpy import einsum\ndef output(W, b, v):\n    return b + einsum('ij,j', W, v)"
    assert verdict_on("linear-output", code)["passed"]


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("x = 1", "undefined"),
        ("output = 3", "undefined"),
        ("def output(weight, bias, x):\n    ...", "nothing"),
        ("def output(weight, bias, x):\n    return 'abc'", "kind"),
        ("def output(weight, bias, x):\n    return x.sum()", "shape"),
        ("def output(weight, bias, x):\n    x[0] = 5\n    return weight.dot(x) + bias", "changed"),
        ("def output(weight, bias, x):\n    return weight.dot(x) + bias * 1.5", "value"),
    ],
)
def test_what_no_mistake_explains_is_said_plainly(code: str, message: str) -> None:
    assert verdict_on("linear-output", code)["message"] == message


@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_task_as_the_page_gives_it_is_said_to_be_still_to_do(exercise: str) -> None:
    text = (ROOT / "docs" / "en" / "exercises.md").read_text(encoding="utf-8")
    given = re.search(rf'data-exercise="{exercise}" markdown>\n\n```python.*?\n(.*?)^```', text, re.S | re.M)
    assert given
    verdict = verdict_on(exercise, given[1])
    assert verdict["message"] in {"nothing", "blank", "not_added", "not_moved", "add_returns", "as_given"}, (
        verdict
    )


def test_an_error_shows_the_lines_of_the_reader() -> None:
    verdict = verdict_on("linear-output", "def output(weight, bias, x):\n    return weight.dot(x) / missing")
    assert verdict["message"] == "raised"
    assert '  File "block 1", line 2, in output\n' in verdict["error"]
    assert "grading.py" not in verdict["error"]
    assert "SyntaxError" in verdict_on("linear-output", "def output(:")["error"]
    assert "SystemExit" in verdict_on("linear-output", "raise SystemExit")["error"]


def test_what_an_answer_prints_is_told() -> None:
    assert (
        verdict_on("linear-output", "print('hello')\n" + SOLUTIONS["linear-output"])["printed"] == "hello\n"
    )


def test_a_wrong_gradient_outside_the_cases_is_found_by_gradcheck() -> None:
    given = SOLUTIONS["soft-sign"]
    assert verdict_on("soft-sign", given)["gradcheck"]
    only_the_cases = given.replace(
        "(1 + abs(input)) ** 2", "(1 + abs(input)) ** (3 if input.shape == (2, 2) else 2)"
    )
    verdict = verdict_on("soft-sign", only_the_cases)
    assert verdict["message"] == "gradcheck"
    assert "computed" in verdict["gradcheck"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_words_for_every_verdict_and_every_case(language: str) -> None:
    words = words_of(language)
    parts = [part for exercise in EXERCISES.values() for part in exercise.parts]
    assert words["verdicts"].keys() == FACTS | {"passed"} | {
        message for part in parts for message in part.mistakes
    }
    kinds = {case.kind for exercise in EXERCISES.values() for case in exercise.cases}
    assert words["cases"].keys() == kinds | {"gradcheck"}
    for sentence in words["verdicts"].values():
        assert set(re.findall(r"\{(\w+)\}", sentence)) <= {"name", "given", "expected", "place"}


def sentences(language: str) -> list[Passage]:
    said = words_of(language)["verdicts"].values()
    code = re.compile(r"(\{\w+\})+|[a-z]+[A-Z]\w*|argmax")
    return [Passage(LANGUAGES[language], 1, code.sub("`x`", sentence)) for sentence in said]


def test_the_verdicts_are_good_chinese() -> None:
    assert [found for each in sentences("zh-TW") for found in test_chinese.findings(each)] == []


def test_the_verdicts_are_good_english() -> None:
    assert list(test_english.findings(sentences("en"))) == []
