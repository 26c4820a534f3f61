"""The fonts of formulas: cut down, but not too far."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from tests.site.conftest import ROOT, Site

FONTS = "assets/katex/fonts"


def characters(file: Path) -> set[str]:
    return {chr(code) for code in TTFont(file).getBestCmap()}


@pytest.mark.parametrize("root", ["", "en/"])
@pytest.mark.parametrize("path", ["06-module-backward/", "11-spirals/", "api-nn/", "explore/"])
def test_no_character_of_a_formula_or_figure_is_missing(site: Site, root: str, path: str) -> None:
    page = site.html(root + path)
    needed = set("".join(each.get_text() for each in page.select(".katex-html, span.figure text")))
    assert len(needed) > 20
    for font in sorted((ROOT / "docs" / FONTS).glob("*.woff2")):
        left = characters(site.folder / root / FONTS / font.name)
        assert needed & characters(font) <= left, font.name


def test_fonts_are_cut_down(site: Site) -> None:
    font = f"{FONTS}/KaTeX_Main-Regular.woff2"
    assert (site.folder / font).stat().st_size < (ROOT / "docs" / font).stat().st_size / 2
