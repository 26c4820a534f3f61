"""What the checker's own pages say of it is so: transcripts are run, and each message has its cure."""

import ast
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from torchnn_doc.checker.compare.outputs import compare
from torchnn_doc.checker.page.fences import Fence, read_fences

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[2]
CHECKER = ROOT / "src" / "torchnn_doc" / "checker"
PAGES = sorted(ROOT.glob("docs/*/checker-*.md"))
REFERENCES = [page for page in PAGES if page.stem == "checker-reference"]
LANGUAGES = sorted({page.parent for page in PAGES})
PROMPT = "$ pytest"
# Their messages are reasons why an equation is not read, which fails nothing; the page groups them.
REASONS = ("NotReadError", "CutError")
STOPS = ("BlockTimeout", "OutputLimit", "ProcessExit", "StreamTaken")


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def fences_of(page: Path) -> list[Fence]:
    return read_fences(page.read_text(encoding="utf-8"), name_of(page))


def transcripts(page: Path, pytester: pytest.Pytester) -> Iterator[tuple[str, pytest.RunResult]]:
    """What each transcript of a page shows, and its run, in one project that holds the files shown above."""
    (pytester.path / "pyproject.toml").write_text('[tool.pytest.ini_options]\ndocs_pages = ["*.md"]\n')
    for fence in fences_of(page):
        if title := fence.options.get("title"):
            file = pytester.path / title
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(fence.text, encoding="utf-8")
        elif fence.text.startswith(PROMPT):
            command, _, shown = fence.text.removeprefix(PROMPT).partition("\n")
            # Hypothesis has its plugin import all of it for each run, which takes a second.
            yield shown, pytester.runpytest("-p", "no:hypothesispytest", *shlex.split(command))


def messages() -> Iterator[str]:
    """What the errors of the checker say, as patterns in which anything stands for what they fill in."""
    for file in sorted(CHECKER.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[*_, ast.expr()]):
                    texts = node.args if name.endswith(("Error", *STOPS)) and name not in REASONS else []
                case ast.Assign(targets=[ast.Name(id="problem")], value=value):
                    texts = [value]
                case _:
                    texts = []
            yield from filter(None, map(pattern, texts))


def pattern(text: ast.expr) -> str:
    parts = text.values if isinstance(text, ast.JoinedStr) else [text]
    literals = [str(part.value) if isinstance(part, ast.Constant) else None for part in parts]
    if " " not in "".join(filter(None, literals)).strip():
        return ""  # a file's name, or nothing but what is filled in
    filled = "".join("{}" if literal is None else literal for literal in literals)
    return ".*".join(map(re.escape, filled.split("{}")))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_transcript_shows_what_pytest_prints(page: Path, pytester: pytest.Pytester) -> None:
    runs = list(transcripts(page, pytester))
    assert runs
    for shown, run in runs:
        printed = "\n".join(run.outlines)
        assert compare(shown, printed) is None, printed


@pytest.mark.parametrize("language", LANGUAGES, ids=name_of)
def test_each_message_of_the_checker_has_its_cure(language: Path) -> None:
    pages = [page.read_text(encoding="utf-8") for page in PAGES if page.parent == language]
    rows = [line for page in pages for line in page.splitlines() if line.startswith("|")]
    found = set(messages())
    assert len(found) > 40
    assert [each for each in sorted(found) if not any(re.search(each, row) for row in rows)] == []


@pytest.mark.parametrize("page", REFERENCES, ids=name_of)
def test_the_problem_matcher_finds_each_failure(page: Path, pytester: pytest.Pytester) -> None:
    (matcher,) = (json.loads(fence.text) for fence in fences_of(page) if fence.language == "json")
    assert matcher == json.loads((ROOT / ".github" / "docs-matcher.json").read_text(encoding="utf-8"))
    (rule,) = matcher["problemMatcher"][0]["pattern"]
    for _, run in transcripts(page, pytester):
        found = [re.match(rule["regexp"], line) for line in run.outlines]
        places = {f"{each[rule['file']]}:{each[rule['line']]}" for each in found if each}
        failed = run.parseoutcomes().get("failed", 0)
        assert len(places) == failed
