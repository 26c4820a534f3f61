"""Marks code that is taller than a sheet of paper, which print.css lets break."""

import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

LINES = 55  # a sheet of Letter paper has 57
BLOCK = re.compile(
    r'(?P<start><div class="[^"]*\bhighlight)\b(?P<rest>[^>]*>\s*<pre\b(?P<code>.*?)</pre>)', re.DOTALL
)


def on_post_page(output: str, /, *, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG001
    """Give each such block the class `tall`."""
    return BLOCK.sub(_marked, output)


def _marked(block: re.Match[str]) -> str:
    tall = block["code"].count("\n") > LINES
    return f"{block['start']} tall{block['rest']}" if tall else block[0]
