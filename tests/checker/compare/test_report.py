"""Showing how an output differs from its page."""

import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from torchnn_doc.checker.compare.outputs import compare
from torchnn_doc.checker.compare.report import details, headline
from torchnn_doc.checker.page.blocks import Output, read_page
from torchnn_doc.checker.page.fences import Source


def read_output(text: str, options: str = "") -> Output:
    """An output block whose first line is line 5 of its page."""
    page = f"```python\n```\n\n```text {{.output {options}}}\n{text}\n```\n"
    output = read_page(Source(Path("page.md"), "page.md", page, "")).blocks[0].output
    assert output
    return output


def report(wanted: str, printed: str, options: str = "") -> str:
    """What is said of an output block that differs."""
    output = read_output(wanted, options)
    mismatch = compare(output.fence.text, printed, output.rule)
    assert mismatch
    return f"{headline(mismatch, output.rule)}\n{details(output, printed, 'page.md')}"


def test_digits_that_differ_are_marked_side_by_side_with_their_index_in_the_tensor() -> None:
    page = " 0.1453  0.5062\n-0.1080 12.1747\n[torch.DoubleTensor of size 2x2]"
    run = "  0.1453   0.5162\n -0.1080   9.1748\n[torch.DoubleTensor of size 2x2]"
    assert (
        report(page, run)
        == """\
wanted 0.5062, printed 0.5162
  line  wanted             printed
     5   0.1453  0.5062      0.1453   0.5162
                    ^                    ^   [0, 1]
     6  -0.1080 12.1747     -0.1080   9.1748
                ^^    ^               ^    ^   [1, 1]

Largest absolute difference: 3.00, line 6: wanted 12.1747, printed 9.1748, at [1, 1]
Largest relative difference: 0.246, line 6: wanted 12.1747, printed 9.1748, at [1, 1]"""
    )


def test_figures_that_agree_though_they_differ_are_not_marked() -> None:
    assert "     5  0.15 1.0 2.0    0.15 -0.0 2.0\n             ^" in report("0.15 1.0 2.0", "0.15 -0.0 2.0")
    assert "     5  0.5 1.0    0.4 1.5\n              ^          ^\n" in report(
        "0.5 1.0", "0.4 1.5", options='atol="0.1"'
    )


def test_all_of_a_number_is_marked_where_no_digit_of_the_same_value_differs() -> None:
    assert "     5  0.15    0.1553\n        ^^^^    ^^^^^^" in report("0.15", "0.1553")


def test_marks_stand_below_their_characters_in_chinese_too() -> None:
    assert "     5  損失 0.15 個    損失 0.16 個\n                ^               ^" in report(
        "損失 0.15 個", "損失 0.16 個"
    )


def test_text_is_marked_by_character() -> None:
    assert report("of size 2x3", "of size 2x4") == (
        "wanted 'of size 2x3', printed 'of size 2x4'\n"
        "  line  wanted         printed\n"
        "     5  of size 2x3    of size 2x4\n"
        "                  ^              ^"
    )


def test_long_lines_stand_one_below_the_other() -> None:
    row = "  ".join(f"{place}.25" for place in range(15))
    assert (
        f"     5  wanted   {row}\n{' ' * 17}{' ' * (len(row) - 1)}^\n        printed  {row[:-1]}6"
        in report(row, row[:-1] + "6")
    )


def test_of_a_very_long_line_the_part_that_differs_is_named() -> None:
    text = report("a" * 5000 + " one", "a" * 5000 + " two")
    first = text.splitlines()[0]
    assert " one', printed '" in first
    assert first.endswith(" two'")
    assert len(first) < 300


def test_nan_in_place_of_a_number_is_named_but_has_no_size() -> None:
    text = report("1.5 2.5", "1.5 nan")
    assert text.startswith("wanted 2.5, printed nan\n")
    assert "Largest" not in text


def test_what_is_not_in_the_same_place_is_shown_as_a_diff() -> None:
    text = report("one\nthree", "one\ntwo\nthree")
    assert text.startswith(
        "wanted 'three', printed 'two'\nThe page shows 2 lines, the code prints 3 lines\n\n---"
    )
    assert text.endswith("--- wanted   page.md:4\n+++ printed\n@@ -1,2 +1,3 @@\n one\n+two\n three")


def test_no_more_than_eight_rows_stand_side_by_side_and_all_in_the_diff() -> None:
    text = report("\n".join(f"{row}.0" for row in range(9)), "\n".join(f"{row}.5" for row in range(9)))
    assert "    12  7.0" in text
    assert "    13  8.0" not in text
    assert "-8.0\n" in text


TEXT = st.text("0123456789.-+eEj[](),x* \tnaif\n中損", max_size=60)


@given(TEXT, TEXT, st.sampled_from(["", 'rtol="0.1"', 'varies="memory"']))
@example("[torch.DoubleTensor of size 2]\n1", "1\n[torch.DoubleTensor of size 2x2]", "")
@example("1e9999", "1e-9999", 'rtol="0.1"')
def test_whatever_differs_can_be_shown(wanted: str, printed: str, options: str) -> None:
    output = read_output(wanted, options)
    mismatch = compare(output.fence.text, printed, output.rule)
    if mismatch:
        assert headline(mismatch, output.rule)
        assert details(output, printed, "page.md")


@pytest.mark.parametrize(
    ("wanted", "printed", "options"),
    [
        ("a {}.5", "a {}.61", ".rounded"),
        ("[..] {} a", "q {} b", ""),
        ("{}.5 x", "{}.6 x\n", ""),
        ("...\nz{}", "y{}", ""),
    ],
)
def test_telling_a_difference_of_many_lines_takes_steps_in_proportion(
    wanted: str, printed: str, options: str
) -> None:
    def steps(lines: int) -> int:
        count = 0

        def page_of(text: str) -> str:
            return "\n".join(map(text.format, range(lines)))

        def step(*_: object) -> None:
            nonlocal count
            count += 1

        sys.setprofile(step)
        try:
            report(page_of(wanted), page_of(printed), options)
        finally:
            sys.setprofile(None)
        return count

    steps(10)
    assert steps(800) < 2.2 * steps(400)


def test_of_very_many_lines_only_the_first_differences_are_shown() -> None:
    shown = report("\n".join(map(str, range(12_000))), "\n".join(map(str, range(1, 12_001))))
    assert "That is more than can be shown as a diff" in shown
    assert len(shown.splitlines()) < 40
