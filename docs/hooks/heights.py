"""Writes down how high formulas and figures are: what is not on the screen need not be laid out then.

The style sheet (site.css) makes heights of it. Text has none: how many lines it takes depends on the screen.
"""

import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

FORMULA = re.compile(r'(<div class="arithmatex")(>.*?</div>)', re.DOTALL)
FIGURE = re.compile(r'(<span class="figure" id="[^"]*")(><svg [^>]*viewBox="0 0 ([\d.]+) ([\d.]+)")')

# KaTeX puts one beside each part of a formula: its height, and how much of that is below the line.
STRUT = re.compile(r'class="katex-strut" style="height:([\d.]+)em;(?:vertical-align:-([\d.]+)em;)?"')
LINE = (0.92, 0.28)  # what a line has above and below its letters' foot: 1.2 in all


def on_post_page(output: str, /, *, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG001
    """Put the height on formulas, and the proportions on figures."""
    output = FORMULA.sub(_with_height, output)
    return FIGURE.sub(r'\1 style="aspect-ratio:\3/\4"\2', output)


def _with_height(formula: re.Match[str]) -> str:
    struts = [(float(height), float(depth or 0)) for height, depth in STRUT.findall(formula[2])]
    above = max(LINE[0], *(height - depth for height, depth in struts))
    below = max(LINE[1], *(depth for _, depth in struts))
    return f'{formula[1]} style="--height:{above + below:.2f}em"{formula[2]}'
