"""Verifying equations that nobody wrote: right ones, altered ones, and TeX of any kind."""

import re
from fractions import Fraction
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from torchnn_doc.checker.equations.reading import Equation, read_mathematics
from torchnn_doc.checker.equations.verify import verify
from torchnn_doc.checker.page.errors import PageError
from torchnn_doc.checker.page.fences import Source
from torchnn_doc.checker.page.formulas import find_formulas
from torchnn_doc.checker.record import Finding

Rows = list[list[Fraction]]

# Pieces that go together, and pieces that break what stands around them.
WORDS = re.split(
    r"\s+",
    r"""x y_1 W W_{12} W_{ij} x_i J \Delta \eta e d 9 0.5 1e99 0 1 ^T ^{ ^2 ^{9^{9}} _{ _1 ' | % . \top
    10^{-3} ％ 值 + - / \cdot \times \odot = = = \approx \leftarrow += := \neq \not= < \mathrel{+}= ( ) [
    ] { } \left( \right) \left. \right. & \\ \\[1ex] , \quad \; \frac{ }{ \frac12 \sqrt{ \exp \log
    \tanh( \partial \hat \mathbf{x} \boxed{ \int \frac{\partial{J}}{\partial{y_1}}
    \frac{\partial{J}}{\partial{W}} \sum_{i=1}^{3} \sum_i \text{if} \text{} \begin \end \begin{bmatrix}
    \end{bmatrix} \begin{cases} \end{cases} \begin{aligned} \end{aligned}""",
)
LAYER = r"$y = Wx$ $y_1 y_2 x_1 x_2 W_{11} W_{12} W_{21} W_{22}$"


def findings(text: str) -> list[Finding]:
    return [each.finding for each in verify(read_mathematics(as_source(text)), {})]


def as_source(text: str) -> Source:
    return Source(Path("page.md"), "page.md", text, "")


def decimals() -> st.SearchStrategy[Fraction]:
    return st.integers(-9999, 9999).filter(bool).map(lambda digits: Fraction(digits, 100))


def written(number: Fraction) -> str:
    return f"{float(number):.4f}"


def matrix(rows: Rows) -> str:
    body = r" \\ ".join(" & ".join(map(written, row)) for row in rows)
    return rf"\begin{{bmatrix}} {body} \end{{bmatrix}}"


@st.composite
def products(draw: st.DrawFn) -> tuple[Rows, Rows, Rows]:
    height, inner, width = (draw(st.integers(1, 3)) for _ in range(3))
    left = [[draw(decimals()) for _ in range(inner)] for _ in range(height)]
    right = [[draw(decimals()) for _ in range(width)] for _ in range(inner)]
    product = [
        [sum((a * row[j] for a, row in zip(each, right, strict=True)), Fraction()) for j in range(width)]
        for each in left
    ]
    return left, right, product


@given(products())
def test_a_product_of_matrices_is_verified(matrices: tuple[Rows, Rows, Rows]) -> None:
    left, right, product = map(matrix, matrices)
    assert findings(f"${left} {right} = {product}$") == [Finding.VERIFIED]


@given(products(), st.data())
def test_a_product_with_one_unit_of_one_last_digit_too_many_is_wrong(
    matrices: tuple[Rows, Rows, Rows], data: st.DataObject
) -> None:
    left, right, product = matrices
    row = data.draw(st.sampled_from(product))
    row[data.draw(st.integers(0, len(row) - 1))] += data.draw(st.sampled_from([-1, 1])) * Fraction(1, 10**4)
    assert findings(f"${matrix(left)} {matrix(right)} = {matrix(product)}$") == [Finding.WRONG]


@given(decimals(), decimals(), decimals(), st.permutations("abc"))
def test_an_expanded_product_is_verified_and_a_wrong_one_is_not(
    p: Fraction, q: Fraction, r: Fraction, names: list[str]
) -> None:
    a, b, c = names
    product = f"({written(p)} {a} + {written(q)} {b}) ({c} + {written(r)})"
    terms = [(p, a + c), (p * r, a), (q, b + c), (q * r, b)]
    expanded = " + ".join(
        f"({coefficient.numerator}/{coefficient.denominator}) {term}" for coefficient, term in terms
    )
    assert findings(f"${product} = {expanded}$") == [Finding.VERIFIED]
    assert findings(f"${product} = {expanded} + {a}$") == [Finding.WRONG]


@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_no_tex_crashes_or_hangs_and_no_sign_is_passed_over(tex: str) -> None:
    try:
        mathematics = read_mathematics(as_source(f"{LAYER}\n\n$$\n{tex}\n$$\n"))
    except PageError:
        return
    verdicts = verify(mathematics, {})
    equations = [each for each in mathematics.statements if isinstance(each, Equation)]
    assert len(verdicts) == len(equations)
    assert all(verdict.reason for verdict in verdicts if verdict.finding is not Finding.VERIFIED)
    if "=" in tex.replace("_{i=1}", "").replace(r"\not=", "") and "%" not in tex and "cases" not in tex:
        assert len(equations) > 1  # the layer's own is one


@given(st.text(st.sampled_from("$\\()[]{}`<>!-=1 \n|>#*_&x~"), max_size=60))
def test_no_page_crashes_the_search_for_formulas(text: str) -> None:
    lines = text.count("\n") + 1
    assert all(1 <= found.line <= lines for found in find_formulas(as_source(text)))
