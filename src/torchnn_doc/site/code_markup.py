"""Takes the markup off what has no colour in code: names and spaces, half of a page's elements of code."""

import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

COLOURLESS = re.compile(r'<span class="[nw]">([^<]*)</span>')


def on_post_page(output: str, /, *, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG001
    """Leave the text of these elements alone."""
    return COLOURLESS.sub(r"\1", output)
