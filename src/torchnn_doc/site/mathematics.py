"""Turns the TeX of a finished page into HTML and MathML, so that a reader's browser has nothing to run."""

import html
import json
import re
from collections.abc import Iterable
from pathlib import Path

import quickjs
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from torchnn_doc.site.cache import cached_file, store
from torchnn_doc.site.settings import root_of

KATEX = Path(__file__).parent / "vendor" / "katex.min.js"
STYLESHEET = "assets/katex/katex.min.css"

# The fonts that a first screen may need, each with the markup that asks for it. They have to be there when
# the page is shown: a formula becomes wider or narrower with its font, and lines would move.
FONT = "assets/katex/fonts/KaTeX_{}.woff2"
FONTS = {
    "Main-Regular": re.compile(""),
    "Math-Italic": re.compile(""),
    "Size1-Regular": re.compile(r"\bdelim(?:sizing |-)size1\b|\bsmall-op\b"),
    "Size2-Regular": re.compile(r"\bdelimsizing size2\b|\blarge-op\b"),
    "Size3-Regular": re.compile(r"\bdelimsizing size3\b"),
    "Size4-Regular": re.compile(r"\bdelim(?:sizing |-)size4\b"),
}
FIRST = 20  # formulas; a first screen has fewer

# What the style sheet lays out only near the screen. It is for the eye, and has its height meanwhile.
BOXES = '<span class="katex-html" aria-hidden="true"'
# KaTeX puts one beside each part of a formula: its height, and how much of that is below the line.
STRUT = re.compile(r'class="katex-strut" style="height:([\d.]+)em;(?:vertical-align:-([\d.]+)em;)?"')
LINE = (0.9155, 0.2845)  # what a line has above and below its letters' foot: 1.2 in all

# The style sheet keeps a formula in the text on one line, but for one that may be wider than a phone.
TAG = re.compile(r"<[^>]*>|\u200b")
LONGEST = 20  # letters and signs

# What pymdownx.arithmatex leaves in the page (`generic: true`).
FORMULA = re.compile(
    r'<(?P<tag>span|div) class="arithmatex">\\(?P<open>[(\[])(?P<tex>.*?)\\[)\]]</(?P=tag)>', re.DOTALL
)


class MathematicsError(PluginError):
    """KaTeX cannot read a formula."""


def on_post_page(output: str, /, *, page: Page, config: MkDocsConfig) -> str:
    """Render every formula of a page, and link KaTeX's style sheet and fonts from a page that has any.

    This is done after the search index is made, which would be full of markup otherwise.
    """
    formulas = [_tex(formula) for formula in FORMULA.finditer(output)]
    if not formulas:
        return output
    where = Path(config.docs_dir).name + "/" + page.file.src_uri
    cached = _cached(formulas, where, root_of(config))
    markups = {formula: cached[formula].read_text(encoding="utf-8") for formula in set(formulas)}

    def rendered(formula: re.Match[str]) -> str:
        tag, markup = formula["tag"], markups[_tex(formula)]
        letters = TAG.sub("", markup.partition(f"{BOXES}>")[2])
        classes = "arithmatex long" if tag == "span" and len(letters) > LONGEST else "arithmatex"
        return f'<{tag} class="{classes}">{markup}</{tag}>'

    first = "".join(markups[formula] for formula in formulas[:FIRST])
    return FORMULA.sub(rendered, output).replace("</head>", f"{_links(first, page.url)}</head>", 1)


def _tex(formula: re.Match[str]) -> tuple[str, bool]:
    """A formula's TeX, and whether it stands on a line of its own."""
    return html.unescape(formula["tex"]).strip(), formula["open"] == "["


def _cached(formulas: Iterable[tuple[str, bool]], where: str, root: Path) -> dict[tuple[str, bool], Path]:
    """Where the markup of each formula is kept; it is rendered unless it was before."""
    cached = {(tex, display): cached_file(root, "formula", tex, str(display)) for tex, display in formulas}
    new = [formula for formula, file in cached.items() if not file.exists()]
    if new:
        engine = katex()
        for tex, display in new:
            store(cached[tex, display], render(tex, display, where, engine))
    return cached


def _links(first: str, url: str) -> str:
    """The style sheet, and the fonts that the first formulas of the page at this address need."""
    fonts = [FONT.format(name) for name, needed in FONTS.items() if needed.search(first)]
    preload = '<link rel="preload" href="{}" as="font" type="font/woff2" crossorigin>'
    links = [preload.format(get_relative_url(font, url)) for font in fonts]
    return "".join([*links, f'<link rel="stylesheet" href="{get_relative_url(STYLESHEET, url)}">'])


def katex() -> quickjs.Context:
    """Start a JavaScript engine that has KaTeX."""
    engine = quickjs.Context()
    engine.eval(KATEX.read_text(encoding="utf-8"))
    return engine


def render(tex: str, display: bool, where: str, engine: quickjs.Context) -> str:
    """Return a formula as HTML for the eye and MathML for the screen reader.

    Args:
        tex: The formula, without its delimiters.
        display: Whether it stands on a line of its own.
        where: The page's name, for the error.
        engine: What `katex` gives.

    Raises:
        MathematicsError: KaTeX rejects the formula, or warns about it.
    """
    options = {"displayMode": display, "output": "htmlAndMathml", "strict": "error", "throwOnError": True}
    # As JSON, since a string that was put together piece by piece does not come out of the engine.
    call = f"JSON.stringify(katex.renderToString({json.dumps(tex)}, {json.dumps(options)}))"
    try:
        markup = json.loads(engine.eval(call))
    except quickjs.JSException as error:
        reason = str(error).splitlines()[0]
        raise MathematicsError(f"{where}: KaTeX cannot read the formula\n    {tex}\n{reason}") from error
    assert isinstance(markup, str)
    return _with_height(markup) if display else markup


def _with_height(markup: str) -> str:
    """Write on a formula how high it is when it is laid out."""
    struts = [(float(height), float(depth or 0)) for height, depth in STRUT.findall(markup)]
    above = max(LINE[0], *(height - depth for height, depth in struts))
    below = max(LINE[1], *(depth for _, depth in struts))
    return markup.replace(BOXES, f'{BOXES} style="contain-intrinsic-height:{above + below:.2f}em"', 1)
