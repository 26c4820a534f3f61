"""Puts the markup of an SVG figure into the page in place of its `<img>`: so it follows light and dark."""

import base64
import html
import posixpath
import re
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers.expat import ExpatError

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.pages import Page

from torchnn_doc.site.cache import cached
from torchnn_doc.site.svg_size import slim

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
IMAGE = re.compile(r"<img\b[^>]*>")
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
# A figure of a page is a file; that of a notebook is inside the notebook.
FILE = re.compile(r"(?:\.\./)*(assets/figures/[^?#]+\.svg)$")
OWN_URL = re.compile(r"url\(#([^)]+)\)")
EMBEDDED = "data:image/svg+xml;base64,"


class FigureError(PluginError):
    """A figure cannot be shown to every reader."""


def on_post_page(output: str, /, *, page: Page, config: MkDocsConfig) -> str:
    """Replace the image tags of SVG figures; a figure without alternative text is an error."""
    docs = Path(config.docs_dir).parent
    count = 0

    def replaced(image: re.Match[str]) -> str:
        nonlocal count
        attributes = dict(ATTRIBUTE.findall(image[0]))
        address = attributes.get("src", "")
        try:
            svg = _source(address, docs)
            if svg is None:
                return image[0]
            count += 1
            alt = html.unescape(attributes.get("alt", ""))
            if not alt.strip():
                raise FigureError(
                    f"{_where(page, '![](', config)}: the figure {image[0]} has no alternative text"
                )
            return inline(cached(docs.parent, slim, svg), alt, f"figure-{count}")
        except FileNotFoundError:
            problem = f"there is no {address}; `make figures` draws schematics"
        except (ElementTree.ParseError, ExpatError) as error:
            problem = f"{address} is not an SVG file: {error}"
        raise FigureError(f"{_where(page, posixpath.basename(address), config)}: {problem}")

    return IMAGE.sub(replaced, output)


def _where(page: Page, words: str, config: MkDocsConfig) -> str:
    """The page, and its first line with these words."""
    lines = page.file.content_string.splitlines()
    line = next((f":{number}" for number, line in enumerate(lines, start=1) if words in line), "")
    return f"{Path(config.docs_dir).name}/{page.file.src_uri}{line}"


def _source(address: str, docs: Path) -> str | None:
    if address.startswith(EMBEDDED):
        return base64.b64decode(address.removeprefix(EMBEDDED)).decode()
    file = FILE.search(address)
    return (docs / file[1]).read_text(encoding="utf-8") if file else None


def inline(svg: str, alt: str, name: str) -> str:
    """Return the markup of an SVG file made fit to stand in a page.

    Its ids become its own and its style rules hold inside it alone, so that neither touches anything else.

    Args:
        svg: The file's text.
        alt: What the figure shows, for readers who cannot see it.
        name: An id that nothing else in the page has.
    """
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)  # HTML knows it by this prefix only
    root = ElementTree.fromstring(svg)
    for element in root.iter():
        for attribute, value in element.attrib.items():
            element.set(attribute, _own(attribute, value, name))
    for style in root.iter(f"{{{SVG}}}style"):
        rules = OWN_URL.sub(rf"url(#{name}-\1)", style.text or "")
        style.text = f"#{name} {{{rules}}}"
    root.set("role", "img")
    root.set("aria-label", alt)
    return f'<span class="figure" id="{name}">{ElementTree.tostring(root, encoding="unicode")}</span>'


def _own(attribute: str, value: str, name: str) -> str:
    if attribute == "id":
        return f"{name}-{value}"
    if attribute.rpartition("}")[2] == "href" and value.startswith("#"):
        return f"#{name}-{value[1:]}"
    return OWN_URL.sub(rf"url(#{name}-\1)", value)
