"""Publishes the package's wheel where pip finds it, and tells the pages its address on this site."""

from urllib.parse import urljoin

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from torchnn_doc.site.live_runtime import own_wheel
from torchnn_doc.site.settings import language_of, root_language, way_to

FOLDER = "package/"
AS_WRITTEN = f"http://localhost:8000/{FOLDER}"  # in the pages: where `make serve` has it


def on_files(files: Files, /, *, config: MkDocsConfig) -> Files:
    """Publish it once, at the root of the site."""
    if not language_of(config).at:
        for name, content in own_wheel().items():
            files.append(File.generated(config, FOLDER + name, content=content))
    return files


def on_page_markdown(markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Give commands the address that the site is built for."""
    return markdown.replace(AS_WRITTEN, urljoin(config.site_url or "", _folder(config)))


def on_page_content(content: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Have links lead to the wheel of this copy of the site, wherever it is."""
    up = get_relative_url(".", page.url).rstrip("/") + "/"
    address = urljoin(config.site_url or "", _folder(config))
    return content.replace(f'href="{address}', f'href="{up}{_folder(config)}')


def wheel_address(config: MkDocsConfig) -> str:
    """What pip is given to install the package."""
    return urljoin(config.site_url or "", _folder(config) + next(iter(own_wheel())))


def _folder(config: MkDocsConfig) -> str:
    """The way from this build's root to the folder that the wheel is in."""
    return way_to(root_language(config), config) + FOLDER
