"""Where the numbers of a page may come from."""

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torchnn_doc.checker.equations.reading import read_mathematics
from torchnn_doc.checker.equations.verify import verify
from torchnn_doc.checker.numbers.shown import shown_numbers
from torchnn_doc.checker.numbers.trace import Traced, raise_unchecked, trace
from torchnn_doc.checker.page.blocks import read_page
from torchnn_doc.checker.page.errors import CheckError
from torchnn_doc.checker.page.fences import Source
from torchnn_doc.checker.record import EquationRecord, Finding

CODE = """\
```python
step = -0.02
print(layer.weight, [3, 0x10, True])
```

```text {.output}
 0.1453  2
-1e-05   1,234.50
[torch.DoubleTensor of size 7x5x9]
```
"""


def origins(text: str) -> Counter[str]:
    return traced(text).origins


def traced(text: str, *steps: EquationRecord) -> Traced:
    source = Source(Path("page.md"), "page.md", text, "")
    return trace(shown_numbers(source), read_page(source).blocks, steps)


def step(left: str, right: str, leads: tuple[bool, bool] = (True, True)) -> EquationRecord:
    return EquationRecord(1, f"{left} = {right}", Finding.VERIFIED, sides=(left, right), leads=leads)


def unchecked(text: str, *steps: EquationRecord) -> list[str]:
    return [number.text for number in traced(text, *steps).unchecked]


@pytest.mark.parametrize(
    "number", ["0.1453", "0.145", "0.1", "-0.00001", "-1e-5", "1,234.50", "1234.5", "2.0"]
)
def test_a_number_of_an_output_may_be_shown_and_rounded(number: str) -> None:
    assert origins(f"{CODE}\nIt is {number}.") == {"output": 1}


@pytest.mark.parametrize("number", ["0.1454", "0.14530", "-0.1453", "0.14", "0.2", "1235.0", "-0.0001"])
def test_another_number_or_one_with_more_digits_is_unchecked(number: str) -> None:
    assert unchecked(f"{CODE}\nIt is {number}.") == [number]


@pytest.mark.parametrize(
    ("number", "right"), [("-0.02", True), ("3.0", True), ("16.0", True), ("0.02", False)]
)
def test_an_input_of_the_code_may_be_shown(number: str, right: bool) -> None:
    assert unchecked(f"{CODE}\nIt is {number}.") == ([] if right else [number])


def test_a_whole_entry_has_to_be_the_same_and_sizes_are_no_values() -> None:
    assert unchecked(f"{CODE}\n$[2\\ 3\\ 0\\ 7\\ 5]$") == ["0", "7", "5"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{.output}", '{.output varies="memory"}'),
        ("```python", '```python {notest="slow"}'),
        ("{.output}", ""),
    ],
)
def test_an_output_that_nobody_compares_vouches_for_nothing(old: str, new: str) -> None:
    assert unchecked(CODE.replace(old, new) + "\nIt is 0.1453.") == ["0.1453"]


def test_a_verified_equation_leads_from_one_side_to_the_other() -> None:
    page = f"{CODE}\nIn the end 0.8718, after 0.4359."
    first, second = step(r"3 \cdot 0.1453", "0.4359"), step("0.8718", r"2 \cdot 0.4359")
    assert unchecked(page) == ["0.8718", "0.4359"]
    assert unchecked(page, second, first) == []
    assert unchecked(page, second) == ["0.8718", "0.4359"]


def test_an_equation_leads_only_to_the_side_that_follows_from_the_other() -> None:
    page = f"{CODE}\n0.4358 is nearly it."
    neither = step(r"3 \cdot 0.1453", "0.4358", leads=(False, False))
    assert unchecked(page, neither) == ["0.4358"]
    backward = step("0.1454", "0.1453", leads=(False, True))
    assert unchecked(f"{CODE}\n$0.1454 \\approx 0.1453$", backward) == ["0.1454"]


def test_the_sign_of_a_number_in_a_verified_equation_is_held_by_the_equation() -> None:
    known = step(r"2 \cdot (-0.1453)", "-0.2906")
    assert unchecked(f"{CODE}\n$2 \\cdot (-0.1453) = -0.2906$", known) == []
    assert unchecked(f"{CODE}\n$-0.1453$") == ["-0.1453"]


def test_an_equation_that_starts_from_nothing_leads_nowhere_where_code_runs() -> None:
    known = step(r"2 \cdot 0.7", "1.4")
    assert unchecked(f"{CODE}\n1.4 is twice 0.7.", known) == ["1.4", "0.7"]
    assert unchecked("1.4 is twice 0.7.", known) == []


def test_what_is_taken_away_may_be_negative_in_the_output() -> None:
    page = CODE.replace("0.1453", "-0.5")
    assert unchecked(f"{page}\n$2 - 0.5$ and $-0.5$") == []
    assert unchecked(f"{page}\n$2 + 0.5$ and $= 0.5$") == ["0.5", "0.5"]


def test_what_is_given_is_counted_and_may_be_shown_again() -> None:
    page = 'Take <span class="given" title="chosen">0.7</span>. Now 0.7 is twice $0.35$.'
    assert origins(page) == {"given": 2}
    assert unchecked(page) == ["0.35"]
    assert unchecked(page, step(r"0.35 \cdot 2", "0.7")) == []


def test_the_error_names_each_number_with_its_line() -> None:
    with pytest.raises(CheckError, match=r"^page.md:1: 0.5 is unchecked") as raised:
        raise_unchecked("page.md", traced("It is 0.5\nor 0.7."))
    assert "\npage.md:2: 0.7 is unchecked" in str(raised.value)


def test_code_that_cannot_be_read_states_no_number() -> None:
    page = '```python {notest="no"}\nx = = 0.5\n```\n\nIt is 0.5.'
    assert unchecked(page) == ["0.5"]


PAGE = """\
```python
print(0.145329, -0.107968)
```

```text {.output}
0.145329 -0.107968
```

Its first number is 0.145329, or 0.1453; `-0.107968` is the second.

$$
2 \\cdot 0.145329 - 0.107968 = 0.290658 - 0.107968 = 0.182690
$$

| sum | half |
|---|---|
| 0.18269 | 0.091345 |

Since $0.182690 / 2 = 0.091345$.
"""


def is_caught(text: str) -> bool:
    source = Source(Path("page.md"), "page.md", text, "")
    verdicts = verify(read_mathematics(source), {})
    steps = [verdict for verdict in verdicts if verdict.is_verified]
    return any(verdict.is_wrong for verdict in verdicts) or bool(unchecked(text, *steps))


def test_every_altered_digit_outside_of_code_is_caught_by_an_equation_or_here() -> None:
    assert not is_caught(PAGE)
    shown = PAGE.index("Its first")
    places = [found.start() for found in re.finditer(r"\d", PAGE) if found.start() > shown]
    altered = [PAGE[:at] + str((int(PAGE[at]) + 1) % 10) + PAGE[at + 1 :] for at in places]
    assert len(altered) > 70
    assert [text for text in altered if not is_caught(text)] == []


@given(st.lists(st.decimals(allow_nan=False, allow_infinity=False, places=4), min_size=1, max_size=8))
def test_every_printed_number_may_be_shown_with_as_many_digits_or_fewer(values: list[object]) -> None:
    printed = "\n".join(map(str, values))
    page = f"```python\nprint(x)\n```\n\n```text {{.output}}\n{printed}\n```\n\n"
    assert unchecked(page + " and ".join(map(str, values))) == []


@given(st.integers(-(10**12), 10**12))
def test_rounding_is_that_of_school(value: int) -> None:
    digits = f"{value / 10**4:.4f}"
    page = f"```python\nprint(x)\n```\n\n```text {{.output}}\n{digits}\n```\n\n"
    assert unchecked(f"{page}{value / 10**4:.2f}") == []
