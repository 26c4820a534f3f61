"""Comparing an output with the page."""

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torchnn_doc.checker.compare.accepted import accepted_lines
from torchnn_doc.checker.compare.outputs import aligned, canonical, compare, count_numbers, output_lines
from torchnn_doc.checker.compare.terminal import as_on_terminal
from torchnn_doc.checker.page.rule import EXACT, Rule

ROUNDED = Rule(rounded=True)


@pytest.mark.parametrize(
    ("wanted", "printed"),
    [
        ("a b", "a b \t "),
        ("a\n", "a\n\n  \n"),
        ("[1. 2.]", "[ 1.  2.]"),
        (" 1.5 -2.5", "  1.5  -2.5"),
        (" [-0.0, 1.5]]", " [0.0,  1.5]]"),
        ("array([[0., 1.],", "array([[-0.,  1.],"),
        ("0.", "-0."),
        ("-0.0000  0", "0.0000 -0"),
        ("[0. 1.]", "[-0.  1.]"),
        ("0.0e+00", "-0.0e+00"),
        ("...", ""),
        ("a\n...\nb", "a\nb"),
        ("a\n...\nb\n...", "a\nb\nx\nb\nb\n"),
        ("at [..]>", "at 0x7f>"),
        ("[..] 0.5 [..]", "a 0.7 b 0.5 c"),
        ("[..] 0.5 [..]", "a 0.5 b 0.7 c"),
        ("0.1[..] s", "0.1997 s"),
        ("(1.5-0j)", "(1.5+0j)"),
        ("nan -inf", " nan  -inf"),
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
        ("a b", "a  b"),
        ("a b", " a b"),
        ("a b", "a\tb"),
        ("  return 1", "    return 1"),
        ("x  1.5", "x 1.5"),
        ("[1.5]", " [1.5]"),
        ("0.15", "0.1453"),
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
        ("nan", "inf"),
        ("inf", "-inf"),
        ("(1.5-1j)", "(1.5+1j)"),
        ("1e-154 *", "1e-155 *"),
        ("0.5 [..]", "0.7 and 0.5 s"),
        ("took [..]0.5", "took 0.7"),
        ("Columns 1 to 2", "Columns 1 to 3"),
    ],
)
def test_everything_else_is_a_mismatch(wanted: str, printed: str) -> None:
    assert compare(wanted, printed)
    assert compare(wanted, printed, Rule(rtol=Decimal("1e-9")))


def test_the_mismatch_is_the_first_line_that_differs() -> None:
    mismatch = compare("same\n1.5 2.0\n7.0", "same\n1.5 2.5\n9.0")

    assert mismatch
    assert (mismatch.index, mismatch.wanted, mismatch.printed) == (1, "1.5 2.0", "1.5 2.5")


@pytest.mark.parametrize(
    ("wanted", "printed"),
    [
        ("0.15", "0.1453"),
        ("-2.013", "-2.0126"),
        ("1.0", "1.00"),
        ("-0.00", "0.0012"),
        ("0.00", "-0.0012"),
        ("1.29e-05", "1.2882e-05"),
        ("(1.5+2.3j)", "(1.53+2.25j)"),
        ("損失0.3個", "損失0.27個"),
        ("The loss is 0.3.", "The loss is 0.2724."),
        ("12.3%", "12.345%"),
        ("2.", "2.000"),
        ("[..] 0.3", "loss 0.27"),
    ],
)
def test_a_page_may_show_fewer_digits_if_it_says_so_and_they_are_rounded(wanted: str, printed: str) -> None:
    assert compare(wanted, printed, ROUNDED) is None
    assert compare(wanted, printed)


@pytest.mark.parametrize(
    ("wanted", "printed"),
    [
        ("0.14", "0.1453"),
        ("-2.012", "-2.0126"),
        ("1.00", "1.0"),
        ("0.14530", "0.1453"),
        ("2.", "2.0126"),
        ("2", "2.0126"),
        ("2", "2.0"),
        ("2.0", "2"),
        ("1e-05", "1.2882e-05"),
        ("1.29e-04", "1.2882e-05"),
        ("0.15e1", "1.5"),
        ("+0.5", "0.5"),
        ("v0.1.5", "v0.1.50"),
    ],
)
def test_more_digits_than_printed_or_wrong_ones_are_a_mismatch(wanted: str, printed: str) -> None:
    assert compare(wanted, printed, ROUNDED)


def test_where_the_rest_is_exactly_a_half_both_neighbours_are_right() -> None:
    assert [text for text in ("0.13", "0.14", "0.15", "0.16") if not compare(text, "0.145", ROUNDED)] == [
        "0.14",
        "0.15",
    ]


@given(st.decimals(-9, 9, places=6), st.integers(1, 5))
def test_a_value_rounded_to_fewer_digits_agrees_and_a_neighbour_does_not(value: Decimal, digits: int) -> None:
    unit = Decimal(1).scaleb(-digits)
    for rounding in (ROUND_HALF_EVEN, ROUND_HALF_UP):
        rounded = value.quantize(unit, rounding)
        assert compare(f"{rounded:f}", f"{value:f}", ROUNDED) is None
        assert compare(f"{rounded + 2 * unit:f}", f"{value:f}", ROUNDED)
        assert compare(f"{rounded - 2 * unit:f}", f"{value:f}", ROUNDED)


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


def test_a_tolerance_admits_whatever_passes_without_it() -> None:
    assert compare("1.00", "1.0", Rule(rtol=Decimal("1e-9"))) is None


@pytest.mark.parametrize(
    ("wanted", "printed"), [("33.3ms", "33.4ms"), ("took 0.51s", "took 0.52s"), ("33.1%", "33.2%")]
)
def test_a_decimal_may_have_a_unit(wanted: str, printed: str) -> None:
    assert compare(wanted, printed)
    assert compare(wanted, printed, Rule(atol=Decimal("0.1"))) is None
    assert compare(wanted, printed, Rule(atol=Decimal("0.001")))


@pytest.mark.parametrize("number", ["1e99999", "9" * 2000 + ".5", "0." + "1" * 2000, "1e-99999"])
def test_a_number_beyond_all_floats_is_compared_as_text(number: str) -> None:
    assert compare(number, number + "0", Rule(rtol=Decimal(1)))
    assert compare(f"{number} ", number) is None


def test_numbers_are_counted_where_they_are_checked() -> None:
    assert count_numbers(" 1  -2.5\n3e-4 *\n[torch.DoubleTensor of size 3x2]\nv1.2.3 [..]") == 3
    assert count_numbers(" 1\n 2\n[torch.DoubleTensor of size 2]") == 2
    assert count_numbers("1 2", Rule(varies=True)) == 0


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=8), max_size=6))
def test_any_output_agrees_with_itself(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert compare(text, text) is None


@given(
    st.lists(st.sampled_from(["a 1", "b", "[..] 1", "...", "x", "0.5", "0.7 [..]"]), max_size=6),
    st.lists(st.sampled_from(["a 1", "b", "c 1", "d", "", "0.52", "0.55", "0.7 c"]), max_size=6),
    st.sampled_from([EXACT, ROUNDED, Rule(atol=Decimal("0.05")), Rule(varies=True)]),
)
def test_what_accept_writes_agrees_with_what_was_printed(page: list[str], run: list[str], rule: Rule) -> None:
    printed = output_lines("\n".join(run))
    assert compare("\n".join(accepted_lines(page, printed, rule)), "\n".join(printed), rule) is None


def test_pairing_many_lines_takes_a_look_or_two_at_each(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = 0

    def counted(line: str) -> str:
        nonlocal looks
        looks += 1
        return canonical(line)

    monkeypatch.setattr("torchnn_doc.checker.compare.outputs.canonical", counted)
    page = [f"{place} a {place}.5" for place in range(3000)]
    assert aligned(page, [line.replace("a", "b") for line in page], EXACT) == []
    assert looks < 20 * len(page)
    assert len(aligned(page, ["new", *page], EXACT)) == len(page)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("10%\r20%\r100%\n", "100%\n"),
        ("abc\rX\n", "Xbc\n"),
        ("a\r\nb\r\n", "a\nb\n"),
        ("\x1b[1;31mred\x1b[0m \x1b]0;title\x07on", "red on"),
    ],
)
def test_what_is_compared_is_what_a_terminal_shows(written: str, shown: str) -> None:
    assert as_on_terminal(written) == shown


def test_colours_are_kept_if_asked_for() -> None:
    assert as_on_terminal("\x1b[31mred\x1b[0m", colours=True) == "\x1b[31mred\x1b[0m"
