"""The plugin at work in a pytest session: finds the pages, counts what became of them, rewrites them."""

import math
import os
from collections.abc import Generator, Iterator
from dataclasses import asdict
from itertools import chain, groupby
from pathlib import Path
from typing import Any
from typing import Protocol as Interface

import pytest
from _pytest._code.code import ReprEntryNative, ReprExceptionInfo
from _pytest.config import create_terminal_writer
from _pytest.terminal import TerminalReporter
from markdown_it import MarkdownIt
from pytest_markdown_docs.plugin import MarkdownDocstringCodeModule, MarkdownTextFile

from torchnn_doc.checker.accept.edits import AcceptError, Edit, difference, rewrite
from torchnn_doc.checker.plugin.colour import ColouredEntry, markup_of
from torchnn_doc.checker.plugin.items import (
    BlockItem,
    DocstringFile,
    EquationsItem,
    NumbersItem,
    PageFile,
    Settings,
    TranslationItem,
)
from torchnn_doc.checker.plugin.selecting import tests_named
from torchnn_doc.checker.record import (
    EquationAccount,
    FenceAccount,
    PageAccount,
    account_of,
    as_json,
    fences_of,
    statements,
    unread,
)
from torchnn_doc.checker.summary import Fate, PageCount, summarize

_MOST_CAPTURED = 100_000  # characters of what a block writes past its own streams, to show if it fails
_WORKER_KEY = "torchnn_doc_pages"
_REPLACED = (MarkdownTextFile, MarkdownDocstringCodeModule)


class _Worker(Interface):
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
        self._report = _report(config)
        self._parser: MarkdownIt | None = None
        self._collected: list[PageFile | DocstringFile] = []
        self._counts: dict[str, PageCount] = {}
        self._fates: dict[str, Fate] = {}
        self._fences: dict[str, list[FenceAccount]] = {}
        self._equations: dict[str, list[EquationAccount]] = {}
        self._numbers: dict[str, dict[str, int]] = {}
        self._edits: dict[str, list[Edit]] = {}
        self._translations = 0
        self._problems: list[str] = []
        self._rewritten: list[str] = []
        self._difference: list[str] = []
        self._ask_for_pages()
        config.pluginmanager.register(Colours())
        if self._settings.isolate:
            from torchnn_doc.checker.plugin.isolate import IsolatedProtocol  # noqa: PLC0415 - needs a Unix

            config.pluginmanager.register(IsolatedProtocol(self._settings.memory))

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        """Let a block be asked for, and left out, by any of its lines and by its heading."""
        config, start = self._config, self._config.invocation_params.dir
        config.args[:] = chain.from_iterable(tests_named(arg, start) for arg in config.args)
        if config.option.deselect:
            left_out = (tests_named(each, config.rootpath) for each in config.option.deselect)
            config.option.deselect = [*chain.from_iterable(left_out)]

    @pytest.hookimpl(wrapper=True)
    def pytest_collect_file(
        self, file_path: Path, parent: pytest.Collector
    ) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
        """Collect a page, in place of what pytest-markdown-docs makes of it."""
        collectors = yield
        named = file_path.suffix == ".md" and parent.session.isinitpath(file_path)
        documented = file_path.suffix == ".py" and self._config.option.markdowndocs
        if not named and not documented and file_path not in self._pages:
            return collectors
        page = self._page(file_path, parent)
        self._collected.append(page)
        return [*(each for each in collectors if type(each) not in _REPLACED), page]

    def _page(self, file: Path, parent: pytest.Collector) -> PageFile | DocstringFile:
        if not self._parser:
            self._parser = self._config.hook.pytest_markdown_docs_markdown_it()
        options: dict[str, Any] = {"parser": self._parser, "settings": self._settings}
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

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Let the report carry what the summary needs; so it also comes from a worker to the controller."""
        report = yield
        if report.when == "call" or (report.when == "setup" and not report.passed):
            if isinstance(item, BlockItem):
                vars(report)["docs_place"] = item.parent.source.path, item.block.line
                vars(report)["docs_fate"] = vars(item.fate)
                report.sections = [(title, text[-_MOST_CAPTURED:]) for title, text in report.sections]
            elif isinstance(item, EquationsItem):
                equations = [asdict(account) for account in item.accounts]
                vars(report)["docs_equations"] = item.parent.source.path, equations
            elif isinstance(item, NumbersItem):
                vars(report)["docs_numbers"] = item.parent.source.path, dict(item.counts)
            elif isinstance(item, TranslationItem):
                vars(report)["docs_translation"] = report.passed
            if isinstance(item, BlockItem | TranslationItem):
                vars(report)["docs_edits"] = [asdict(edit) for edit in item.edits]
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count what became of a block."""
        carried = vars(report)
        if fate := carried.get("docs_fate"):
            page, line = carried["docs_place"]
            now = self._fates[report.nodeid] = Fate(**fate)  # of the last time, if it is run again
            account = account_of(line, now, report.passed, report.duration)
            self._fences.setdefault(page, []).append(account)
        if "docs_equations" in carried:
            page, equations = carried["docs_equations"]
            self._equations[page] = [EquationAccount(**each) for each in equations]
        if "docs_numbers" in carried:
            page, counts = carried["docs_numbers"]
            self._numbers[page] = counts
        if "docs_edits" in carried:
            edits = carried["docs_edits"]
            self._edits[report.nodeid] = [Edit(**{**edit, "lines": tuple(edit["lines"])}) for edit in edits]
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
        if self._report:
            self._report.write_text(as_json(self._accounts()), encoding="utf-8")
        if exitstatus in (pytest.ExitCode.INTERRUPTED, pytest.ExitCode.INTERNAL_ERROR):
            if any(self._edits.values()):
                self._problems.append("nothing is rewritten, since the run was interrupted")
        else:
            self._accept()
        if exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED) and not self._narrowed():
            self._problems += self._unseen()
        if self._problems and exitstatus != pytest.ExitCode.INTERRUPTED:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: TerminalReporter) -> None:
        """Say in one line what was checked."""
        for problem in self._problems:
            terminalreporter.write_line(f"docs: {problem}", red=True)
        for line in self._difference:
            terminalreporter.write_line(line, **markup_of(line))
        for place in self._rewritten:
            terminalreporter.write_line(f"docs: rewritten {place}")
        for page, count in sorted(self._counts.items()):
            for at, word in count.like_python:
                terminalreporter.write_line(f"docs: {page}:{at}: {word!r} looks like Python, and is not run")
        if self._counts:
            done = "rewritten" if self._rewritten else "to be rewritten"
            accounts = list(self._accounts())
            if terminalreporter.verbosity > 0:
                for line in unread(accounts):
                    terminalreporter.write_line(f"docs: not read {line}")
            counts = self._counts.values()
            stated = statements(accounts)
            fates = self._fates.values()
            terminalreporter.write_line(summarize(counts, fates, self._translations, done, stated))

    def _accounts(self) -> Iterator[PageAccount]:
        for page, count in self._counts.items():
            fences = fences_of(count, self._fences.get(page, ()))
            equations, numbers = self._equations.get(page, ()), self._numbers.get(page, {})
            yield PageAccount(page, count.digest, fences, equations, numbers)

    def _ask_for_pages(self) -> None:
        """Make plain `pytest` collect the pages, also those outside its testpaths."""
        config, root = self._config, self._config.rootpath
        if config.invocation_params.dir != root:
            return
        if not _is_chosen(config):
            asked = [root / arg for arg in config.args]
            beyond = [page for page in self._pages if not any(page.is_relative_to(path) for path in asked)]
            config.args.extend(sorted(map(str, beyond)))
        elif self._settings.accept or self._settings.reviewed:
            config.args.extend(self._translations_asked_for())

    def _translations_asked_for(self) -> list[str]:
        """The translations of what is asked for, unless they are, too: all languages change together."""
        folders = self._settings.translations
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

    def _accept(self) -> None:
        """Rewrite the pages, or show how; the others too if one of them changed meanwhile."""
        by_place = sorted(chain.from_iterable(self._edits.values()), key=lambda edit: (edit.file, edit.first))
        for _, group in groupby(by_place, lambda edit: edit.file):
            edits = list(group)
            try:
                if self._settings.accept == "diff":
                    self._difference += difference(edits)
                else:
                    rewrite(edits)
                    self._rewritten += [f"{edit.path}:{edit.first}" for edit in edits]
            except AcceptError as error:
                self._problems.append(str(error))
        if self._difference:
            self._problems.append("the pages differ from what their code prints; --accept rewrites them")

    def _narrowed(self) -> bool:
        """Whether the user asked for less than everything."""
        option = self._config.option
        elsewhere = self._config.invocation_params.dir != self._config.rootpath
        chosen = elsewhere or _is_chosen(self._config)
        return bool(chosen or option.ignore or option.ignore_glob or getattr(option, "lf", False))

    def _unseen(self) -> Iterator[str]:
        for page in sorted(map(self._settings.name, self._pages)):
            if page not in self._counts:
                yield f"{page} is in docs_pages but was not collected (norecursedirs, collect_ignore?)"
        if not any(count.blocks for count in self._counts.values()):
            yield "docs_pages is set, but none of its pages holds a Python block"


class Colours:
    """Has the reports on pages shown in colours; only then, since no other kind of entry can be sent."""

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_terminal_summary(self, terminalreporter: TerminalReporter) -> Generator[None]:
        """Colour what is to be shown below."""
        for report in terminalreporter.getreports("failed") + terminalreporter.getreports("error"):
            if "docs_fate" in vars(report):
                _colour(report)
        yield


def _colour(report: pytest.TestReport) -> None:
    if isinstance(report.longrepr, ReprExceptionInfo):
        trace = report.longrepr.reprtraceback
        trace.reprentries = [
            ColouredEntry(entry.lines) if isinstance(entry, ReprEntryNative) else entry
            for entry in trace.reprentries
        ]


def _is_chosen(config: pytest.Config) -> bool:
    """Whether the user names what to run, rather than `testpaths` or `addopts`."""
    typed = config.invocation_params.args
    return config.args_source is pytest.Config.ArgsSource.ARGS and any(arg in typed for arg in config.args)


def migrate_pages(config: pytest.Config) -> pytest.ExitCode:
    """Migrate the pages named, or all of docs_pages, and say what is left to do by hand.

    Raises:
        pytest.UsageError: An option makes no sense.
    """
    # Imported here, since it needs doctest, which takes longer to import than all the rest.
    from torchnn_doc.checker.migrate.doctests import option_flags  # noqa: PLC0415
    from torchnn_doc.checker.migrate.files import migrate_file  # noqa: PLC0415

    settings, write = _settings(config), config.option.docs_migrate == "write"
    has_doctest = config.pluginmanager.hasplugin("doctest")
    flags = option_flags(config.getini("doctest_optionflags") if has_doctest else [])
    terminal = create_terminal_writer(config)
    pages = _pages_to_migrate(config)
    done = [migrate_file(page, settings.name(page), flags=flags, write=write) for page in pages]
    by_hand = [each for page in done for each in page.by_hand]
    for line in chain.from_iterable(page.difference for page in done if not write):
        terminal.line(line)
    for each in by_hand:
        terminal.line(f"docs: {each}", red=True)
    changed = sum(bool(page.difference) for page in done)
    verb = "migrated" if write else "to be migrated"
    terminal.line(f"docs: pages {verb}: {changed} of {len(done)}; places to look at by hand: {len(by_hand)}")
    return pytest.ExitCode.TESTS_FAILED if by_hand else pytest.ExitCode.OK


def _pages_to_migrate(config: pytest.Config) -> list[Path]:
    if config.args_source is not pytest.Config.ArgsSource.ARGS:
        if not config.getini("docs_pages"):
            raise pytest.UsageError("--docs-migrate needs docs_pages, or the names of pages")
        return sorted(_pages(config))
    named = {arg: config.invocation_params.dir / arg for arg in config.args}
    for arg, page in named.items():
        if page.suffix != ".md" or not page.is_file():
            raise pytest.UsageError(f"--docs-migrate: {arg} is not a Markdown page")
    return list(named.values())


def _settings(config: pytest.Config) -> Settings:
    folders = tuple(config.rootpath / name for name in config.getini("docs_translations"))
    for folder in folders:
        if not folder.is_dir():
            raise pytest.UsageError(f"docs_translations names {folder}, which is not a folder")
    if config.option.docs_reviewed and config.args_source is not pytest.Config.ArgsSource.ARGS:
        raise pytest.UsageError("--docs-reviewed needs the names of the pages that were read")
    isolate = config.option.docs_isolate or config.getini("docs_isolate")
    if isolate and not hasattr(os, "fork"):
        raise pytest.UsageError("docs_isolate needs a system that can fork processes")
    return Settings(
        root=config.rootpath,
        translations=folders,
        timeout=_positive(config, "docs_timeout", "seconds"),
        numbers=config.getini("docs_numbers"),
        accept=config.option.docs_accept,
        reviewed=config.option.docs_reviewed,
        isolate=isolate,
        memory=int(_positive(config, "docs_memory", "megabytes") * 1_000_000),
        in_own_folder=_folder(config) == "page",
        words=tuple(config.getini("docs_words")),
    )


def _folder(config: pytest.Config) -> str:
    given: str = config.getini("docs_folder")
    if given not in ("root", "page"):
        raise pytest.UsageError(f"docs_folder is root or page, not {given!r}")
    return given


def _positive(config: pytest.Config, option: str, unit: str) -> float:
    try:
        given = config.getini(option)
        number = float(given)
        problem = repr(given)
    except (TypeError, ValueError, pytest.UsageError) as error:
        number, problem = 0, str(error)
    if not 0 < number < math.inf:
        raise pytest.UsageError(f"{option} is not a number of {unit}: {problem}")
    return number


def _report(config: pytest.Config) -> Path | None:
    if not config.option.docs_report:
        return None
    file: Path = config.invocation_params.dir / config.option.docs_report
    if not file.parent.is_dir():
        raise pytest.UsageError(f"--docs-report: there is no folder {file.parent}")
    return file


def _pages(config: pytest.Config) -> frozenset[Path]:
    pages: set[Path] = set()
    for pattern in config.getini("docs_pages"):
        try:
            found = [path for path in config.rootpath.glob(pattern) if path.is_file()]
            found = [path for path in found if not _is_foreign(path, pattern, config.rootpath)]
        except (ValueError, NotImplementedError, IndexError) as error:  # the last is said of "."
            raise pytest.UsageError(
                f"docs_pages: {pattern!r} is not a glob relative to rootdir: {error}"
            ) from None
        if not found:
            raise pytest.UsageError(f"docs_pages: {pattern!r} matches no file in {config.rootpath}")
        pages.update(found)
    return frozenset(pages)


def _is_foreign(page: Path, pattern: str, root: Path) -> bool:
    """Whether a page lies in a folder of some tool, which no one means who writes `**/*.md`."""
    named = pattern.split("/")
    folders = [each for each in page.parents if each.is_relative_to(root) and each != root]
    return any(
        each.name.startswith(".") or each.name == "node_modules" or (each / "pyvenv.cfg").exists()
        for each in folders
        if each.name not in named
    )
