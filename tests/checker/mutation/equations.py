"""Alters the verified equations of pages, and reads and verifies the page anew.

An altered formula is read and judged with what the page has said above it. Only where that finds nothing
wrong is all below it judged, too, and are the page's numbers traced.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from itertools import chain, combinations

from tests.checker.mutation.mutant import Mutant
from tests.checker.mutation.ran import Ran
from torchnn_doc.checker.equations.cut import cut
from torchnn_doc.checker.equations.knowledge import Knowledge
from torchnn_doc.checker.equations.reading import Equation, Statement, read_formula
from torchnn_doc.checker.equations.verify import judge
from torchnn_doc.checker.numbers.shown import Shown, shown_numbers
from torchnn_doc.checker.numbers.tex_numbers import tex_numbers
from torchnn_doc.checker.numbers.trace import trace
from torchnn_doc.checker.page.formulas import Formula, find_formulas
from torchnn_doc.checker.record import SKIPPED, EquationRecord, Finding

# What holds digits and signs that are no figures: lengths, indices, labels, the `+` of `+=`, environments.
_NO_FIGURES = re.compile(
    r"""\\\\\s*\[[^]]*\] | _(?:\w|\{[^{}=]*\}) | \^\{\(\w+\)\} | \\mathrel\{[^{}]*\}
      | \\(?:begin|end|text|hspace|vspace|tag|label)\*?\{[^{}]*\}""",
    re.VERBOSE,
)
_MATRIX = re.compile(
    r"\\begin\{(?P<name>[bp]?matrix)\}(?P<inside>(?:(?!\\begin).)*?)\\end\{(?P=name)\}"
    r"|\[(?P<row>[^][]*\\ [^][]*)\]",
    re.DOTALL,
)
_BETWEEN_ENTRIES = re.compile(r"\s*(?:&|\\\\(?:\s*\[[^]]*\])?|\\ )\s*")
_WRITTEN = re.compile(r"[0-9.]+(?:\{,\}[0-9.]+)*", re.ASCII)
_TRANSPOSED = re.compile(r"\^(?:T(?![a-z])|\\top|\{T\}|\{\\top\})")

_INDEX = re.compile(r"_(?:\d|\{[^{}=]*\})")
# Letters that name nothing: of words, lengths and commands, the T of a transpose, the d of a derivative.
_NO_NAMES = re.compile(
    r"""\\\\\s*\[[^]]*\] | \\(?:begin|end|text[a-z]*|hspace|vspace|tag|label|operatorname)\*?\{[^{}]*\}
      | \^(?:T(?![a-z])|\{T\}) | (?<![\\a-zA-Z])d(?=\s*(?:\\[a-z]+\s*)?\{?[a-zA-Z])
      | \\(?!eta|alpha|beta|gamma|theta)[a-zA-Z]+""",
    re.VERBOSE,
)
_LETTER = re.compile(r"\\[a-z]+|[a-zA-Z]")

_SIGN = re.compile(r"(?<!\\)\s*(=|&|\+|\\approx(?![a-z]))\s*")

Edits = Iterator[tuple[int, int, str]]
"""Places in a formula, and what to put there."""


def digits(tex: str) -> Edits:
    """Each digit of each figure, to the one above and the one below: what is further off shows more."""
    for digit in re.finditer("[0-9]", _blanked(_NO_FIGURES, tex)):
        yield from ((*digit.span(), str((int(digit[0]) + step) % 10)) for step in (1, -1))


def digits_that_count(tex: str) -> Edits:
    """Each digit of each number that has to come from somewhere, likewise."""
    starts = [number.offset for number in tex_numbers(tex)]
    ends = [found.end() for start in starts if (found := _WRITTEN.match(tex, start))]
    for start, end, other in digits(tex):
        if any(first <= start < last for first, last in zip(starts, ends, strict=True)):
            yield start, end, other


def signs(tex: str) -> Edits:
    """Each plus and minus, to the other."""
    for sign in re.finditer("[-+]", _blanked(_NO_FIGURES, tex)):
        yield *sign.span(), "+" if sign[0] == "-" else "-"


def indices(tex: str) -> Edits:
    """Each digit of each index, to the one above and the one below."""
    for index in _INDEX.finditer(tex):
        for digit in re.finditer("[0-9]", index[0]):
            place = index.start() + digit.start()
            yield from ((place, place + 1, str((int(digit[0]) + step) % 10)) for step in (1, -1))


def letters(tex: str) -> Edits:
    """Each letter that names something, to the next that the formula has."""
    found = list(_LETTER.finditer(_blanked(_NO_NAMES, tex)))
    names = sorted({letter[0] for letter in found})
    for letter in found:
        if len(names) > 1:
            new = names[(names.index(letter[0]) + 1) % len(names)]
            yield *letter.span(), new + " " * new.startswith("\\")


def entries_exchanged(tex: str) -> Edits:
    """Each two entries of a matrix that are not written alike."""
    for matrix in _MATRIX.finditer(tex):
        group = "row" if matrix["row"] else "inside"
        ends = [
            matrix.start(group),
            *chain(*(cut.span() for cut in _BETWEEN_ENTRIES.finditer(tex, *matrix.span(group)))),
            matrix.end(group),
        ]
        for (start, stop), (first, last) in combinations(zip(ends[::2], ends[1::2], strict=True), 2):
            one, other = tex[start:stop].strip(), tex[first:last].strip()
            if other and one != other:
                yield start, last, f" {other} {tex[stop:first]} {one} "


def transposes_dropped(tex: str) -> Edits:
    """Each transpose."""
    for transpose in _TRANSPOSED.finditer(tex):
        yield *transpose.span(), ""


def of_equations(alter: Callable[[str], Edits], verified: bool = True) -> Callable[[Ran], Iterator[Mutant]]:
    """Alter the sides of each verified equation of a page; or else all that stands in no such side."""

    def mutants(ran: Ran) -> Iterator[Mutant]:
        mathematics = _Mathematics(ran)
        for place in mathematics.places():
            tex, sides = place.formula.tex, list(place.verified())
            for start, end, new in alter(tex) if sides or not verified else ():
                if verified == any(first <= start and end <= last for first, last in sides):
                    altered = tex[:start] + new + tex[end:]
                    line = place.formula.line + tex.count("\n", 0, start)
                    mutant = mathematics.mutant(place, altered, ran.place(line))
                    # Where nothing is verified, an equation cannot show that all is as right as before.
                    yield mutant if verified else replace(mutant, changes=True)

    return mutants


def _narrow(sign: re.Match[str]) -> str:
    r"""The sign without the blanks around it; a command such as \approx needs one before a letter."""
    return sign[1] + " " * sign[1].startswith("\\")


def formulas_spaced(ran: Ran) -> Iterator[Mutant]:
    """Space each formula of a page as someone else would."""
    mathematics = _Mathematics(ran)
    for place in mathematics.places():
        tex = place.formula.tex
        one_line = " ".join(tex.split())
        wide, narrow = _SIGN.sub(r" \\, \1\n\\! ", tex), _SIGN.sub(_narrow, tex)
        for new in {one_line, one_line.replace(" ", "\n  "), wide, narrow} - {tex}:
            yield mathematics.spaced(place, new)


@dataclass(frozen=True)
class _Place:
    """A formula of the page.

    Attributes:
        formula: The formula.
        verdicts: What became of its equations.
        known: What the page has said above it.
        above: What became of the equations above it.
        below: The statements below it.
    """

    formula: Formula
    verdicts: list[EquationRecord]
    known: Knowledge
    above: list[EquationRecord]
    below: list[Statement]

    def verified(self) -> Iterator[tuple[int, int]]:
        """Where in it the sides of verified equations begin and end."""
        tex = self.formula.tex
        relations = cut(tex)[0] if self.formula.closed else []
        # What stands in front of them is what could not be read and is no side of any.
        for relation, verdict in zip(reversed(relations), reversed(self.verdicts), strict=False):
            if verdict.is_verified:
                left, right = relation.left.tex, relation.right.tex
                start, end = tex.rindex(left, 0, relation.offset), tex.index(right, relation.offset)
                yield start, start + len(left)
                yield end, end + len(right)


class _Mathematics:
    """The mathematics of a page, to be altered one formula at a time."""

    def __init__(self, ran: Ran) -> None:
        self._ran = ran
        self._shown = shown_numbers(ran.source)

    def places(self) -> Iterator[_Place]:
        """The formulas of the page."""
        waiting = list(self._ran.equations.mathematics.statements)
        known = Knowledge(self._ran.equations.mathematics.trees)
        above: list[EquationRecord] = []
        for formula in find_formulas(self._ran.source):
            if isinstance(formula, Formula):
                while waiting and not isinstance(waiting[0], Equation):
                    above += self._judge([waiting.pop(0)], known)
                before = _copied(known)
                count = len(read_formula(formula)[0])
                verdicts = self._judge(waiting[:count], known)
                waiting = waiting[count:]
                yield _Place(formula, verdicts, before, [*above], waiting)
                above += verdicts

    def mutant(self, place: _Place, tex: str, where: str) -> Mutant:
        """See what the checker makes of the page with another formula in a place."""
        known = _copied(place.known)
        own = self._judge(read_formula(replace(place.formula, tex=tex))[0], known)
        if any(map(_fails, own)):
            return Mutant(where, tex, noticed=True)
        verdicts = [*place.above, *own, *self._judge(place.below, known)]
        steps = [verdict for verdict in verdicts if verdict.is_verified]
        traced = trace(self._shown_with(place.formula, tex), self._ran.page.blocks, steps)
        noticed = any(map(_fails, verdicts)) or bool(traced.unchecked)
        changes = _findings(own) != _findings(place.verdicts)
        elsewhere = all(self._ran.shows(number.text) for number in tex_numbers(tex))
        return Mutant(where, tex, noticed, changes, elsewhere)

    def spaced(self, place: _Place, tex: str) -> Mutant:
        """See whether the same formula, otherwise spaced, is read as before."""
        reason = next((each.reason for each in place.verdicts if each.reason.startswith(SKIPPED)), "")
        own = self._judge(read_formula(replace(place.formula, tex=tex), reason)[0], _copied(place.known))
        where = self._ran.place(place.formula.line)
        return Mutant(where, tex, _findings(own) != _findings(place.verdicts))

    def _judge(self, statements: Sequence[Statement], known: Knowledge) -> list[EquationRecord]:
        verdicts = (judge(statement, self._ran.values, known) for statement in statements)
        return [verdict for verdict in verdicts if verdict]

    def _shown_with(self, formula: Formula, tex: str) -> list[Shown]:
        """The numbers that the page shows with other TeX in a formula's place."""
        old = Counter(numbers_of(formula))
        kept = []
        for shown in self._shown:
            key = replace(shown, given="")
            kept += [] if old[key] else [shown]
            old[key] -= bool(old[key])
        return [*kept, *numbers_of(replace(formula, tex=tex))]


def numbers_of(formula: Formula) -> Iterator[Shown]:
    """The numbers of a formula that count."""
    for number in tex_numbers(formula.tex):
        line = formula.line + formula.tex.count("\n", 0, number.offset)
        yield Shown(number.text, line, subtracted=number.subtracted)


def _fails(verdict: EquationRecord) -> bool:
    """Whether a page fails for it; here every equation has to be read, or skipped with a reason."""
    return verdict.is_wrong or verdict.is_overlooked


def _findings(verdicts: Sequence[EquationRecord]) -> list[Finding]:
    return [verdict.finding for verdict in verdicts]


def _copied(knowledge: Knowledge) -> Knowledge:
    new = copy(knowledge)
    vars(new).update({name: copy(value) for name, value in vars(knowledge).items()})
    return new


def _blanked(pattern: re.Pattern[str], tex: str) -> str:
    return pattern.sub(lambda found: " " * len(found[0]), tex)
