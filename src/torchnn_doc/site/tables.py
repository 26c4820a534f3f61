"""Puts each table into a box of its own, in which it scrolls by itself; a wide one becomes cards on a phone.

Material's script would put one around each `table:not([class])`, and the browser would compute the style of
all of the text anew. So tables have a class, and what Material has for those without is for those in a box.
"""

import html
import re
from collections.abc import Sequence
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

PLAIN, BOXED = "table:not([class])", ".table>table"

TABLE = re.compile(r"<table>(.*?)</table>", re.DOTALL)
ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)
CELL = re.compile(r"<(t[hd])\b([^>]*)>(.*?)</\1>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
TEX = re.compile(r"\\[()]|[{}_$]")
WORD = re.compile(r"[^\s\u3000-\u9fff\uff00-\uffef]+")  # Chinese is broken anywhere
# What a phone has room for in a row, in letters: of the longest cells, and of the longest words.
CELLS, WORDS = 40, 34
DENSE = 75  # letters of the longest words; with more, the letters have to be smaller on a wide screen too


def on_page_content(content: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Put the box around what Markdown made."""
    return TABLE.sub(_boxed, content)


def _boxed(table: re.Match[str]) -> str:
    rows = [[_text(cell[3]) for cell in CELL.finditer(row)] for row in ROW.findall(table[1])]
    columns = list(zip(*rows, strict=True))
    cells = sum(max(map(len, column)) for column in columns)
    words = sum(max(map(len, WORD.findall(" ".join(column))), default=0) for column in columns)
    inside, classes = table[1], "table"
    if words > WORDS or (len(columns) > 3 and cells > CELLS):
        inside = ROW.sub(lambda row: _labelled(row[0], rows[0]), inside)
        classes += " cards dense" if words > DENSE else " cards"
    return f'<div class="{classes}"><table class="boxed">{inside}</table></div>'


def _labelled(row: str, heads: Sequence[str]) -> str:
    """Write on each cell what stands at the head of its column, for the style sheet to show."""
    labels = iter(heads)

    def with_label(cell: re.Match[str]) -> str:
        label = next(labels)
        return f'<td{cell[2]} data-label="{html.escape(label)}">{cell[3]}</td>' if label else cell[0]

    return row if "<th" in row else CELL.sub(with_label, row)


def _text(cell: str) -> str:
    text = html.unescape(TAG.sub("", cell)).replace(r"\partial ", "∂")
    return TEX.sub("", text).strip()


def on_post_build(*, config: MkDocsConfig) -> None:
    """Rewrite Material's style sheet."""
    for file in Path(config.site_dir, "assets", "stylesheets").glob("main.*.min.css"):
        file.write_text(file.read_text(encoding="utf-8").replace(PLAIN, BOXED), encoding="utf-8")
