"""Judges the answer to an exercise: by what it computes in cases with random numbers, never by its text.

What it computes is held against what is right and, if it differs, against what known mistakes would have
led to. The cases of an exercise go from the special to the general: of two mistakes each shows in its own.
"""

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from torchnn_doc.nn import GradientError
from torchnn_doc.torch import Tensor

Case = SimpleNamespace  # the numbers of a case by name, and its `kind`, a key of the page's words for cases
Formula = Callable[[Case], Any]
Mistakes = Mapping[str, Formula | tuple[Formula, ...]]

_CLOSE = 1e-9  # relative; two ways to add up the same numbers differ by less, mistakes by much more
_CORRECT = 1e-6  # the error that gradcheck leaves to a right gradient


@dataclass(frozen=True)
class Part:
    """One of the results that an answer is judged by.

    Attributes:
        name: What it is called in code.
        right: What it should be.
        mistakes: What it becomes through known mistakes, by a key of the page's words for verdicts. A formula
            may raise, as the mistake does. Some are made in several ways.
    """

    name: str
    right: Formula
    mistakes: Mistakes


@dataclass(frozen=True)
class Exercise:
    """What the grader knows of an exercise.

    Attributes:
        answer: The function or class that the reader defines.
        cases: What it is tried with, from the special to the general.
        run: Tries it, and gives the results by the names of the parts.
        parts: What is looked at, in this order.
        gradcheck: Holds the answer against finite differences, where it is a module or a criterion.
    """

    answer: str
    cases: Sequence[Case]
    run: Callable[[Any, Case], Mapping[str, Any]]
    parts: Sequence[Part]
    gradcheck: Callable[[Any], GradientError] | None = None


@dataclass(frozen=True)
class Verdict:
    """What there is to say about an answer.

    Attributes:
        passed: Whether it is right.
        message: Which of the page's words for verdicts say it.
        values: What to fill in there.
        case: Which of the page's words for cases say when it went wrong, or "".
        expected: The result as it should be printed, or "".
        given: The result as it is printed, or "".
        gradcheck: What gradcheck found, or "".
        error: The exception that the answer raised, if it did.
    """

    passed: bool
    message: str
    values: Mapping[str, str] = field(default_factory=dict)
    case: str = ""
    expected: str = ""
    given: str = ""
    gradcheck: str = ""
    error: Exception | None = None


def grade(exercise: Exercise, namespace: Mapping[str, Any]) -> Verdict:
    """Judge what a reader's code has defined.

    Args:
        exercise: The exercise.
        namespace: The names that are left when the code has run.
    """
    answer = namespace.get(exercise.answer)
    if not callable(answer):
        return Verdict(False, "undefined", {"name": exercise.answer})
    for number, case in enumerate(exercise.cases):
        used = copy.deepcopy(case)
        try:
            results = exercise.run(answer, used)
        except Exception as error:
            return _raised(exercise, number, error)
        for name, value in vars(case).items():
            if isinstance(value, np.ndarray) and not _same(getattr(used, name), value):
                return Verdict(False, "changed", {"name": name}, case.kind)
        for part in exercise.parts:
            if not _same(results[part.name], part.right(case)):
                return _wrong(exercise, number, part, results[part.name])
    if exercise.gradcheck:
        return _measured(exercise.gradcheck, answer)
    return Verdict(True, "passed")


def _measured(gradcheck: Callable[[Any], GradientError], answer: Any) -> Verdict:
    try:
        found = gradcheck(answer)
    except Exception as error:
        return Verdict(False, "raised", case="gradcheck", error=error)
    passed = found < _CORRECT
    return Verdict(passed, "passed" if passed else "gradcheck", gradcheck=str(found))


def _raised(exercise: Exercise, number: int, error: Exception) -> Verdict:
    case = exercise.cases[number].kind
    for part in exercise.parts:
        for message in _made(exercise, number, part, error):
            return Verdict(False, message, {"name": part.name}, case, error=error)
    return Verdict(False, "raised", {}, case, error=error)


def _wrong(exercise: Exercise, number: int, part: Part, given: Any) -> Verdict:
    case = exercise.cases[number]
    expected = part.right(case)
    message, values = next(
        ((message, {}) for message in _made(exercise, number, part, given)), _difference(expected, given)
    )
    values = {"name": part.name, **values}
    return Verdict(False, message, values, case.kind, _printed(expected), _printed(given))


def _made(exercise: Exercise, number: int, part: Part, outcome: Any) -> Iterator[str]:
    """The mistakes that lead to this outcome in this case, and to what is right in those before."""
    case, before = exercise.cases[number], exercise.cases[:number]
    for message, formulas in part.mistakes.items():
        for formula in formulas if isinstance(formulas, tuple) else (formulas,):
            hidden = all(_same(_outcome(formula, other), part.right(other)) for other in before)
            if hidden and _same(_outcome(formula, case), outcome):
                yield message


def _outcome(formula: Formula, case: Case) -> Any:
    try:
        return formula(copy.deepcopy(case))
    except Exception as error:
        return error


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, Exception) or isinstance(other, Exception):
        return type(one) is type(other) and str(one) == str(other)
    numbers, others = _numbers(one), _numbers(other)
    if numbers is None or others is None or numbers.shape != others.shape:
        return False
    return bool(np.allclose(numbers, others, rtol=_CLOSE, atol=_CLOSE))


def _numbers(value: Any) -> NDArray[Any] | None:
    try:
        return None if value is None else np.array(value, dtype=float)
    except (TypeError, ValueError):
        return None


def _difference(expected: Any, given: Any) -> tuple[str, dict[str, str]]:
    """Say how two results differ whose difference no known mistake explains."""
    right, numbers = np.array(expected, dtype=float), _numbers(given)
    if given is None:
        return "nothing", {}
    if numbers is None:
        return "kind", {"given": type(given).__name__}
    if numbers.shape != right.shape:
        return ("shape" if right.shape else "number"), {
            "given": _size(numbers),
            "expected": _size(right),
        }
    place = tuple(np.argwhere(~np.isclose(numbers, right, rtol=_CLOSE, atol=_CLOSE))[0].tolist())
    index = f"[{', '.join(map(str, place))}]" if place else ""
    return "value", {"place": index, "given": f"{numbers[place]:.6g}", "expected": f"{right[place]:.6g}"}


def _size(numbers: NDArray[Any]) -> str:
    return "x".join(map(str, numbers.shape)) or "1"


def _printed(value: Any) -> str:
    numbers = _numbers(value)
    if numbers is None:
        return ""
    return f"{numbers.view(Tensor)}".rstrip() + "\n" if numbers.shape else f"{float(numbers):.6g}\n"
