"""Reading a page again when its translation changed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from torchnn_doc.checker.accept.edits import rewrite
from torchnn_doc.checker.accept.review import marked_as_read
from torchnn_doc.checker.page.errors import CheckError
from torchnn_doc.checker.page.fences import Source, read_source
from torchnn_doc.checker.translations.review import check_read

pytest_plugins = ["pytester"]

RunPages = Callable[..., pytest.RunResult]

PAGE = """\
---
title: A page
---

# Title

Some words and a formula, $x = 1$.

```python
print(1)
```

```text {.output}
1
```

A last line.
"""


@pytest.fixture
def pages(tmp_path: Path) -> tuple[Path, Path]:
    """A page and its translation, each marked as read against the other."""
    files = tmp_path / "zh" / "a.md", tmp_path / "en" / "a.md"
    for file in files:
        file.parent.mkdir()
        file.write_text(PAGE, encoding="utf-8")
    one, other = map(source, files)
    rewrite(marked_as_read(one, other))
    rewrite(marked_as_read(other, one))
    return files


def source(file: Path) -> Source:
    return read_source(file, f"{file.parent.name}/{file.name}")


def change(file: Path, old: str, new: str) -> None:
    text = file.read_bytes().decode()
    assert old in text
    file.write_bytes(text.replace(old, new).encode())


def test_the_mark_is_the_last_line_and_names_the_translation(pages: tuple[Path, Path]) -> None:
    text = pages[0].read_text(encoding="utf-8")
    assert text.startswith(f"{PAGE}\n<!-- read against ../en/a.md: ")
    assert text.endswith(" -->\n")
    check_read(source(pages[0]), source(pages[1]))
    check_read(source(pages[1]), source(pages[0]))


@pytest.mark.parametrize(
    ("old", "new"), [("Some words", "Other words"), ("A page", "Another page"), ("A last line.", "")]
)
def test_a_change_of_words_on_one_side_is_reported_until_the_other_is_read_again(
    pages: tuple[Path, Path], old: str, new: str
) -> None:
    zh, en = pages
    change(zh, old, new)

    check_read(source(zh), source(en))
    with pytest.raises(CheckError) as raised:
        check_read(source(en), source(zh))

    line = en.read_text(encoding="utf-8").count("\n")
    assert (
        raised.value.headline
        == f"en/a.md:{line}: zh/a.md has changed since this page was last read against it"
    )
    assert raised.value.details == "Read both pages, then: pytest --docs-reviewed en/a.md"
    rewrite(marked_as_read(source(en), source(zh)))
    check_read(source(en), source(zh))
    assert en.read_text(encoding="utf-8").count("read against") == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n", "\r\n"),
        ("words", "words  "),
        ("words and", "words\nand"),
        ("\n1\n", "\n2\n"),
        ("print(1)", "print(2)  # a comment"),
        ("# Title", "\n\n# Title"),
        ("---\ntitle", "\ufeff---\ntitle"),
    ],
)
def test_white_space_code_and_outputs_need_no_reading(pages: tuple[Path, Path], old: str, new: str) -> None:
    zh, en = pages
    change(zh, old, new)
    check_read(source(en), source(zh))


def test_a_page_without_a_mark_was_never_read(pages: tuple[Path, Path]) -> None:
    zh, en = pages
    en.write_text(PAGE, encoding="utf-8")
    with pytest.raises(CheckError, match=r"^en/a.md:17: this page was never read against zh/a.md"):
        check_read(source(en), source(zh))


def test_a_mark_shown_in_a_fence_is_none(pages: tuple[Path, Path]) -> None:
    zh, en = pages
    mark = en.read_text(encoding="utf-8").splitlines()[-1]
    en.write_text(f"{PAGE}\n```html\n{mark}\n```\n", encoding="utf-8")
    with pytest.raises(CheckError, match="never read"):
        check_read(source(en), source(zh))


@pytest.mark.parametrize(("asked", "workers"), [("zh/a.md", "0"), ("en/a.md", "2"), ("zh", "0")])
def test_docs_reviewed_marks_a_page_and_its_translation(
    pytester: pytest.Pytester, run_pages: RunPages, asked: str, workers: str
) -> None:
    for language in ("zh", "en"):
        page = pytester.mkdir(language) / "a.md"
        page.write_text(PAGE, encoding="utf-8")
    languages = "-odocs_translations=zh en"

    run_pages(languages).assert_outcomes(passed=4, failed=1)
    result = run_pages(languages, "--docs-reviewed", asked, "-n", workers)

    result.assert_outcomes(passed=5)
    result.stdout.fnmatch_lines(["docs: rewritten en/a.md:18", "docs: rewritten zh/a.md:18"])
    run_pages(languages).assert_outcomes(passed=5)
    assert "docs: rewritten" not in str(run_pages(languages, "--docs-reviewed", asked).stdout)


def test_pages_that_part_are_not_marked(pytester: pytest.Pytester, run_pages: RunPages) -> None:
    for language, text in (("zh", PAGE), ("en", PAGE.replace("x = 1", "x = 2"))):
        page = pytester.mkdir(language) / "a.md"
        page.write_text(text, encoding="utf-8")

    result = run_pages("-odocs_translations=zh en", "--docs-reviewed", "en/a.md")

    result.assert_outcomes(passed=4, failed=1)
    assert (pytester.path / "en" / "a.md").read_text(encoding="utf-8").endswith("A last line.\n")
