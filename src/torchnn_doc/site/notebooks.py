"""Publishes a page with `notebook: true` in its front matter also as a Jupyter notebook."""

import json
import posixpath
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import nbformat
from markdown.extensions.toc import nest_toc_tokens  # type: ignore[import-untyped]
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils import get_relative_url, meta
from nbformat import NotebookNode

from torchnn_doc.checker.page.fences import read_source
from torchnn_doc.site.cache import cached, cached_file, store
from torchnn_doc.site.notebook_cells import Source, notebook, with_installation
from torchnn_doc.site.notebook_html import rewritten
from torchnn_doc.site.notebook_outputs import with_outputs
from torchnn_doc.site.pages import read_page
from torchnn_doc.site.records import records_of
from torchnn_doc.site.settings import root_of, words_of
from torchnn_doc.site.wheel import wheel_address

FOLDER = "notebooks"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Have mkdocs-jupyter keep its pages in our cache: its own would outlive the libraries that made them."""
    cache = cached_file(root_of(config), "rendered", *_build(config))
    config.plugins["mkdocs-jupyter"].config["cache_dir"] = str(cache)
    for file in cache.glob("*.json"):
        try:
            json.loads(file.read_bytes())
        except ValueError:  # a build was ended while it wrote
            file.unlink()
    return config


def on_files(files: Files, /, *, config: MkDocsConfig) -> Files:
    """Write the notebooks where they are downloaded from; mkdocs-jupyter shows them with their outputs."""
    pages = [file for file in files.documentation_pages() if _has_notebook(file)]
    records_of(pages, config)  # so that the outputs of the page are what its code prints
    folder = cached_file(root_of(config), "notebooks", *_build(config))
    wheel = wheel_address(config)
    for file in pages:
        uri = f"{FOLDER}/{file.name}.ipynb"
        made = notebook(_source(file, files, config))
        target = Path(config.site_dir, uri)
        target.parent.mkdir(parents=True, exist_ok=True)
        to_download = with_installation(made, words_of(config)["notebook"]["install"], wheel)
        target.write_text(_text_of(to_download), encoding="utf-8")
        page = read_page(read_source(Path(config.docs_dir, file.src_uri), file.src_uri))
        store(folder / uri, _text_of(with_outputs(made, page)))
        files.append(File(uri, str(folder), config.site_dir, config.use_directory_urls))
    return files


def on_page_content(content: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Make a notebook's page look like the others, and tell readers of a page about its notebook."""
    words = words_of(config)["notebook"]
    links = {f"{FOLDER}/{page.file.name}.ipynb": words["download"]}
    if page.file.src_uri.endswith(".ipynb"):
        return _with_links(_notebook_page(content, page, config, files), page, links)
    if page.meta.get("notebook"):
        return _with_links(content, page, {f"{FOLDER}/{page.file.name}/": words["open"]} | links)
    return content


def _has_notebook(file: File) -> bool:
    return bool(meta.get_data(file.content_string)[1].get("notebook"))


def _text_of(notebook: NotebookNode) -> str:
    """A notebook as its file has it."""
    return str(nbformat.writes(notebook))  # type: ignore[no-untyped-call]


def _build(config: MkDocsConfig) -> tuple[str, str]:
    """What builds have in common that may use each other's notebooks."""
    return str(config.theme["language"]), str(config.site_url)


def _notebook_page(content: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    source = files.get_file_from_path(f"{page.file.name}.md")
    assert source
    assert source.page
    page.title = words_of(config)["notebook"]["title"].format(title=source.page.title)
    # Its words are found on the page that it is made from, here and by search engines.
    page.meta.update(title=page.title, search={"exclude": True})
    page.meta["description"] = source.page.meta.get("description")
    page.canonical_url = source.page.canonical_url
    page.edit_url = source.page.edit_url
    root = root_of(config)
    made = cached(root, rewritten, content, config.mdx_configs["toc"]["permalink_title"])
    content, headings = json.loads(made)
    page.toc = get_toc(nest_toc_tokens(headings))
    # A notebook links to the site by full addresses, for it is read elsewhere. Its page is not.
    up = get_relative_url(".", page.url).rstrip("/") + "/"
    return str(content).replace(f'href="{config.site_url}', f'href="{up}')


def _with_links(content: str, page: Page, links: dict[str, str]) -> str:
    made = "".join(f'<a href="{get_relative_url(url, page.url)}">{text}</a>' for url, text in links.items())
    bar = f'<p class="notebook-links" data-search-exclude>{made}</p>'
    return content.replace("</h1>", f"</h1>{bar}", 1)


def _source(file: File, files: Files, config: MkDocsConfig) -> Source:
    path = Path(config.docs_dir, file.src_uri)
    folder = posixpath.dirname(file.src_uri)

    def address(link: str) -> str:
        parts = urlsplit(link)
        target = files.get_file_from_path(posixpath.normpath(posixpath.join(folder, parts.path)))
        if parts.scheme or not parts.path or target is None:
            return link
        return urljoin(config.site_url or "", parts._replace(path=target.url).geturl())

    return Source(
        text=file.content_string,
        path=path,
        root=root_of(config),
        where=f"{path.parent.name}/{file.src_uri}",
        address=address,
        intro=words_of(config)["notebook"]["intro"].format(page=urljoin(config.site_url or "", file.url)),
    )
