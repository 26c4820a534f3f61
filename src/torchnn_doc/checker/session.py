"""The plugin at work in a pytest session: finds the pages, counts what became of them, rewrites them."""

from collections.abc import Generator, Iterator
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import Any, Protocol

import pytest
from _pytest.terminal import TerminalReporter
from pytest_markdown_docs.plugin import MarkdownTextFile

from torchnn_doc.checker.accept import AcceptError, Edit, rewrite
from torchnn_doc.checker.items import BlockItem, PageFile, Settings, TranslationItem
from torchnn_doc.checker.summary import Fate, PageCount, summarize

_WORKER_KEY = "torchnn_doc_pages"


class _Worker(Protocol):
    """A process of pytest-xdist that has ended, with what it left for the controller."""

    workeroutput: dict[str, Any]


class PageChecker:
    """The hooks of a session in which pages are checked.

    Under pytest-xdist every worker has one, and the controller has one that sees all their reports.

    Args:
        config: The session's configuration.

    Raises:
        pytest.UsageError: An option makes no sense.
    """

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._settings = _settings(config)
        self._pages = _pages(config)
        self._collected: list[PageFile] = []
        self._counts: dict[str, PageCount] = {}
        self._fates: list[Fate] = []
        self._edits: list[Edit] = []
        self._translations = 0
        self._problems: list[str] = []
        self._rewritten: list[str] = []
        self._ask_for_pages()

    @pytest.hookimpl(wrapper=True)
    def pytest_collect_file(
        self, file_path: Path, parent: pytest.Collector
    ) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
        """Collect a page, in place of what pytest-markdown-docs makes of it."""
        collectors = yield
        named = file_path.suffix == ".md" and parent.session.isinitpath(file_path)
        if not named and file_path not in self._pages:
            return collectors
        page = PageFile.from_parent(parent, path=file_path, settings=self._settings)
        self._collected.append(page)
        return [*(each for each in collectors if type(each) is not MarkdownTextFile), page]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Let the report carry what the summary needs; so it also comes from a worker to the controller."""
        report = yield
        if report.when == "call" or (report.when == "setup" and not report.passed):
            if isinstance(item, BlockItem):
                vars(report)["docs_fate"] = asdict(item.fate)
                vars(report)["docs_edit"] = item.edit and asdict(item.edit)
            elif isinstance(item, TranslationItem):
                vars(report)["docs_translation"] = report.passed
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count what became of a block."""
        carried = vars(report)
        if fate := carried.get("docs_fate"):
            self._fates.append(Fate(**fate))
        if edit := carried.get("docs_edit"):
            self._edits.append(Edit(**{**edit, "lines": tuple(edit["lines"])}))
        self._translations += carried.get("docs_translation", False)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: _Worker) -> None:
        """Take over what a worker has read; all of them read the same pages."""
        read = getattr(node, "workeroutput", {}).get(_WORKER_KEY, {})
        self._counts.update({name: PageCount(**count) for name, count in read.items()})

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Rewrite the pages, and do not let a run be green that checked nothing."""
        for page in self._collected:
            if page.count:  # pytest makes a collector for a file more often than it collects it
                self._counts[self._settings.name(page.path)] = page.count
        if hasattr(self._config, "workeroutput"):
            counts = {name: asdict(count) for name, count in self._counts.items()}
            self._config.workeroutput[_WORKER_KEY] = counts
            return
        self._rewrite()
        if exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED) and not self._narrowed():
            self._problems += self._unseen()
        if self._problems:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: TerminalReporter) -> None:
        """Say in one line what was checked."""
        for problem in self._problems:
            terminalreporter.write_line(f"docs: {problem}", red=True)
        for place in self._rewritten:
            terminalreporter.write_line(f"docs: rewritten {place}")
        if self._counts:
            terminalreporter.write_line(summarize(self._counts.values(), self._fates, self._translations))

    def _ask_for_pages(self) -> None:
        """Make plain `pytest` collect the pages, also those outside its testpaths."""
        config, root = self._config, self._config.rootpath
        if config.args_source is not pytest.Config.ArgsSource.ARGS and config.invocation_params.dir == root:
            asked = [root / arg for arg in config.args]
            beyond = [page for page in self._pages if not any(page.is_relative_to(path) for path in asked)]
            config.args.extend(sorted(map(str, beyond)))

    def _rewrite(self) -> None:
        by_place = sorted(self._edits, key=lambda edit: (edit.file, edit.first))
        for _, group in groupby(by_place, lambda edit: edit.file):
            edits = list(group)
            try:
                rewrite(edits)
            except AcceptError as error:
                self._problems.append(str(error))
            else:
                self._rewritten += [f"{edit.path}:{edit.first}" for edit in edits]

    def _narrowed(self) -> bool:
        """Whether the user asked for less than everything."""
        option = self._config.option
        chosen = self._config.args_source is pytest.Config.ArgsSource.ARGS
        return bool(chosen or option.ignore or option.ignore_glob or getattr(option, "lf", False))

    def _unseen(self) -> Iterator[str]:
        for page in sorted(map(self._settings.name, self._pages)):
            if page not in self._counts:
                yield f"{page} is in docs_pages but was not collected (norecursedirs, collect_ignore?)"
        if not any(count.blocks for count in self._counts.values()):
            yield "docs_pages is set, but none of its pages holds a Python block"


def _settings(config: pytest.Config) -> Settings:
    timeout = config.getini("docs_timeout")
    try:
        seconds = float(timeout)
    except ValueError:
        seconds = 0
    if not seconds > 0:
        raise pytest.UsageError(f"docs_timeout = {timeout!r} is not a number of seconds")
    folders = tuple(config.rootpath / name for name in config.getini("docs_translations"))
    for folder in folders:
        if not folder.is_dir():
            raise pytest.UsageError(f"docs_translations names {folder}, which is not a folder")
    return Settings(config.rootpath, folders, seconds, config.option.docs_accept)


def _pages(config: pytest.Config) -> frozenset[Path]:
    pages: set[Path] = set()
    for pattern in config.getini("docs_pages"):
        try:
            found = [path for path in config.rootpath.glob(pattern) if path.is_file()]
        except (ValueError, NotImplementedError) as error:
            raise pytest.UsageError(
                f"docs_pages: {pattern!r} is not a glob relative to rootdir: {error}"
            ) from None
        if not found:
            raise pytest.UsageError(f"docs_pages: {pattern!r} matches no file in {config.rootpath}")
        pages.update(found)
    return frozenset(pages)
