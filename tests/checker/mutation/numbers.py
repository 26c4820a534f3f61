"""Alters the numbers that pages show in their words, tables and inline code, and traces all of them anew.

Where a number comes from does not depend on what the others say, so all of a page are altered at once.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from tests.checker.mutation.equations import numbers_of
from tests.checker.mutation.mutant import Mutant
from tests.checker.mutation.ran import Ran
from torchnn_doc.checker.numbers.shown import Shown, shown_numbers
from torchnn_doc.checker.numbers.trace import trace
from torchnn_doc.checker.page.formulas import Formula, find_formulas

_FORMULA = re.compile(r"\$[^$\n]*\$")
_MOST_DIGITS = 20


@dataclass(frozen=True)
class _Number:
    """A number in the words of a page, and where it stands in the page's text."""

    shown: Shown
    start: int
    end: int


def number_digits(ran: Ran) -> Iterator[Mutant]:
    """Alter each digit of each number, to each other one."""
    numbers = list(_numbers(ran))
    for place in range(_MOST_DIGITS):
        for step in range(1, 10):

            def alter(text: str, place: int = place, step: int = step) -> str | None:
                digits = [found.start() for found in re.finditer(r"[0-9]", text)]
                if place >= len(digits):
                    return None
                at = digits[place]
                return text[:at] + str((int(text[at]) + step) % 10) + text[at + 1 :]

            yield from _altered(ran, numbers, alter)


def number_signs(ran: Ran) -> Iterator[Mutant]:
    """Turn the sign of each number but zero."""

    def alter(text: str) -> str | None:
        if not re.search("[1-9]", text):
            return None
        return text[1:] if text[0] in "-−" else f"-{text.removeprefix('+')}"

    yield from _altered(ran, list(_numbers(ran)), alter)


def _altered(ran: Ran, numbers: list[_Number], alter: Callable[[str], str | None]) -> Iterator[Mutant]:
    """Alter the numbers of a page that can be altered so."""
    text, pieces, end = ran.source.text, [], 0
    altered: list[Shown] = []
    for number in numbers:
        if new := alter(text[number.start : number.end]):
            pieces += [text[end : number.start], new]
            end = number.end
            altered.append(replace(number.shown, text=_plain(new)))
    if not altered:
        return
    source = replace(ran.source, text="".join([*pieces, text[end:]]))
    traced = trace(shown_numbers(source), ran.page.blocks, ran.steps)
    unchecked = Counter((shown.line, shown.text) for shown in traced.unchecked)
    for shown in altered:
        noticed = unchecked[shown.line, shown.text] > 0
        yield Mutant(ran.place(shown.line), shown.text, noticed, elsewhere=ran.shows(shown.text))


def _numbers(ran: Ran) -> Iterator[_Number]:
    """The numbers in the words of a page, but for those that are given."""
    in_formulas = Counter(
        number
        for formula in find_formulas(ran.source)
        if isinstance(formula, Formula)
        for number in numbers_of(formula)
    )
    starts = [0, *(found.end() for found in re.finditer("\n", ran.source.text))]
    text = _FORMULA.sub(lambda found: " " * len(found[0]), ran.source.text)
    end = 0
    for shown in shown_numbers(ran.source):
        key = replace(shown, given="")
        if in_formulas[key]:
            in_formulas[key] -= 1
        elif not shown.given:
            found = _as_written(shown.text).search(text, max(end, starts[shown.line - 1]))
            assert found, f"{ran.place(shown.line)}: {shown.text} is not found there"
            end = found.end()
            yield _Number(shown, *found.span())


def _as_written(number: str) -> re.Pattern[str]:
    sign, digits = ("[-−]", number[1:]) if number[0] == "-" else (r"\+?" if number[0] != "+" else "", number)
    return re.compile(rf"(?<![\w.]){sign}" + ",?".join(map(re.escape, digits)))


def _plain(number: str) -> str:
    return number.replace(",", "").replace("−", "-")
