"""Judges the answer to an exercise: by what it computes in cases with random numbers, never by its text.

Right is what comes out right in every case. A known mistake is named only if it leads to what came out of all
cases, if at least two of them show it, and if no other known mistake does the same. Whatever is said, the
smallest case that fails is shown as code, with what came out and what should have.
"""

import copy
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from torchnn_doc import nn, torch
from torchnn_doc.nn import GradientError
from torchnn_doc.torch import Tensor

Case = SimpleNamespace  # the numbers of a case by name, and its `kind`, a key of the page's words for cases
Formula = Callable[[Case], Any]
Mistakes = Mapping[str, Formula | tuple[Formula, ...]]
Text = str | Callable[[Case], str]  # code, the same in all cases or not

_CLOSE = 1e-9  # relative; two ways to add up the same numbers differ by less, mistakes by much more
_CORRECT = 1e-6  # the error that gradcheck leaves to a right gradient
_EVIDENCE = 2  # cases that a mistake must show in before it is named
_IMPORTS = "from torchnn_doc import nn, torch\n"


@dataclass(frozen=True)
class Part:
    """One of the results that an answer is judged by.

    Attributes:
        name: What it is called in code; each part of an exercise has another.
        right: What it should be.
        also: What is as right, where the task leaves two shapes open.
        mistakes: What it becomes through known mistakes, by a key of the page's words for verdicts. A formula
            may raise, as the mistake does. Some are made in several ways.
        value: The expression for it once the code of the exercise has run; "" if it is the name.
        untouched: Whether it is what the answer should leave as it was.
    """

    name: str
    right: Formula
    mistakes: Mistakes = field(default_factory=dict)
    value: Text = ""
    also: Formula | None = None
    untouched: bool = False


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """What the grader knows of an exercise.

    Attributes:
        answer: The function or class that the reader defines.
        cases: What it is tried with.
        parts: What is looked at, in this order.
        code: What is run with the answer and the numbers of a case before the values of the parts are taken.
            The reader is shown the same.
        run: What tries the answer instead, and gives the results by the names of the parts. There is no code
            to show then.
        gradcheck: Holds the answer against finite differences, where it is a module or a criterion.
    """

    answer: str
    cases: Sequence[Case]
    parts: Sequence[Part]
    code: Text = ""
    run: Callable[[Any, Case], Mapping[str, Any]] | None = None
    gradcheck: Callable[[Any], GradientError] | None = None


@dataclass(frozen=True)
class Verdict:
    """What there is to say about an answer.

    Attributes:
        passed: Whether it is right.
        message: Which of the page's words for verdicts say it.
        values: What to fill in there.
        case: Which of the page's words for cases say when it went wrong, or "".
        code: The case as code that can be pasted below the answer, or "".
        expected: The result as it should be printed, or "".
        given: The result as it is printed, or "".
        gradcheck: What gradcheck found, or "".
        error: The exception that the answer raised, if it did.
    """

    passed: bool
    message: str
    values: Mapping[str, str] = field(default_factory=dict)
    case: str = ""
    code: str = ""
    expected: str = ""
    given: str = ""
    gradcheck: str = ""
    error: Exception | None = None


@dataclass(frozen=True)
class _Trial:
    """What an answer made of a case: the results by the names of the parts, or an exception."""

    case: Case
    results: Mapping[str, Any]
    error: Exception | None = None
    changed: str = ""  # which number of the case it has written into

    def of(self, part: Part) -> Any:
        return self.error or self.results[part.name]

    def is_right(self, part: Part) -> bool:
        rights = [part.right, *([part.also] if part.also else [])]
        return any(_same(self.of(part), right(self.case)) for right in rights)

    @property
    def size(self) -> int:
        return sum(value.size for value in vars(self.case).values() if isinstance(value, np.ndarray))


def grade(exercise: Exercise, namespace: Mapping[str, Any]) -> Verdict:
    """Judge what a reader's code has defined.

    Args:
        exercise: The exercise.
        namespace: The names that are left when the code has run.
    """
    answer = namespace.get(exercise.answer)
    if not callable(answer):
        return Verdict(False, "undefined", {"name": exercise.answer})
    trials = [_tried(exercise, answer, case) for case in exercise.cases]
    named = _named(exercise, trials)
    if named:
        message, part = named
        shown = (each for each in trials if not each.is_right(part))
        smallest = min(shown, key=lambda each: (each.error is not None, each.size))
        return _told(exercise, smallest, part, message, {})
    wrong = [each for each in trials if each.changed or not all(map(each.is_right, exercise.parts))]
    if wrong:
        return _unnamed(exercise, min(wrong, key=lambda each: each.size))
    if exercise.gradcheck:
        return _measured(exercise.gradcheck, answer)
    return Verdict(True, "passed")


def _tried(exercise: Exercise, answer: Any, case: Case) -> _Trial:
    used = copy.deepcopy(case)
    try:
        results = exercise.run(answer, used) if exercise.run else _run(exercise, answer, used)
    except Exception as error:
        return _Trial(case, {}, error)
    given = vars(case).items()
    changed = (
        name
        for name, value in given
        if isinstance(value, np.ndarray) and not _same(getattr(used, name), value)
    )
    return _Trial(case, results, changed=next(changed, ""))


def _run(exercise: Exercise, answer: Any, case: Case) -> dict[str, Any]:
    space = {"__name__": "case", "nn": nn, "torch": torch, **vars(case), exercise.answer: answer}
    exec(_text(exercise.code, case), space)
    return {part.name: eval(_value(part, case), space) for part in exercise.parts}


def _text(text: Text, case: Case) -> str:
    return text(case) if callable(text) else text


def _value(part: Part, case: Case) -> str:
    return _text(part.value or part.name, case)


def as_code(exercise: Exercise, case: Case, printed: str) -> str:
    """A case as code that a reader can paste below an answer; `printed` is the expression to look at."""
    if exercise.run:
        return ""
    code = f"{_text(exercise.code, case)}\nprint({printed})\n".lstrip()
    numbers = [
        f"{name} = {_written(value)}\n"
        for name, value in vars(case).items()
        if name != "kind" and not callable(value) and re.search(rf"(?<![\w.]){name}\b(?!\()", code)
    ]
    return f"{_IMPORTS}\n{''.join(numbers)}{code}"


def _written(value: Any) -> str:
    if isinstance(value, np.ndarray):
        rows = str(value.tolist()).replace("], [", "],\n    [")
        return f"torch.Tensor({rows})"
    return repr(value)


def _named(exercise: Exercise, trials: Sequence[_Trial]) -> tuple[str, Part] | None:
    """The known mistake that explains the first part which is wrong, where there is one and no other."""
    for part in exercise.parts:
        wrong = [not trial.is_right(part) for trial in trials]
        if not any(wrong):
            continue
        names = {
            message
            for message, formulas in part.mistakes.items()
            for formula in (formulas if isinstance(formulas, tuple) else (formulas,))
            if _explains(formula, part, trials, wrong)
        }
        if len(names) == 1:
            return names.pop(), part
        if any(bad and not trial.error for bad, trial in zip(wrong, trials, strict=True)):
            return None  # else nothing is known of this part, and a later one may be what raises
    return None


def _explains(formula: Formula, part: Part, trials: Sequence[_Trial], wrong: Sequence[bool]) -> bool:
    """Whether a mistake leads to what came out of every case, and whether enough of them show it."""
    shown = 0
    for trial, bad in zip(trials, wrong, strict=True):
        outcome, given = _outcome(formula, trial.case), trial.of(part)
        if _same(given, outcome):
            shown += bad
        elif not (isinstance(outcome, Exception) and isinstance(given, Exception)):
            return False  # two ways to write a mistake raise in the same cases, with words of their own
    return shown >= _EVIDENCE


def _unnamed(exercise: Exercise, trial: _Trial) -> Verdict:
    """Say what a case led to, without a reason."""
    if trial.changed:
        part = Part(trial.changed, lambda case: getattr(case, trial.changed))
        return Verdict(
            False,
            "changed",
            {"name": part.name},
            trial.case.kind,
            code=as_code(exercise, trial.case, _all_values(exercise, trial.case, part.name)),
        )
    part = next(part for part in exercise.parts if not trial.is_right(part))
    if trial.error:
        return _told(exercise, trial, part, "raised", {})
    if part.untouched:
        return _told(exercise, trial, part, "changed", {})
    message, values = _difference(part.right(trial.case), trial.of(part))
    if message == "nothing" and not part.name.endswith(")"):
        message, values = "kind", {"given": "None"}
    return _told(exercise, trial, part, message, values)


def _all_values(exercise: Exercise, case: Case, name: str) -> str:
    return ", ".join([*(_value(part, case) for part in exercise.parts), name])


def _told(exercise: Exercise, trial: _Trial, part: Part, message: str, values: Mapping[str, str]) -> Verdict:
    given = trial.of(part)
    return Verdict(
        False,
        message,
        {"name": part.name, **values},
        trial.case.kind,
        as_code(exercise, trial.case, _value(part, trial.case)),
        "" if trial.error else _printed(part.right(trial.case)),
        "" if trial.error else _printed(given),
        error=trial.error,
    )


def _measured(gradcheck: Callable[[Any], GradientError], answer: Any) -> Verdict:
    try:
        found = gradcheck(answer)
    except Exception as error:
        return Verdict(False, "raised", case="gradcheck", error=error)
    passed = found < _CORRECT
    return Verdict(passed, "passed" if passed else "gradcheck", gradcheck=str(found))


def _outcome(formula: Formula, case: Case) -> Any:
    try:
        return formula(copy.deepcopy(case))
    except Exception as error:
        return error


def _same(given: Any, expected: Any) -> bool:
    if isinstance(given, Exception) or isinstance(expected, Exception):
        return type(given) is type(expected) and str(given) == str(expected)
    numbers, right = _numbers(given), _numbers(expected)
    if numbers is None or right is None:
        return given is None and expected is None
    if not right.shape and numbers.size == 1:
        numbers = numbers.reshape(())  # a tensor of one number is a number
    if numbers.shape != right.shape:
        return False
    return bool(np.allclose(numbers, right, rtol=_CLOSE, atol=_CLOSE))


def _numbers(value: Any) -> NDArray[Any] | None:
    try:
        numbers = np.asarray(value)
        return np.array(value, dtype=float) if numbers.dtype.kind in "biufO" and value is not None else None
    except (TypeError, ValueError):
        return None


def _difference(expected: Any, given: Any) -> tuple[str, dict[str, str]]:
    """Say how two results differ."""
    right, numbers = np.array(expected, dtype=float), _numbers(given)
    if _is_blank(given):
        return "blank", {}
    if given is None:
        return "nothing", {}
    if numbers is None:
        return "kind", {"given": type(given).__name__}
    if not right.shape and numbers.size == 1:
        numbers = numbers.reshape(())
    if numbers.shape != right.shape:
        return ("shape" if right.shape else "number"), {
            "given": _size(numbers),
            "expected": _size(right),
        }
    place = tuple(np.argwhere(~np.isclose(numbers, right, rtol=_CLOSE, atol=_CLOSE))[0].tolist())
    index = f"[{', '.join(map(str, place))}]" if place else ""
    figures = [f"{each[place]:.6g}" for each in (numbers, right)]
    if figures[0] == figures[1]:
        figures = [f"{each[place]:.12g}" for each in (numbers, right)]
    return "value", {"place": index, "given": figures[0], "expected": figures[1]}


def _is_blank(value: Any) -> bool:
    """Whether dots are left in it that a task came with."""
    return value is ... or (isinstance(value, list | tuple) and any(map(_is_blank, value)))


def _size(numbers: NDArray[Any]) -> str:
    return "x".join(map(str, numbers.shape)) or "1"


def _printed(value: Any) -> str:
    if isinstance(value, bool):
        return f"{value}\n"
    numbers = _numbers(value)
    if numbers is None:
        return ""
    return f"{numbers.view(Tensor)}".rstrip() + "\n" if numbers.shape else f"{float(numbers):.6g}\n"
