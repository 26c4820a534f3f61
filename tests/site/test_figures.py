"""SVG figures put into the page."""

import re
from xml.etree import ElementTree

import pytest

from tests.site.conftest import CHAPTERS, NAMES, ROOT, Site
from torchnn_doc.site.figures import inline

SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">
<style>.line { marker-end: url(#head) }</style>
<marker id="head"/><path class="line" marker-start="url(#head)"/>
</svg>"""
FILE = re.compile(r"^!\[.*\]\(\.\./(assets/figures/[\w-]+\.svg)\)$", re.MULTILINE)
ADDRESSES = [(name, f"{name}/") for name in NAMES if name != "index"]
ADDRESSES += [(chapter.strip("/"), f"notebooks/{chapter}") for chapter in CHAPTERS]


def test_ids_of_a_figure_belong_to_it_alone() -> None:
    figure = inline(SVG, "A line", "figure-2")
    assert '<marker id="figure-2-head"' in figure
    assert figure.count("url(#figure-2-head)") == 2


def test_rules_of_a_figure_hold_inside_it_alone() -> None:
    assert "#figure-2 {.line {" in inline(SVG, "A line", "figure-2")


def test_a_figure_is_an_image_with_words() -> None:
    assert 'role="img" aria-label="A &lt; B"' in inline(SVG, "A < B", "figure-1")


@pytest.mark.parametrize(("root", "language"), [("", "zh-TW"), ("en/", "en")])
def test_a_figure_says_on_the_page_what_its_file_says(site: Site, root: str, language: str) -> None:
    figures = 0
    for name, address in ADDRESSES:
        page = (ROOT / "docs" / language / f"{name}.md").read_text(encoding="utf-8")
        files = [ElementTree.parse(ROOT / "docs" / file).getroot() for file in FILE.findall(page)]
        written = ["".join(text.itertext()) for file in files for text in file.findall(".//{*}text")]
        shown = [text.get_text() for text in site.html(root + address).select(".figure text")]
        assert shown == written, address
        figures += len(files)
    assert figures > 40
