"""`check_page` says of a page what pytest says of it, without pytest."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.sampling import sampled
from torchnn_doc.checker import Settings, check_page, read_source

pytest_plugins = ["pytester"]

RunPages = Callable[..., pytest.RunResult]

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "tests" / "pages"
# What the last prints differs in each run, and so does what is told of it.
LEFT_OUT = ("README", "accept-wildcards")
CASES = sorted(page.stem for page in PAGES.glob("*.md") if page.stem not in LEFT_OUT)
DEPTH = re.compile(r"repeated \d+ more times")  # of a recursion, which ends sooner under pytest
SAMPLE = ("blocked", "malformed", "not-run", "nested", "surroundings", "unchecked-numbers", "wrong-equations")
CHAPTERS = ["docs/en/02-container-sequential.md", "docs/zh-TW/06-module-backward.md"]


def record_of(file: Path, settings: Settings) -> dict[str, Any]:
    record = check_page(read_source(file, settings.name(file)), settings).as_json()
    return without_chance(record)


def without_chance(page: dict[str, Any]) -> dict[str, Any]:
    problems = [DEPTH.sub("repeated", problem) for problem in page["problems"]]
    return {**page, "fences": [{**fence, "seconds": 0} for fence in page["fences"]], "problems": problems}


@pytest.mark.parametrize("name", sampled(CASES, SAMPLE))
def test_a_page_alone_has_the_record_that_pytest_reports(
    name: str, pytester: pytest.Pytester, run_pages: RunPages
) -> None:
    page = pytester.path / f"{name}.md"
    page.write_bytes((PAGES / page.name).read_bytes())
    run_pages("-odocs_numbers=true", "--docs-report=report.json")
    reported = json.loads((pytester.path / "report.json").read_text(encoding="utf-8"))["pages"]
    record = record_of(page, Settings(root=pytester.path, numbers=True))
    if reported:
        assert [record] == list(map(without_chance, reported))
    else:  # it cannot be read
        assert record["problems"]
        assert record["fences"] == []


def test_a_chapter_and_its_translation_have_the_records_that_pytest_reports(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    command = [sys.executable, "-m", "pytest", *CHAPTERS, f"--docs-report={file}", "-qq"]
    subprocess.run([*command, "-p", "no:cacheprovider"], cwd=ROOT, check=True, capture_output=True)
    reported = json.loads(file.read_text(encoding="utf-8"))["pages"]
    folders = (ROOT / "docs" / "zh-TW", ROOT / "docs" / "en")
    settings = Settings(root=ROOT, translations=folders, numbers=True)
    records = [record_of(ROOT / chapter, settings) for chapter in sorted(CHAPTERS)]
    assert records == list(map(without_chance, reported))
    assert all(record["problems"] == [] for record in records)


def test_what_is_wrong_is_told_as_pytest_tells_it(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "```python\nprint(1)\n```\n\n```text {.output}\n2\n```\n\n$1 + 1 = 3$\n", encoding="utf-8"
    )
    record = check_page(read_source(page, "page.md"), Settings(root=tmp_path))
    assert [fence.fate for fence in record.fences] == ["failed"]
    assert [problem.split("\n")[0] for problem in record.problems] == [
        "page.md:6: wanted 2, printed 1",
        "page.md:9: 1 + 1 = 3: the left side is 2, the right side 3",
    ]


def test_names_are_there_and_fixtures_are_not(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```python\nassert given == 7\n```\n\n```python fixture:server\n```\n", encoding="utf-8")
    record = check_page(read_source(page, "page.md"), Settings(root=tmp_path), {"given": 7})
    assert [fence.fate for fence in record.fences] == ["run", "failed"]
    [problem] = record.problems
    assert problem.startswith(
        "page.md:5: LookupError: the fixture server is there only when pytest runs the page"
    )


def test_a_page_is_held_against_its_translation(tmp_path: Path) -> None:
    folders = tuple(tmp_path / language for language in ("zh-TW", "en"))
    for folder, number in zip(folders, (1, 2), strict=True):
        folder.mkdir()
        (folder / "page.md").write_text(f"```python\nn = {number}\n```\n", encoding="utf-8")
    settings = Settings(root=tmp_path, translations=folders)
    record = check_page(read_source(folders[1] / "page.md", "en/page.md"), settings)
    assert record.problems[0].startswith("en/page.md:2: the code differs from zh-TW/page.md:2")


def test_it_needs_no_pytest() -> None:
    code = "import sys; from torchnn_doc.checker import check_page; print('pytest' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
