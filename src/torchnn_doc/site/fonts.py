"""Cuts the fonts of formulas down to the characters that the pages have."""

import html
import re
from pathlib import Path

from fontTools.subset import Options, Subsetter, load_font, save_font  # type: ignore[import-untyped]
from mkdocs.config.defaults import MkDocsConfig

from torchnn_doc.site.built_pages import own_pages
from torchnn_doc.site.serve_mode import is_served

FONTS = "assets/katex/fonts"

# A formula says in MathML what it shows, but for the pieces of large brackets, which are not ASCII.
# A figure says it in its text.
SHOWN = re.compile(r"<(?:m[ino]|mtext|text|tspan)\b[^>]*>([^<]*)|([^\0-\x7f]+)")


def on_post_build(*, config: MkDocsConfig) -> None:
    """Leave out of each font what no page of this language needs."""
    if is_served():
        return
    characters: set[str] = set()
    for page in own_pages(config):
        for shown in SHOWN.findall(page):
            characters.update(html.unescape("".join(shown)))
    options = Options(flavor="woff2", hinting=False)
    for file in Path(config.site_dir, FONTS).glob("*.woff2"):
        font = load_font(file, options)
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=map(ord, characters))
        subsetter.subset(font)
        save_font(font, file, options)
