"""Stopping at a failure, as --pdb does, among the names of the page."""

import sys

import pytest

pytest_plugins = ["pytester"]

FAILURES = {
    "raised": ("x = 41\nx / 0\n", 3),
    "raised in a function of the page": ("def f(x):\n    return x / 0\nf(41)\n", 3),
    "raised in a library": ("import json\nx = 41\njson.loads('}')\n", 4),
    "an assertion": ("x = 41\nassert x == 42\n", 3),
    "a wrong output": ("x = 41\nprint(x)\n", 3),
}


@pytest.mark.parametrize(("code", "line"), FAILURES.values(), ids=FAILURES)
def test_pdb_stops_in_the_frame_of_the_page(pytester: pytest.Pytester, code: str, line: int) -> None:
    text = f"```python\n{code}```\n\n```text {{.output}}\n42\n```\n"
    (pytester.path / "page.md").write_text(text, encoding="utf-8")
    command = ("-m", "pytest", "-p", "no:hypothesispytest", "--pdb", "page.md")
    result = pytester.run(sys.executable, *command, stdin=b"p 'x is', x\nq\n")
    result.stdout.fnmatch_lines([f"> *page.md({line})*", "*('x is', 41)"])
