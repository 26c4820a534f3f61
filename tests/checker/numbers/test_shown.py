"""Which numbers of a page have to come from somewhere, and where they stand."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from torchnn_doc.checker.numbers.shown import Shown, shown_numbers
from torchnn_doc.checker.numbers.tex_numbers import tex_numbers
from torchnn_doc.checker.page.errors import PageError
from torchnn_doc.checker.page.fences import Source


def shown(text: str) -> list[Shown]:
    return shown_numbers(Source(Path("page.md"), "page.md", text, ""))


def texts(text: str) -> list[str]:
    return [number.text for number in shown(text)]


@pytest.mark.parametrize(
    ("prose", "numbers"),
    [
        ("It is 0.5, then -0.25. At last .125", ["0.5", "-0.25", ".125"]),
        ("1e-5 and 2.1403e+161, also 3E8", ["1e-5", "2.1403e+161", "3E8"]),
        ("和是-0.0517，約 2.0125。", ["-0.0517", "2.0125"]),
        ("from 0.1-0.9, a−0.5 and −0.5", ["0.1", "0.9", "0.5", "-0.5"]),
        ("**1.5**x faster, 12.5%, $0.5 each, 2.5ms", ["1.5", "12.5", "0.5", "2.5"]),
        ("12,345.6 bytes", ["12345.6"]),
        ("a [rate of 0.02](02-rate.md) ![falls to 0.1](0.3.png)", ["0.02", "0.1"]),
        ("line one\nsays *0.5*\n> and this 0.7", ["0.5", "0.7"]),
        ("<p>raw 0.5</p>", ["0.5"]),
    ],
)
def test_decimals_in_prose_count(prose: str, numbers: list[str]) -> None:
    assert texts(prose) == numbers


@pytest.mark.parametrize(
    "prose",
    [
        "chapter 6, 3 rows, 2-D, 16 digits, of 2016",
        "1. first\n2. second",
        "pytest 1.6.1, Apache-2.0, numpy v2.0, python3.11, 0.9.x and 0.9.*",
        "see https://example.org/2.0/ and <https://example.org/1.5>",
        "[a](x/1.5.md 'y') [b][c]\n\n[c]: http://a/0.5",
        "## With 0.5 {#x-0.5}",
        '<img alt="0.5" src="0.7.png">',
        "<!-- 0.5 -->\n\ntext <!-- 0.7 --> text",
        "---\nversion: 0.5\n---\n\ntext",
        "```python\nx = 0.5\n```\n\n~~~text\n0.7\n~~~",
        '=== "Tab"\n\n    ```python\n    x = 0.5\n    ```',
        "<pre>\n0.5\n</pre>",
    ],
)
def test_names_addresses_headings_and_code_do_not(prose: str) -> None:
    assert texts(prose) == []


@pytest.mark.parametrize(
    ("code", "numbers"),
    [
        ("0.1453", ["0.1453"]),
        ("loss 0.27", ["0.27"]),
        ("epoch 3, loss: -0.27", ["-0.27"]),
        ("[[0.5, 1], [2, 1.5]]", ["0.5", "1.5"]),
        ("Linear(2, 3)", []),
        ("step(0.02)", []),
        ("x = 0.5", []),
        ('rtol="1e-4"', []),
        ("tensor([0.5])", []),
        ("--timeout 0.5", []),
    ],
)
def test_inline_code_counts_where_it_reads_as_printed(code: str, numbers: list[str]) -> None:
    assert texts(f"It says `{code}`.") == numbers


@pytest.mark.parametrize(
    ("tex", "numbers"),
    [
        (r"\eta = 0.02", ["0.02"]),
        (r"\begin{bmatrix} 1 & -2 \\[2.5ex] 1 \cdot 4 & x_1 \end{bmatrix}", ["1", "-2", "1", "4"]),
        (r"\begin{array}{cc} 3 & 4 \end{array}", ["3", "4"]),
        (r"[1\ -2\ 3]^T, [4, 5]^T, [6, 7, 8]", ["1", "-2", "3", "4", "5", "6", "7", "8"]),
        (r"x \in [0, 1], W_{11}, \frac{2}{3}, 2x", []),
        (r"0.5 - 0.25 - x = -0.125 \approx -.1", ["0.5", "0.25", "-0.125", "-.1"]),
        ("x = −0.5, x − 0.25", ["-0.5", "0.25"]),
        (r"1.5 \times 10^{-3}, 2 \cdot 10^4, 1{,}000.5", ["1.5e-3", "2e4", "1000.5"]),
        (r"0.5x \hspace{1.5em} \kern 2.5pt 0.1", ["0.5", "0.1"]),
    ],
)
def test_in_mathematics_decimals_and_entries_count(tex: str, numbers: list[str]) -> None:
    assert texts(f"${tex}$") == numbers
    assert texts(f"\n$$\n{tex}\n$$\n") == numbers


def test_what_is_taken_away_may_be_the_negative_of_what_is_shown() -> None:
    tex = r"\eta - 0.5 + (-0.25) - \begin{bmatrix} -0.125 \end{bmatrix} = -3 \cdot 0.75 + 0.75"
    assert [(number.text, number.subtracted) for number in tex_numbers(tex)] == [
        ("0.5", True),
        ("-0.25", False),
        ("-0.125", False),
        ("0.75", True),
        ("0.75", False),
    ]


def test_in_a_table_whole_cells_count_beside_decimals() -> None:
    table = "| n 0.1 | loss | words |\n|---|---|---|\n| 1 | 0.5 | 2 rows |\n| 2 | `3` | 4 |\n| 5 | x | 6 |\n"
    assert texts(table) == ["0.1", "1", "0.5", "3"]
    assert texts("| n | rows |\n|---|---|\n| 1 | 3 |\n") == []


def test_each_number_has_the_line_on_which_it_stands() -> None:
    page = (
        "---\ntitle: a\n---\n\nno number `in\nhere` but\n0.1 and [a\nlink](x) <b\nid='x'>0.2</b>\n\n"
        "| a |\n|---|\n| 0.3 |\n\n!!! note\n\n    $$\n    x \\\\\n    0.4\n    $$\n\n<div>\na\n0.5</div>\n"
    )
    lines = page.split("\n")
    for number in (numbers := shown(page)):
        assert number.text in lines[number.line - 1]
    assert len(numbers) == 5


@pytest.mark.parametrize(
    "page",
    [
        'a <span class="given" title="why">0.5</span> b',
        "a <em class='x given' title='why'>b <em>c</em> $0.5$</em> b",
        '<div class="given" title="why" markdown>\n\n| a |\n|---|\n| 0.5 |\n\n</div>\n\nb',
        '<div class="given" title="why">0.5</div>',
    ],
)
def test_what_is_given_has_its_reason_up_to_the_end_of_the_element(page: str) -> None:
    numbers = shown(f"{page} 0.7\n\n0.9")
    assert [(number.text, number.given) for number in numbers] == [("0.5", "why"), ("0.7", ""), ("0.9", "")]


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ('a\nb <span class="given">0.5</span>', r"page\.md:2: .* needs a reason"),
        ('a <span class="given" title=" ">0.5</span>', r"page\.md:1: .* needs a reason"),
        ('a\n\n<b class="given" title="x">0.5\n\n</b>', r"page\.md:3: the <b> .* is not closed"),
        ('<div class="given" title="x">\n\n0.5', r"page\.md:1: the <div> .* is not closed"),
    ],
)
def test_what_is_given_without_reason_or_end_is_an_error(page: str, message: str) -> None:
    with pytest.raises(PageError, match=message):
        shown(page)


TABLE = "| a | b |\n|---|---|\n| 1 | 0.5 |\n"
HTML = ['<span class="given" title="a">', "</span>", "<![", "<!--", "-->", "<div>", "</div>"]
TEX = ["$$", "\\begin{bmatrix}", "\\end{bmatrix}", "\\(", "\\)", "\\[", "\\]", "[1\\ 2]"]
BLOCKS = [TABLE, "\n\n", "```", "[^1]: ", "> ", "- ", "---\n", '!!! note "', "    ", "\r\n", "\ufeff", "\x00"]
PIECES = st.sampled_from([*"$|`<>[]()*_-\\\n\t &^{}#~!:.,0", "0.5", "1e-5", "中", *HTML, *TEX, *BLOCKS])


@settings(max_examples=300)
@given(st.lists(PIECES | st.text(max_size=3), max_size=60).map("".join))
def test_no_page_makes_it_crash(page: str) -> None:
    try:
        numbers = shown(page)
    except PageError:
        return
    assert all(1 <= number.line <= page.count("\n") + page.count("\r") + 1 for number in numbers)
