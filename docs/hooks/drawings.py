"""Draws in every build the pictures that pages draw with their own code, so that none can be out of date."""

import posixpath
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

from torchnn_doc.checker.errors import CheckError
from torchnn_doc.checker.page import read_source
from torchnn_doc.checker.pictures import draw


class DrawingError(PluginError):
    """A page cannot be run to draw its pictures."""


def on_files(files: Files, /, *, config: MkDocsConfig) -> Files:
    """Put the picture of each block `{.python draws="..."}` where its page links to it."""
    for page in files.documentation_pages():
        if not page.abs_src_path or not page.src_uri.endswith(".md"):
            continue
        try:
            pictures = draw(read_source(Path(page.abs_src_path), page.src_uri))
        except CheckError as error:
            raise DrawingError(str(error)) from error
        for address, picture in pictures.items():
            uri = posixpath.normpath(posixpath.join(posixpath.dirname(page.src_uri), address))
            if file := files.get_file_from_path(uri):
                file.content_string = picture
            else:
                files.append(File.generated(config, uri, content=picture))
    return files
