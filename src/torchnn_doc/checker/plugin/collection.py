"""Which pages a session collects, and what it makes of them."""

from collections.abc import Generator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from torchnn_doc.checker.plugin.files import DocstringFile, PageFile
from torchnn_doc.checker.plugin.ledger import Ledger
from torchnn_doc.checker.plugin.options import Options, is_chosen
from torchnn_doc.checker.plugin.selecting import is_block, tests_named

_REPLACED = "pytest_markdown_docs."  # the plugin whose collectors of pages give way to ours


class Collection:
    """The collecting of pages.

    Args:
        config: The session's configuration.
        options: What it was asked for.
        ledger: What has to know of each page.
    """

    def __init__(self, config: pytest.Config, options: Options, ledger: Ledger) -> None:
        self._config, self._options, self._ledger = config, options, ledger
        self._parser: MarkdownIt | None = None
        self._left_out: set[str] = set()
        self._ask_for_pages()

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        """Let a block be asked for, and left out, by any of its lines and by its heading."""
        config, start = self._config, self._config.invocation_params.dir
        config.args[:] = chain.from_iterable(tests_named(arg, start) for arg in config.args)
        left_out = [tests_named(each, config.rootpath) for each in config.option.deselect or ()]
        named = [*chain.from_iterable(left_out)]
        self._left_out = {each for each in named if is_block(each)}
        config.option.deselect = [each for each in named if each not in self._left_out]

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out these blocks and no others: to pytest line-7 is the beginning of line-70."""
        left_out = [item for item in items if self._is_left_out(item.nodeid)]
        if left_out:
            self._config.hook.pytest_deselected(items=left_out)
            items[:] = [item for item in items if not self._is_left_out(item.nodeid)]

    def _is_left_out(self, name: str) -> bool:
        return name in self._left_out or name.partition("[")[0] in self._left_out

    @pytest.hookimpl(wrapper=True)
    def pytest_collect_file(
        self, file_path: Path, parent: pytest.Collector
    ) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
        """Collect a page, in place of what pytest-markdown-docs makes of it."""
        collectors = yield
        named = file_path.suffix == ".md" and parent.session.isinitpath(file_path)
        documented = file_path.suffix == ".py" and self._config.option.markdowndocs
        if not named and not documented and file_path not in self._options.pages:
            return collectors
        page = self._page(file_path, parent)
        self._ledger.expect(page)
        return [*(each for each in collectors if not type(each).__module__.startswith(_REPLACED)), page]

    def _page(self, file: Path, parent: pytest.Collector) -> PageFile | DocstringFile:
        if not self._parser:
            self._parser = self._config.hook.pytest_markdown_docs_markdown_it()
        options: dict[str, Any] = {"parser": self._parser, "options": self._options}
        kind = DocstringFile if file.suffix == ".py" else PageFile
        page: PageFile | DocstringFile = kind.from_parent(parent, path=file, **options)
        return page

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: Any) -> Any:
        """Keep a page's blocks on one worker of pytest-xdist, unless another distribution is asked for."""
        if config.getoption("dist") != "load":
            return None
        from torchnn_doc.checker.plugin.scheduling import PageScheduling  # noqa: PLC0415 - needs pytest-xdist

        return PageScheduling(config, log)

    def _ask_for_pages(self) -> None:
        """Make plain `pytest` collect the pages, also those outside its testpaths."""
        config, root = self._config, self._config.rootpath
        if config.invocation_params.dir != root:
            return
        if not is_chosen(config):
            asked = [root / arg for arg in config.args]
            beyond = [
                page for page in self._options.pages if not any(page.is_relative_to(path) for path in asked)
            ]
            config.args.extend(sorted(map(str, beyond)))
        elif self._options.accept or self._options.reviewed:
            config.args.extend(self._translations_asked_for())

    def _translations_asked_for(self) -> list[str]:
        """The translations of what is asked for, unless they are, too: all languages change together."""
        folders = self._options.settings.translations
        asked = [self._config.invocation_params.dir / arg for arg in self._config.args]
        others = [
            folder / path.relative_to(own)
            for path in asked
            for own in folders
            for folder in folders
            if folder != own and path.is_relative_to(own)
        ]
        return [
            str(other)
            for other in dict.fromkeys(others)
            if other.exists() and not any(other.is_relative_to(path) for path in asked)
        ]
