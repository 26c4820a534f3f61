"""Draws the pictures that pages draw with their own code when the site is built: none can be out of date."""

import json
import posixpath
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

from torchnn_doc.checker.compare.pictures import draw
from torchnn_doc.checker.page.errors import CheckError
from torchnn_doc.checker.page.fences import read_source
from torchnn_doc.site.cache import cached_file, store
from torchnn_doc.site.pages import read_fences
from torchnn_doc.site.settings import root_of


class DrawingError(PluginError):
    """A page cannot be run to draw its pictures."""


def on_files(files: Files, /, *, config: MkDocsConfig) -> Files:
    """Put the picture of each block `{.python draws="..."}` where its page links to it."""
    for page in files.documentation_pages():
        if not page.abs_src_path or not page.src_uri.endswith(".md"):
            continue
        for address, picture in _pictures(page, root_of(config)).items():
            uri = posixpath.normpath(posixpath.join(posixpath.dirname(page.src_uri), address))
            if file := files.get_file_from_path(uri):
                file.content_string = picture
            else:
                files.append(File.generated(config, uri, content=picture))
    return files


def _pictures(page: File, root: Path) -> dict[str, str]:
    """The pictures of a page by their addresses, drawn unless they were before by its code as it is."""
    assert page.abs_src_path
    if "draws=" not in page.content_string:
        return {}
    source = read_source(Path(page.abs_src_path), page.src_uri)
    fences = read_fences(source.text, page.src_uri)
    file = cached_file(root, "drawings", *(f"{fence.options} {fence.text}" for fence in fences))
    if not file.exists():
        try:
            pictures = draw(source)
        except CheckError as error:
            raise DrawingError(str(error)) from error
        store(file, json.dumps(pictures))
    drawn: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return drawn
