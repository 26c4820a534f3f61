"""No page makes the checker crash or hang, and none has a Python block that it passes over."""

import re
from contextlib import suppress
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from torchnn_doc.checker.accept.edits import AcceptError, edited, plan
from torchnn_doc.checker.numbers.shown import shown_numbers
from torchnn_doc.checker.page.blocks import Page, read_page
from torchnn_doc.checker.page.elements import read_elements
from torchnn_doc.checker.page.errors import CheckError, PageError
from torchnn_doc.checker.page.fences import Source, read_fences, without_code
from torchnn_doc.checker.page.formulas import find_formulas
from torchnn_doc.checker.page.lines import split_lines
from torchnn_doc.checker.translations.parity import compare_translations

TESTS = Path(__file__).parent.parent
REAL = [
    page.read_text(encoding="utf-8")
    for page in [*sorted((TESTS / "pages").glob("*.md")), TESTS / "site" / "rendered-blocks.md"]
]
SIGNS = [
    *(
        "```",
        "~~~",
        "````",
        "```python\n",
        "```text {.output}\n",
        "~~~py {.fresh}\n",
        "``` {.python raises=E}\n",
    ),
    *("<!--", "-->", "<!-- check: ", "<div>", "</div>", "<script>", "<span class='given'>", "</span>"),
    *('=== "Tab"', "!!! note", "- ", "1. ", "> ", "    ", "\t", "\n", "\n\n", "\r\n", "\r", "\x0c", "\ufeff"),
    *(
        "$",
        "$$",
        "\\(",
        "\\)",
        "\\[",
        "\\]",
        "\\begin{align}",
        "\\end{align}",
        "= 1.5",
        "0.25",
        "`",
        "|",
        "---\n",
    ),
    *("{", "}", '"', "[a](b)", "![a](b.svg)", "中文", "\0", "print(1)\n", "...", "[..]"),
]


def source(text: str) -> Source:
    return Source(Path("page.md").absolute(), "page.md", text, "")


@st.composite
def altered(draw: st.DrawFn) -> str:
    """A page of the tests with some pieces of it taken out, moved, or replaced by signs of Markdown."""
    text = draw(st.sampled_from(REAL))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = start + draw(st.integers(0, 40))
        text = text[:start] + draw(st.sampled_from([*SIGNS, "", text[end : end + 80]])) + text[end:]
    return text


def read_all(page: Source) -> Page:
    """Read a page in every way in which the checker does before it runs something."""
    read = read_page(page)
    rest = without_code(page, [each.fence for block in read.blocks for each in (block, block.output) if each])
    find_formulas(rest)
    shown_numbers(rest)
    read_elements(page)
    compare_translations(page, page)
    for block in read.blocks:
        with suppress(AcceptError):
            edited(page.text, [plan(block, "1\n```\n2", page)])
    return read


@settings(deadline=None)
@given(st.lists(st.sampled_from(SIGNS), max_size=40).map("".join) | altered() | st.text(max_size=80))
def test_a_page_is_read_or_refused_with_its_line(text: str) -> None:
    refused = ""
    try:
        read_all(source(text))
    except CheckError as error:
        refused = str(error)
    assert re.match(r"page\.md:[1-9]\d*: .|$", refused)


def joined(pieces: list[str | tuple[str, str]]) -> str:
    """A page of these pieces, each fence among them with a line of code."""
    return "".join(
        piece if isinstance(piece, str) else "{0}{1}\nx = 1\n{0}\n".format(*piece) for piece in pieces
    )


FENCES = st.tuples(st.sampled_from(["```", "~~~", "````"]), st.sampled_from(["python", " py", "{.python}"]))
# With four blanks before it, it may be text that is code as it stands, which is not run.
OPENING = re.compile(r" {0,3}(?:> {0,3})*(?:`{3,}|~{3,})(?:python| py|\{\.python\})")
NO_FENCES_BELOW = re.compile(r"<!--(?:(?!-->).)*\Z|<script>", re.DOTALL)


@settings(deadline=None)
@given(st.lists(FENCES | st.sampled_from([*SIGNS, "\n", "\n\n"]), max_size=12).map(joined))
@example("---\n```python\nx = 1\n```\n---\n")
@example("<!--\n```python\nx = 1\n```\n-->\n")
@example("````\n```python\nx = 1\n```\n````\n")
@example("    ```python\nx = 1\n```\n```\n")
def test_a_python_block_is_a_test_or_stands_in_something_else_or_the_page_is_refused(text: str) -> None:
    try:
        page = read_page(source(text))
    except PageError:
        return
    lines = split_lines(text)
    inside = {line for fence in read_fences(text, "page.md") for line in range(fence.line + 1, fence.end)}
    tested = {block.line for block in page.blocks}
    for number, line in enumerate(lines, start=1):
        if OPENING.fullmatch(line) and number not in inside:
            hidden = NO_FENCES_BELOW.search("\n".join(lines[:number]))
            assert number in tested or hidden
