"""The ways in which pages are altered, and which pages in which of them."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from tests.checker.mutation import equations, outputs
from tests.checker.mutation.code import code_removed
from tests.checker.mutation.equations import formulas_spaced, of_equations
from tests.checker.mutation.line_ends import line_ends
from tests.checker.mutation.mutant import Kind
from tests.checker.mutation.numbers import number_digits, number_signs
from tests.checker.mutation.outputs import noise, of_outputs, outputs_removed

ROOT = Path(__file__).parents[3]
PAGES = (*sorted(ROOT.glob("docs/*/*.md")), *sorted(ROOT.glob("README*.md")))
_FIRST, _TRANSLATED = ROOT / "docs" / "en", ROOT / "docs" / "zh-TW"
KINDS = (
    Kind("output-digit", of_outputs(outputs.digits)),
    Kind("output-sign", of_outputs(outputs.signs)),
    Kind("row-left-out", of_outputs(outputs.rows_left_out)),
    Kind("row-doubled", of_outputs(outputs.rows_doubled)),
    Kind("shape", of_outputs(outputs.shapes)),
    Kind("output-removed", outputs_removed),
    Kind("output-indent", of_outputs(outputs.indents)),
    Kind("output-blank", of_outputs(outputs.inner_blanks)),
    Kind("beyond-tolerance", noise(Decimal("1.01"))),
    Kind("code-line", code_removed),
    Kind("equation-digit", of_equations(equations.digits)),
    Kind("equation-sign", of_equations(equations.signs)),
    Kind("equation-index", of_equations(equations.indices)),
    Kind("equation-letter", of_equations(equations.letters)),
    Kind("entries-exchanged", of_equations(equations.entries_exchanged)),
    Kind("transpose-dropped", of_equations(equations.transposes_dropped)),
    Kind("formula-digit", of_equations(equations.digits_that_count, verified=False)),
    Kind("number-digit", number_digits, in_words=True),
    Kind("number-sign", number_signs, in_words=True),
    Kind("within-tolerance", noise(Decimal("0.99")), must_fail=False),
    Kind("output-spacing", of_outputs(outputs.padding), must_fail=False),
    Kind("formula-spacing", formulas_spaced, must_fail=False),
    Kind("line-ends", line_ends, must_fail=False, in_words=True),
    Kind("sign-of-zero", of_outputs(outputs.signs_of_zeros), must_fail=False),
)


def kinds_of(page: Path) -> Iterable[Kind]:
    """How a page is altered: what it shares with its translation is altered there."""
    translated = page.is_relative_to(_TRANSLATED) and (_FIRST / page.relative_to(_TRANSLATED)).exists()
    return (kind for kind in KINDS if kind.in_words or not translated)
