"""Verifying the equations of a page."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stdout, suppress
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from torchnn_doc.checker.equations.errors import EquationError
from torchnn_doc.checker.equations.reading import Binding, read_mathematics
from torchnn_doc.checker.equations.verify import verify
from torchnn_doc.checker.page.errors import PageError
from torchnn_doc.checker.page.fences import Fence, Source, read_fences, read_source
from torchnn_doc.checker.page.formulas import Formula, find_formulas
from torchnn_doc.checker.record import EquationRecord, Finding

ROOT = Path(__file__).parents[3]
CASES = sorted((ROOT / "tests" / "pages" / "equations").glob("*.md"))
CHAPTERS = [ROOT / "docs" / language / "06-module-backward.md" for language in ("zh-TW", "en")]
EXPECTED = re.compile(r"<!-- expect\n(?P<counts>.+)\n(?P<lines>(?:.*\n)*)-->")
NO_NUMBER = re.compile(r"\[[\d.]+ex\]|_\w|_\{\w+\}| - (?=\\frac|\\eta)")


def verify_page(path: Path) -> list[EquationRecord]:
    """Run the page's code, with each binding evaluated where it stands, and verify its equations."""
    source = read_source(path, path.name)
    mathematics = read_mathematics(source)
    names: dict[str, Any] = {}
    values: dict[Binding, object] = {}
    steps: list[Fence | Binding] = [*mathematics.bindings]
    steps += [fence for fence in read_fences(source.text, path.name) if fence.is_python]
    for step in sorted(steps, key=lambda step: step.line):
        if isinstance(step, Binding):
            with suppress(NameError):
                value = eval(step.expression, names)
                values[step] = value.tolist() if hasattr(value, "tolist") else value
        elif "notest" not in step.options:
            with redirect_stdout(StringIO()):
                exec(step.text, names)
    return verify(mathematics, values)


def verify_text(text: str) -> list[EquationRecord]:
    return verify(read_mathematics(Source(Path("page.md"), "page.md", text, "")), {})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_page_has_the_findings_that_its_comment_says(case: Path) -> None:
    expected = EXPECTED.search(case.read_text(encoding="utf-8"))
    assert expected, f"{case.name} says nothing about what to expect"

    verdicts = verify_page(case)

    counts = Counter(verdict.finding.value for verdict in verdicts)
    assert counts == {
        word: int(number) for number, word in re.findall(r"(\d+) ([a-z ]+)", expected["counts"])
    }
    listed = [
        f"{verdict.line}: {verdict.finding.value}: {verdict.reason}"
        for verdict in verdicts
        if verdict.finding is not Finding.VERIFIED
    ]
    assert listed == expected["lines"].splitlines()


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.parent.name)
def test_four_fifths_of_the_equal_signs_of_chapter_6_are_verified_and_none_is_wrong_or_unread(
    chapter: Path,
) -> None:
    formulas = find_formulas(read_source(chapter, chapter.name))
    signs = sum(formula.tex.count("=") for formula in formulas if isinstance(formula, Formula))
    equations = read_mathematics(read_source(chapter, chapter.name)).equations

    verdicts = verify_page(chapter)

    assert {verdict.finding for verdict in verdicts} == {Finding.VERIFIED, Finding.STATED}
    pairs = zip(equations, verdicts, strict=True)
    verified = [each for each, verdict in pairs if each.sign == "=" and verdict.finding is Finding.VERIFIED]
    assert len(verified) >= 0.8 * signs


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.parent.name)
def test_each_digit_of_a_worked_example_of_chapter_6_altered_is_wrong(chapter: Path) -> None:
    mathematics = [
        " ".join(found.tex.split())
        for found in find_formulas(read_source(chapter, chapter.name))
        if isinstance(found, Formula) and re.search(r"\d\.\d.*=", found.tex, re.DOTALL)
    ]
    altered = [text for tex in mathematics for text in alter(tex)]

    assert len(altered) > 300
    assert [text for text in altered if not is_wrong(f"$$\n{text}\n$$")] == []


def alter(tex: str) -> Iterator[str]:
    """Each digit of a formula's numbers altered, and each sign in front of one turned."""
    numbers = NO_NUMBER.sub(lambda found: " " * len(found[0]), tex)
    for found in re.finditer(r"\d|-", numbers):
        new = "" if found[0] == "-" else str((int(found[0]) + 1) % 10)
        yield tex[: found.start()] + new + tex[found.end() :]


def is_wrong(text: str) -> bool:
    return any(verdict.finding is Finding.WRONG for verdict in verify_text(text))


def test_a_wrong_equation_is_reported_with_file_line_both_sides_and_the_largest_difference() -> None:
    text = "# Page\n\n$$\n\\begin{bmatrix} 1 & 2 \\\\ 3 & 4 \\end{bmatrix}^T\n=\n[1\\ 3]\n$$\n".replace(
        "\n", "\r\n"
    )
    (verdict,) = verify_text(text)
    assert str(EquationError("docs/page.md", verdict)).startswith("docs/page.md:5: ")
    assert verdict.reason == "the left side is a 2x2 matrix, the right side a 1x2 matrix"

    (verdict,) = verify_text(
        "\ufeff$0.2 \\begin{bmatrix} 1 \\\\ 2 \\\\ 3 \\end{bmatrix} = [0.2\\ 0.5\\ 0.82]^T$"
    )
    assert str(EquationError("docs/page.md", verdict)) == (
        "docs/page.md:1: 0.2 \\begin{bmatrix} 1 \\\\ 2 \\\\ 3 \\end{bmatrix} = [0.2\\ 0.5\\ 0.82]^T: "
        "the left side is 0.6, the right side 0.82 (row 3, column 1)\n\n"
        "row 2, column 1: left 0.4, right 0.5\n"
        "row 3, column 1: left 0.6, right 0.82\n"
        "largest difference: 0.22 (row 3, column 1)"
    )


def test_sides_that_agree_as_rounded_figures_alone_are_told_the_other_sign() -> None:
    (verdict,) = verify_text("$0.1453 + 2 \\cdot 0.0635 = 0.2722$")
    assert verdict.finding is Finding.WRONG
    assert verdict.details.endswith("They agree if every figure is a rounded one: then write \\approx.")
    assert verify_text("$0.1453 + 2 \\cdot 0.0635 \\approx 0.2722$")[0].finding is Finding.VERIFIED


@pytest.mark.parametrize(
    "wrong", ["1.5 \\cdot 2 = 3.1", "3 = 3.4", "0.5 = 0.4", "1.0 \\cdot 0.2 = 0.3", "2 = 3"]
)
def test_the_other_sign_is_not_offered_where_rounding_explains_nothing(wrong: str) -> None:
    (verdict,) = verify_text(f"${wrong}$")
    assert verdict.finding is Finding.WRONG
    assert "\\approx" not in verdict.details


def test_a_second_value_in_a_section_is_told_what_to_write_if_the_letter_has_changed() -> None:
    _, verdict = verify_text("$$\nr = 0.4\n$$\n\n$$\nr = 0.7\n$$\n")
    assert verdict.reason == "the left side is 0.4, the right side 0.7"
    assert "This section gives r two values. If r means something else from here on: " in verdict.details


@pytest.mark.parametrize(
    ("comment", "problem"),
    [
        ("W", "'W': a comment to the checker is"),
        ("W = l1.", "'l1.' is not a Python expression"),
        ("2 + W = 3", "'2 + W' is not a name"),
        ("1/ = 3", "'1/' is not a name: something is missing behind '1/'"),
        ("skip", "skip needs a reason"),
        ('skip " "', "skip needs a reason"),
        ('skip "no formula below"', "no formula follows for this comment to skip"),
        ("forgive W", "'forgive W': a comment to the checker is"),
    ],
)
def test_a_comment_that_says_nothing_the_checker_knows_is_an_error(comment: str, problem: str) -> None:
    with pytest.raises(PageError, match=rf"^page.md:3: {re.escape(problem)}"):
        verify_text(f"$x = 1$\n\n<!-- check: {comment} -->\n")


@pytest.mark.parametrize(
    "value",
    [True, "1", None, float("nan"), [], [[]], [[1], [2, 3]], [1, [2]], [[[1]]], {"a": 1}, 1j],
    ids=repr,
)
def test_a_value_that_is_no_number_vector_or_matrix_cannot_be_bound(value: object) -> None:
    mathematics = read_mathematics(Source(Path("page.md"), "page.md", "<!-- check: W = w -->\n\n$W = 1$", ""))
    (binding,) = mathematics.bindings
    verdict, _ = verify(mathematics, {binding: value})
    assert verdict.finding is Finding.WRONG
    assert verdict.line == 1
    assert verdict.tex == "W = w"


@pytest.mark.parametrize("name", ["W_{ij}", "\\frac{\\partial W}{\\partial W}", "W_{11}", "W_{33}", "W"])
def test_a_name_of_another_size_than_the_value_cannot_be_bound(name: str) -> None:
    text = f"$W_{{11}} W_{{12}} W_{{21}} W_{{22}}$ <!-- check: {name} = w -->"
    mathematics = read_mathematics(Source(Path("page.md"), "page.md", text, ""))
    (verdict,) = verify(mathematics, {mathematics.bindings[0]: [1, 2]})
    assert verdict.finding is Finding.WRONG


def test_a_name_that_is_forgotten_may_have_another_size() -> None:
    bound = "<!-- check: x = x -->\n\n$x = [1\\ 2]^T$\n\n<!-- check: forget x -->\n\n$x = 3$, $x + 1 = 4$"
    mathematics = read_mathematics(Source(Path("page.md"), "page.md", bound, ""))
    verdicts = verify(mathematics, {mathematics.bindings[0]: [1, 2]})
    assert [each.finding for each in verdicts] == [Finding.VERIFIED, Finding.STATED, Finding.VERIFIED]


def test_a_long_page_is_verified_without_running_out_of_steps() -> None:
    text = "\n\n".join(f"$W_{{1{i}}} = {i} x_1 + {i}.25$, ${i} \\cdot 0.5 = {i / 2}$" for i in range(1, 10))
    assert {verdict.finding for verdict in verify_text(text)} == {Finding.STATED, Finding.VERIFIED}
