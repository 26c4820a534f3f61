"""The formulas that the checker sees are those that the site shows as mathematics."""

import html
import re
from pathlib import Path

import pytest
from markdown import Markdown  # type: ignore[import-untyped]
from mkdocs.config import load_config

from torchnn_doc.checker.page.fences import read_source
from torchnn_doc.checker.page.formulas import Formula, find_formulas

ROOT = Path(__file__).parents[2]
PAGES = [*sorted(ROOT.glob("docs/*/*.md")), ROOT / "tests" / "pages" / "equations" / "where.md"]
SHOWN = re.compile(r'<(span|div) class="arithmatex">\\[(\[](?P<tex>.*?)\\[)\]]</\1>', re.DOTALL)
NOT_SHOWN = re.compile(r"<!--.*?-->", re.DOTALL)
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}/{page.stem}")
def test_the_checker_sees_the_formulas_that_a_reader_of_the_site_sees(page: Path) -> None:
    config = load_config(str(ROOT / "mkdocs.yml"))
    markdown = Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs)
    site = NOT_SHOWN.sub("", markdown.convert(FRONT_MATTER.sub("", page.read_text(encoding="utf-8"))))

    seen = [found.tex for found in find_formulas(read_source(page, page.name)) if isinstance(found, Formula)]

    # In order of the text, not of the page: a footnote is shown at its end.
    shown = [html.unescape(found["tex"]) for found in SHOWN.finditer(site)]
    assert sorted(" ".join(tex.split()) for tex in seen) == sorted(" ".join(tex.split()) for tex in shown)
