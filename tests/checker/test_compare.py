"""Comparing an output with the page."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torchnn_doc.checker.accept import accepted_lines
from torchnn_doc.checker.compare import EXACT, Rule, compare, count_numbers, output_lines


@pytest.mark.parametrize(
    ("wanted", "printed"),
    [
        ("a b", "  a \t b  "),
        ("a\n", "a\n\n  \n"),
        ("[1. 2.]", "[ 1.  2. ]"),
        ("0.", "-0."),
        ("-0.0000  0", "0.0000 -0"),
        ("[0. 1.]", "[-0.  1.]"),
        ("0.0e+00", "-0.0e+00"),
        ("...", ""),
        ("a\n...\nb", "a\nb"),
        ("a\n...\nb\n...", "a\nb\nx\nb\nb\n"),
        ("at [..]>", "at 0x7f>"),
    ],
)
def test_what_does_not_matter_is_not_a_mismatch(wanted: str, printed: str) -> None:
    assert compare(wanted, printed) is None


@pytest.mark.parametrize(
    ("wanted", "printed"),
    [
        ("1", "-1"),
        ("1", "1.0"),
        ("0.5", "-0.5"),
        ("-0.01", "0.01"),
        ("1e-5", "1e5"),
        ("a b", "ab"),
        ("3x2", "2x3"),
        ("[1]", "(1)"),
        ("a\nb", "a\n\nb"),
        ("\na", "a"),
        ("a", "a\nb"),
        ("a\n...\nb", "a\nb\nc"),
        ("0.5\n1", "0.5\n\n1"),
        ("a [..] b", "a b"),
        ("....", "x"),
        ("nan", "0.0"),
    ],
)
def test_everything_else_is_a_mismatch(wanted: str, printed: str) -> None:
    assert compare(wanted, printed)
    assert compare(wanted, printed, Rule(rtol=Decimal("1e-9")))


def test_the_mismatch_names_the_first_line_that_differs_and_the_largest_difference() -> None:
    mismatch = compare("same\n1.5 2.0\n7.0", "same\n1.5 2.5\n9.0")

    assert mismatch
    assert (mismatch.index, mismatch.wanted, mismatch.printed) == (1, "1.5 2.0", "1.5 2.5")
    assert mismatch.parted == ("2.0", "2.5")
    assert mismatch.largest == ("7.0", "9.0")


@pytest.mark.parametrize("digits", range(1, 12))
def test_a_tolerance_of_one_unit_of_the_last_digit_admits_exactly_that(digits: int) -> None:
    unit = Decimal(1).scaleb(-digits)
    wanted = Decimal("0.3") + unit * 7
    rule = Rule(atol=unit)

    assert compare(str(wanted), str(wanted + unit), rule) is None
    assert compare(str(wanted), str(wanted - unit), rule) is None
    assert compare(str(wanted), str(wanted + 2 * unit), rule)


def test_a_tolerance_reaches_neither_integers_nor_text() -> None:
    rule = Rule(rtol=Decimal(1), atol=Decimal(9))
    assert compare("size 3 of 2x2", "size 4 of 2x2", rule)
    assert compare("size 3 of 2x2", "size 3 of 2x3", rule)
    assert compare("1.5 a", "1.5 b", rule)
    assert compare("1.5", "1.5 1.5", rule)


def test_without_a_tolerance_the_digits_shown_must_be_the_same() -> None:
    assert compare("1.0", "1.00")
    assert compare("1.0", "1.00", Rule(rtol=Decimal("1e-9"))) is None


def test_numbers_are_counted_where_they_are_checked() -> None:
    assert count_numbers(" 1  -2.5\n3e-4 *\n[torch.DoubleTensor of size 3x2]\nv1.2.3 [..]") == 3
    assert count_numbers("1 2", Rule(varies=True)) == 0


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=8), max_size=6))
def test_any_output_agrees_with_itself(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert compare(text, text) is None


@given(
    st.lists(st.sampled_from(["a 1", "b", "[..] 1", "...", "x"]), max_size=6),
    st.lists(st.sampled_from(["a 1", "b", "c 1", "d", ""]), max_size=6),
)
def test_what_accept_writes_agrees_with_what_was_printed(page: list[str], run: list[str]) -> None:
    printed = output_lines("\n".join(run))
    assert compare("\n".join(accepted_lines(page, printed, EXACT)), "\n".join(printed)) is None
