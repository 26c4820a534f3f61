"""Reading the fences of a page."""

from pathlib import Path

import pytest

from torchnn_doc.checker.page.blocks import read_blocks
from torchnn_doc.checker.page.errors import PageError
from torchnn_doc.checker.page.fences import Source, read_fences


def page_of(text: str) -> Source:
    return Source(Path("page.md"), "page.md", text, "")


NESTED = """\
---
title: A page
---

=== "Tab"
    ```python {notest="a b" .fresh}
    x = 1

      y
    ```

> - ~~~{.text .output rtol='1e-4' atol=0 #id}
>    1
>   ~~~
"""


def test_a_fence_knows_where_it_stands_and_what_it_holds() -> None:
    in_tab, in_quote = read_fences(NESTED, "page.md")

    assert (in_tab.line, in_tab.end, in_tab.indent) == (6, 10, "    ")
    assert (in_tab.language, in_tab.classes, dict(in_tab.options)) == (
        "python",
        ("fresh",),
        {"notest": "a b"},
    )
    assert in_tab.text == "x = 1\n\n  y\n"
    assert in_tab.is_python
    assert (in_quote.line, in_quote.end, in_quote.indent) == (12, 14, "> - ")
    assert dict(in_quote.options) == {"rtol": "1e-4", "atol": "0"}
    assert in_quote.text == " 1\n"
    assert in_quote.is_output


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_ends_and_a_byte_order_mark_do_not_matter(ending: str) -> None:
    assert read_fences("\ufeff" + NESTED.replace("\n", ending), "page.md") == read_fences(NESTED, "page.md")


def test_a_form_feed_does_not_count_as_a_line() -> None:
    (fence,) = read_fences("a\x0cb\u2028c\n```\n```\n", "page.md")
    assert fence.line == 2


def test_an_empty_fence_has_no_text() -> None:
    (fence,) = read_fences("```python\n```", "page.md")
    assert (fence.text, fence.end) == ("", 2)


@pytest.mark.parametrize(
    "page",
    [
        "```python\nx",
        "```python",
        "> ```python\n> x\n```\n",
        "- ```python\n  x\n\nend\n",
        "````python\n```\n",
    ],
)
def test_a_fence_that_is_never_closed_is_an_error(page: str) -> None:
    with pytest.raises(PageError, match=r"^page.md:\d: the fence .*python is never closed"):
        read_fences(page, "page.md")


@pytest.mark.parametrize(
    ("page", "line"),
    [
        ("A paragraph\n    ```python\n    x\n    ```\n", 2),
        ("<div>\n```python\nx\n```\n</div>\n", 2),
    ],
)
def test_a_fence_that_markdown_does_not_see_is_an_error(page: str, line: int) -> None:
    with pytest.raises(PageError, match=rf"^page.md:{line}: '```python' is not seen as a fence"):
        read_fences(page, "page.md")


def test_a_tab_in_the_code_is_kept() -> None:
    (fence,) = read_fences("```python\nif x:\n\ty\n```\n", "page.md")
    assert fence.text == "if x:\n\ty\n"


@pytest.mark.parametrize(
    ("page", "languages"),
    [
        ("Text.\n\n    ```python\n    x\n    ```\n", []),
        ("---\ncode: |\n  ```python\n  x\n  ```\n---\n\n```bash\n```\n", ["bash"]),
        ("<pre>\n```python\nx\n```\n</pre>\n\n```bash\n```\n", ["bash"]),
        ("<details markdown>\n<summary>More</summary>\n```python\nx\n```\n</details>\n", ["python"]),
        ('<div class="grid" markdown="1">\n```python\nx\n```\n</div>\n', ["python"]),
        ("!!! note\n    A sentence:\n    ```python\n    x\n    ```\n", ["python"]),
        ('=== "Tab"\n\n    Text.\n\n        ```python\n        x\n        ```\n', []),
        ("!!! note\n\n    ??? tip\n\n        ```python\n        x\n        ```\n", ["python"]),
        ("Text.[^1]\n\n[^1]: A note.\n\n    ```python\n    x\n    ```\n", ["python"]),
        ("- one\n\n    ```python\n    x\n    ```\n", ["python"]),
        ("1. one\n\n    - two\n\n        ```python\n        x\n        ```\n", ["python"]),
    ],
)
def test_a_fence_is_one_where_material_shows_it_as_code(page: str, languages: list[str]) -> None:
    assert [fence.language for fence in read_fences(page, "page.md")] == languages


@pytest.mark.parametrize(
    "info", ["{1,3}", "showLineNumbers", "{linenos=table}", "mine", "{.my-class}", 'data-x=1 title="a b"']
)
def test_words_that_a_project_lists_are_passed_over(info: str) -> None:
    words = ["{*}", "showLineNumbers", "linenos", "mine", ".my-*", "data-*"]
    (block,) = read_blocks(page_of(f"```python {info}\nx\n```\n"), words=words).blocks
    assert block.problem is None
    (block,) = read_blocks(page_of(f"```python {info}\nx\n```\n")).blocks
    assert block.unread


def test_a_bare_notest_is_let_through_only_where_it_is_listed() -> None:
    page = page_of("```python notest\nx\n```\n")
    assert read_blocks(page, words=["notest"]).blocks[0].notest
    assert read_blocks(page, words=["no*"]).blocks[0].unread


def test_a_fence_in_a_comment_that_is_never_closed_is_an_error() -> None:
    with pytest.raises(PageError, match=r"^page.md:2: '```python' is not seen as a fence"):
        read_fences("<!--\n```python\nx\n```\n", "page.md")


def test_fences_in_comments_and_in_longer_fences_are_not_fences() -> None:
    assert [
        fence.language
        for fence in read_fences("<!--\n```python\n-->\n\n````md\n```python\n```\n````\n", "page.md")
    ] == ["md"]


def test_inline_code_with_three_backticks_is_not_taken_for_a_fence() -> None:
    assert read_fences("text\n``` `` ``` and more\n", "page.md") == []


@pytest.mark.parametrize("info", ["python {a=}", "python {x='}", "python {.fresh", "text {.output a b=}"])
def test_attributes_that_cannot_be_read_are_an_error(info: str) -> None:
    page = read_blocks(page_of(f"```python\n```\n\n```{info}\n```\n"))
    assert [problem.problem[:11] for problem in page.problems] == ["cannot read"]


def test_an_option_given_twice_is_an_error() -> None:
    (problem,) = read_blocks(page_of('```python title="a" title="b"\n```\n')).problems
    assert "title is given twice" in str(problem)


@pytest.mark.parametrize("info", ["js {1,3-5}", "rust,ignore", 'sh title="setup.py" {1}', "{r, echo=FALSE}"])
def test_the_notation_of_other_tools_on_other_languages_is_let_alone(info: str) -> None:
    (fence,) = read_fences(f"```{info}\n```\n", "page.md")
    assert not fence.is_python
    assert not fence.is_output


def test_a_fence_whose_language_stands_in_braces_is_not_let_through_as_a_word() -> None:
    read = read_blocks(page_of("``` { .python .annotate }\nx\n```\n\n```{python}\n1\n```\n"), words=["{*}"])
    assert [block.line for block in read.blocks] == [1]
    assert read.like_python == ((5, "python"),)
