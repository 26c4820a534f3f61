"""Puts each table into a box of its own, in which it scrolls by itself; a wide one becomes cards on a phone.

Material's script would put one around each table without a class, and the browser would compute the style of
all of the text anew. So tables have one, and site.css says how they look.
"""

import re

from bs4 import BeautifulSoup, Tag
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
TEX = re.compile(r"\\[()]|[{}_$]")
WORD = re.compile(r"[^\s\u3000-\u9fff\uff00-\uffef]+")  # Chinese is broken anywhere
# What a phone has room for in a row, in letters: of the longest cells, and of the longest words.
CELLS, WORDS = 40, 34
DENSE = 75  # letters of the longest words; with more, the letters have to be smaller on a wide screen too


def on_page_content(content: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Put the box around what Markdown made."""
    return TABLE.sub(lambda table: _boxed(table[0]), content)


def _boxed(markup: str) -> str:
    soup = BeautifulSoup(markup, "html.parser")
    rows = [row.find_all(["th", "td"]) for row in soup.find_all("tr")]
    columns = list(zip(*([_text(cell) for cell in row] for row in rows), strict=True))
    cells = sum(max(map(len, column)) for column in columns)
    words = sum(max(map(len, WORD.findall(" ".join(column))), default=0) for column in columns)
    classes = "table"
    if words > WORDS or (len(columns) > 3 and cells > CELLS):
        heads = [column[0] for column in columns]
        for cell, head in ((cell, head) for row in rows for cell, head in zip(row, heads, strict=True)):
            if cell.name == "td" and head:
                cell["data-label"] = head  # which the style sheet shows
                if "right" in str(cell.get("style")):
                    cell["class"] = "number"  # it is short: a card has several in a line
        classes += " cards dense" if words > DENSE else " cards"
    soup.find_all("table")[0]["class"] = "boxed"
    return f'<div class="{classes}">{soup}</div>'


def _text(cell: Tag) -> str:
    return TEX.sub("", cell.get_text().replace(r"\partial ", "∂")).strip()
