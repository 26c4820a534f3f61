"""A picture that a page draws can be read on light and on dark ground: no colour is matplotlib's."""

from pathlib import Path

import pytest

from tests.docs.prose import name_of, pages
from torchnn_doc.checker.page.blocks import read_page
from torchnn_doc.checker.page.fences import read_source
from torchnn_doc.checker.run.page_run import PageRun, no_fixture

# What matplotlib takes where the code names no colour.
LEFT_TO_MATPLOTLIB = {
    "fill: #ffffff": "white ground: give the figure facecolor='none' and call axes.set_facecolor('none')",
    "stroke: #000000": "black lines: give them a colour, as of axes.spines and axes.tick_params",
    "#1f77b4": "matplotlib's blue: give what is drawn a colour",
    "#ff7f0e": "matplotlib's orange: give what is drawn a colour",
    "#2ca02c": "matplotlib's green: give what is drawn a colour",
    "#440154": "matplotlib's map of colours: give it another cmap",
}
DRAWING = [page for page in pages("en") if "draws=" in page.read_text(encoding="utf-8")]


def left_to_matplotlib(page: Path) -> list[str]:
    """What the pictures of a page have of matplotlib's own colours, each with its line and the cure."""
    return [
        f"{name_of(page)}:{block.line}: {block.draws} has {cure}"
        for block in read_page(read_source(page, name_of(page))).blocks
        if block.draws
        for colour, cure in LEFT_TO_MATPLOTLIB.items()
        if colour in (page.parent / block.draws).read_text(encoding="utf-8")
    ]


@pytest.mark.parametrize("page", DRAWING, ids=name_of)
def test_the_colours_of_a_picture_are_chosen(page: Path) -> None:
    found = left_to_matplotlib(page)
    assert not found, "\n".join(found)


def test_a_picture_in_colours_that_nobody_chose_is_told_with_its_line(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    code = "import matplotlib.pyplot as plt\n\nplt.plot([1, 2, 3])\n"
    page.write_text(
        f'# Page\n\n```python {{draws="x.svg"}}\n{code}```\n\n![A line](x.svg)\n', encoding="utf-8"
    )
    source = read_source(page, "page.md")
    [block] = read_page(source).blocks
    outcome = PageRun(read_page(source), source, {}, timeout=60).outcome(block, no_fixture)
    (tmp_path / "x.svg").write_text(outcome.picture, encoding="utf-8")
    found = left_to_matplotlib(page)
    assert "page.md:3: x.svg has matplotlib's blue: give what is drawn a colour" in found
    assert len(found) == 3
