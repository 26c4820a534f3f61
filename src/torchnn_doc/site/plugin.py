"""The MkDocs plugin `torchnn_doc`: makes this course's site of its pages, stage by stage.

Each stage is a module with functions named as MkDocs' events. In each event they run in the order of the
list, before the other plugins where these have to see what was made, and after them where it is the other
way round.
"""

from collections.abc import Callable
from types import ModuleType
from typing import Any, Literal, cast

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, PluginCollection, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from torchnn_doc.site import (
    alterations,
    assets,
    cache_cleanup,
    cards,
    code_markup,
    compared,
    excerpts,
    figures,
    fonts,
    glossary,
    languages,
    live_code,
    live_runtime,
    markdown_pages,
    mathematics,
    minify,
    notebooks,
    reading_order,
    reading_time,
    records,
    repository,
    search_index,
    security_policy,
    serve_mode,
    sitemap,
    tables,
    tall_code,
    templates,
    totals,
    wheel,
)
from torchnn_doc.site.options import Options

STAGES: tuple[ModuleType, ...] = (
    serve_mode,
    repository,
    cache_cleanup,
    assets,
    totals,
    notebooks,
    live_runtime,
    reading_order,
    templates,
    cards,
    alterations,
    reading_time,
    excerpts,
    wheel,
    markdown_pages,  # what is filled in above is in them
    live_code,
    tables,
    tall_code,
    glossary,
    compared,
    figures,
    mathematics,
    code_markup,
    minify,
    sitemap,
    search_index,
    fonts,
    security_policy,  # it names what the others have put into a page
    records,
)
BEFORE_OTHERS, AFTER_OTHERS = 100, -100


class SitePlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]
    """Passes each event of MkDocs on to the stages."""

    def __init__(self) -> None:
        self._stages = PluginCollection()  # it finds the functions of a stage, as it does with hooks
        for stage in STAGES:
            self._stages[stage.__name__] = cast("BasePlugin[Any]", stage)

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """`mkdocs build` or `mkdocs serve` begins."""
        self._stages.on_startup(command=command, dirty=dirty)

    def on_serve(
        self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Callable[[], None]
    ) -> LiveReloadServer:
        """The first build of `mkdocs serve` is done."""
        languages.serve(server, config, builder)
        return server

    @event_priority(AFTER_OTHERS)  # what they add to the configuration is changed
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """The configuration is read."""
        return self._stages.on_config(config)

    @event_priority(BEFORE_OTHERS)  # mkdocs-jupyter looks for notebooks
    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """The folder of the site is cleared, and the pages are found."""
        languages.begin(config)
        return self._stages.on_files(files, config=config)

    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> Navigation:
        """The pages are put in order."""
        return self._stages.on_nav(nav, config=config, files=files)

    def on_page_markdown(self, markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """A page is read."""
        return self._stages.on_page_markdown(markdown, page=page, config=config, files=files)

    @event_priority(BEFORE_OTHERS)  # typeset looks for headings
    def on_page_content(self, html: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Markdown has become HTML."""
        return self._stages.on_page_content(html, page=page, config=config, files=files)

    def on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> Environment:
        """All pages are HTML; the templates are going to be filled."""
        made: Environment = self._stages.on_env(env, config=config, files=files)
        return made

    def on_post_page(self, output: str, /, *, page: Page, config: MkDocsConfig) -> str:
        """A page stands in its template."""
        return self._stages.on_post_page(output, page=page, config=config)

    def on_post_template(self, output_content: str, /, *, template_name: str, config: MkDocsConfig) -> str:
        """Another file, such as the page for wrong addresses, is made of its template."""
        return self._stages.on_post_template(output_content, template_name=template_name, config=config)

    @event_priority(AFTER_OTHERS)  # the search plugin writes its index
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """All files are written."""
        self._stages.on_post_build(config=config)
        languages.finish(config)

    def on_build_error(self, *, error: Exception) -> None:  # noqa: ARG002
        """A build has failed."""
        languages.break_off()

    def on_shutdown(self) -> None:
        """MkDocs ends."""
        languages.shut_down()
