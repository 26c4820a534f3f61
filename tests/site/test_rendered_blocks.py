"""What Material renders as a Python block is what is run."""

import re
from contextlib import suppress
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown  # type: ignore[import-untyped]
from mkdocs.utils.yaml import yaml_load

from torchnn_doc.checker.page.errors import PageError
from torchnn_doc.checker.page.fences import PYTHON, read_fences

ROOT = Path(__file__).parents[2]
PAGE = (Path(__file__).parent / "rendered-blocks.md").read_text(encoding="utf-8")

CONTAINERS = [
    ['=== "Tab"'],
    ["!!! note"],
    ['!!! note "標題"', ""],
    ['???+ tip "Title"', ""],
    ["- item", ""],
    ["1. item", "", "    more", ""],
    ["Term", "", ":   Definition", ""],
]


def rendered(page: str) -> list[str]:
    """The Python blocks that a reader of the site sees."""
    with (ROOT / "mkdocs.yml").open(encoding="utf-8") as file:
        extensions = yaml_load(file)["markdown_extensions"]
    options = {name: options for name, options in extensions.items() if options}
    text = re.sub(r"\A---\n.*?\n---\n", "", page, flags=re.DOTALL)  # mkdocs takes the metadata off
    soup = BeautifulSoup(
        Markdown(extensions=list(extensions), extension_configs=options).convert(text), "html.parser"
    )
    blocks = []
    for code in soup.select("pre > code"):
        classes = [name for above in code.parents for name in above.get("class") or ()]
        language = next((name for name in classes if name.startswith("language-")), "")
        if language.removeprefix("language-").lower() in PYTHON:
            blocks.append(code.get_text().strip("\n"))
    return blocks


def found(page: str) -> list[str]:
    """The Python blocks that are run."""
    return [fence.text.expandtabs(4).strip("\n") for fence in read_fences(page, "page.md") if fence.is_python]


def test_all_python_blocks_of_a_page_full_of_nesting_are_found_in_order() -> None:
    blocks = found(PAGE)
    assert blocks == rendered(PAGE)
    assert len(blocks) == len(set(blocks)) == 36


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_a_byte_order_mark_change_nothing(ending: str, mark: str) -> None:
    assert found(mark + PAGE.replace("\n", ending)) == rendered(PAGE)


def indented(lines: list[str], by: str) -> list[str]:
    return [(by + line).rstrip() for line in lines]


codes = st.builds(
    lambda fence, info, lines: [fence + info, *lines, fence, ""],
    st.sampled_from(["```", "~~~", "````"]),
    st.sampled_from(["python", "{.python}", 'python title="a"', "{ .py .fresh }", "text", ""]),
    st.lists(st.sampled_from(["x = 1", "", "    y = 2", "# 中文", "# ``"]), min_size=1, max_size=4),
)
texts = st.sampled_from([["text", ""], ["text"], ["| a | b |", ""], ["---", ""], [""]])


def nested(parts: st.SearchStrategy[list[str]]) -> st.SearchStrategy[list[str]]:
    several = st.lists(parts, min_size=1, max_size=3).map(
        lambda many: [line for some in many for line in some]
    )
    contained = st.builds(
        lambda title, inside: [*title, *indented(inside, "    "), ""], st.sampled_from(CONTAINERS), several
    )
    quoted = several.map(lambda inside: [*indented(inside, "> "), ""])
    return contained | quoted | several


@given(st.recursive(codes | texts, nested, max_leaves=12))
def test_a_python_block_that_a_reader_sees_is_found_or_the_page_is_refused(lines: list[str]) -> None:
    page = "\n".join(lines) + "\n"
    with suppress(PageError):
        assert set(rendered(page)) <= set(found(page))
