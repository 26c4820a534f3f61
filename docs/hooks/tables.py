"""Puts each table into a box of its own, in which it scrolls by itself.

Material's script would put one around each `table:not([class])`, and the browser would compute the style of
all of the text anew. So tables have a class, and what Material has for those without is for those in a box.
"""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

PLAIN, BOXED = "table:not([class])", ".table>table"


def on_page_content(html: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Put the box around what Markdown made."""
    boxed = html.replace("<table>", '<div class="table"><table class="boxed">')
    return boxed.replace("</table>", "</table></div>")


def on_post_build(*, config: MkDocsConfig) -> None:
    """Rewrite Material's style sheet."""
    for file in Path(config.site_dir, "assets", "stylesheets").glob("main.*.min.css"):
        file.write_text(file.read_text(encoding="utf-8").replace(PLAIN, BOXED), encoding="utf-8")
