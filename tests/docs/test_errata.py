"""The errata name every slip of the original, and each is a case that the checker has to find."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "pages" / "equations"
SLIPS = [
    "products-side-by-side",
    "index-drift",
    "jacobian-of-the-bias",
    "third-order",
    "missing-d",
    "row-break",
    "layout",
    "accumulation",
    "rounded-weights",
]
SECTION = re.compile(r"^## [^\n]+ \{#(?P<id>[\w-]+)\}\n(?P<text>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
MARKS = {"en": ("**In the original:**", "**Right:**"), "zh-TW": ("**原文**：", "**正確**：")}


def sections(language: str) -> dict[str, str]:
    page = (ROOT / "docs" / language / "errata.md").read_text(encoding="utf-8")
    return {section["id"]: section["text"] for section in SECTION.finditer(page)}


@pytest.mark.parametrize("language", MARKS)
def test_every_slip_has_its_section(language: str) -> None:
    assert list(sections(language)) == SLIPS


@pytest.mark.parametrize("language", MARKS)
@pytest.mark.parametrize("slip", SLIPS)
def test_a_section_says_what_was_wrong_what_is_right_tries_it_and_says_where_it_is_taught(
    language: str, slip: str
) -> None:
    text = sections(language)[slip]
    assert all(mark in text for mark in MARKS[language])
    assert "$$" in text
    assert "```text {.output}" in text
    assert re.search(r"\]\(\d\d-[\w-]+\.md#[\w-]+\)", text)


@pytest.mark.parametrize("slip", SLIPS)
def test_the_wrong_equation_of_each_slip_is_a_case_that_is_found_wrong(slip: str) -> None:
    case = (CASES / f"{slip}.md").read_text(encoding="utf-8")
    assert re.search(r"^<!-- expect\n.*[1-9]\d* wrong", case, re.MULTILINE)
