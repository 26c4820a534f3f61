"""Pictures that the code of a page draws."""

from collections.abc import Callable
from pathlib import Path

import pytest
from matplotlib import pyplot  # here, since numpy below it cannot be loaded twice in one process

pytest_plugins = ["pytester"]

RunPages = Callable[..., pytest.RunResult]

PAGE = """\
```python
import matplotlib.pyplot as plt
```

```python {draws="figures/line.svg"}
plt.plot([1, 2, 3])
print("drawn")
```

```text {.output}
drawn
```

![A line](figures/line.svg)
"""


@pytest.fixture
def page(pytester: pytest.Pytester, run_pages: RunPages) -> Path:
    """A page with the picture that its code draws."""
    pyplot.close("all")
    pytester.makefile(".md", page=PAGE)
    run_pages("--accept", "page.md").assert_outcomes(passed=2)
    return pytester.path / "page.md"


def change(page: Path, old: str, new: str) -> None:
    text = page.read_text(encoding="utf-8")
    assert old in text
    page.write_text(text.replace(old, new), encoding="utf-8")


def test_accept_writes_what_the_code_draws_and_writes_it_once(page: Path, run_pages: RunPages) -> None:
    picture = page.parent / "figures" / "line.svg"
    drawn, written = picture.read_bytes(), picture.stat().st_mtime_ns
    assert b"</svg>" in drawn
    assert b"<dc:date>" not in drawn

    result = run_pages("--accept", "page.md")

    assert result.ret == pytest.ExitCode.OK
    assert "docs: rewritten" not in str(result.stdout)
    assert picture.stat().st_mtime_ns == written
    assert [file.name for file in picture.parent.iterdir()] == ["line.svg"]


@pytest.mark.usefixtures("page")
def test_a_picture_is_the_same_to_the_byte_in_another_process(pytester: pytest.Pytester) -> None:
    result = pytester.runpytest_subprocess("-p", "no:hypothesispytest", "-odocs_pages=*.md")
    assert result.ret == pytest.ExitCode.OK


def test_a_stale_picture_fails_and_is_drawn_by_accept(page: Path, run_pages: RunPages) -> None:
    picture = page.parent / "figures" / "line.svg"
    before = picture.read_bytes()
    change(page, "[1, 2, 3]", "[3, 2, 1]")
    message = "page.md:5: figures/line.svg is not the picture that this code draws (--accept draws it)"

    run_pages("page.md").stdout.fnmatch_lines([message])
    shown = run_pages("--accept=diff", "page.md")
    assert shown.ret == pytest.ExitCode.TESTS_FAILED
    shown.stdout.fnmatch_lines(["figures/line.svg would be drawn"])
    assert picture.read_bytes() == before

    run_pages("--accept", "page.md").stdout.fnmatch_lines(["docs: rewritten figures/line.svg:1"])
    assert picture.read_bytes() != before
    assert run_pages("page.md").ret == pytest.ExitCode.OK


def test_picture_and_output_are_accepted_at_once(page: Path, run_pages: RunPages) -> None:
    change(page, '[1, 2, 3])\nprint("drawn")', '[3, 2, 1])\nprint("drawn anew")')
    run_pages("--accept", "page.md").assert_outcomes(passed=2)
    assert run_pages("page.md").ret == pytest.ExitCode.OK


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_line_ends_of_a_picture_do_not_matter(page: Path, run_pages: RunPages, ending: str) -> None:
    picture = page.parent / "figures" / "line.svg"
    picture.write_bytes(picture.read_bytes().replace(b"\n", ending.encode()))
    assert run_pages("page.md").ret == pytest.ExitCode.OK


def test_a_block_that_draws_nothing_fails(page: Path, run_pages: RunPages) -> None:
    change(page, "plt.plot([1, 2, 3])", "plt.close()")
    for arguments in (["page.md"], ["--accept", "page.md"]):
        run_pages(*arguments).stdout.fnmatch_lines(
            ["page.md:5: draws=figures/line.svg, but at its end no figure of matplotlib.pyplot is open"]
        )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "(figures/line.svg)",
            "(figures/other.svg)",
            "page.md:5: draws=figures/line.svg, but the page does not show it below: *",
        ),
        ('line.svg"', 'line.png"', "page.md:5: draws='figures/line.png' is not an SVG file named relative *"),
        (
            '"figures/',
            '"/figures/',
            "page.md:5: draws='/figures/line.svg' is not an SVG file named relative *",
        ),
    ],
)
def test_a_page_must_show_what_its_block_draws(
    page: Path, run_pages: RunPages, old: str, new: str, message: str
) -> None:
    change(page, old, new)
    run_pages("page.md").stdout.fnmatch_lines([message])


def test_a_page_that_draws_nothing_does_not_import_matplotlib(pytester: pytest.Pytester) -> None:
    page = "```python\nimport sys\nprint('matplotlib' in sys.modules)\n```\n\n```text {.output}\nFalse\n```\n"
    pytester.makefile(".md", page=page)
    result = pytester.runpytest_subprocess("-p", "no:hypothesispytest", "-odocs_pages=*.md")
    assert result.ret == pytest.ExitCode.OK
