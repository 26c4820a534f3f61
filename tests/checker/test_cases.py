"""Runs the cases that are written as pages, in tests/pages."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

RunPages = Callable[..., pytest.RunResult]

PAGES = Path(__file__).parent.parent / "pages"
CASES = sorted(page for page in PAGES.glob("*.md") if page.name != "README.md")
EXPECTED = re.compile(r"<!-- expect\n(?P<counts>.+)\n(?P<lines>(?:.*\n)*)-->")
COUNT = re.compile(r"(\d+) (\w+)")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_page_does_what_its_comment_says(case: Path, pytester: pytest.Pytester, run_pages: RunPages) -> None:
    accepted = case.with_suffix(".accepted")
    page = pytester.path / case.name
    page.write_bytes(case.read_bytes())
    expected = EXPECTED.search(case.read_text(encoding="utf-8"))
    assert expected, f"{case.name} says nothing about what to expect"

    result = run_pages("-odocs_numbers=true", *(["--accept"] if accepted.exists() else []))

    assert result.parseoutcomes() == {word: int(number) for number, word in COUNT.findall(expected["counts"])}
    printed = iter(result.outlines)
    for line in expected["lines"].splitlines():
        assert any(line in each for each in printed), f"{line!r} is not printed, or not in this order"
    assert page.read_bytes() == (accepted if accepted.exists() else case).read_bytes()


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.with_suffix(".accepted").exists()], ids=lambda case: case.stem
)
def test_accepting_again_changes_nothing(case: Path, pytester: pytest.Pytester, run_pages: RunPages) -> None:
    page = pytester.path / case.name
    page.write_bytes(case.with_suffix(".accepted").read_bytes())
    written = page.stat().st_mtime_ns

    result = run_pages("--accept")

    assert result.ret == pytest.ExitCode.OK
    assert page.stat().st_mtime_ns == written
