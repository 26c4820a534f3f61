"""A page as pytest collects it: a file, with a test for each of its blocks and for what else it shows."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from markdown_it import MarkdownIt

from torchnn_doc.checker.checking import CheckedPage, translations_of
from torchnn_doc.checker.page.docstrings import DOCSTRING, read_docstrings
from torchnn_doc.checker.page.errors import CheckError
from torchnn_doc.checker.page.fences import Source, read_source
from torchnn_doc.checker.plugin.items import (
    BlockItem,
    EquationsItem,
    NumbersItem,
    TranslationItem,
    UnreadableItem,
    function_of,
)
from torchnn_doc.checker.plugin.options import Options
from torchnn_doc.checker.plugin.runs import PageRuns
from torchnn_doc.checker.record import PageRecord

_MARKER = "markdown-docs"  # that of pytest-markdown-docs, by which tests of pages can be selected


class PageFile(pytest.Module):
    """A page: one test for each of its Python blocks, and those of what else it shows.

    Args:
        options: What the session was asked for.
        parser: Markdown's.
        docstring: The page, if it is a docstring of the file.

    Attributes:
        record: What is known of it before anything has run, once it has been read.
    """

    obj: Any = None  # a page is not imported
    record: PageRecord | None = None

    def __init__(
        self, *, options: Options, parser: MarkdownIt, docstring: Source | None = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self._options, self._parser, self._docstring = options, parser, docstring
        self.add_marker(_MARKER)
        self.obj = ModuleType(self.name)  # by which other plugins tell the tests of pages apart
        self._runs: PageRuns | None = None

    def collect(self) -> list[pytest.Item | pytest.Collector]:
        """Read the page and give its tests; one that fails in place of all if it cannot be read."""
        settings = self._options.settings
        try:
            source = self._docstring or read_source(self.path, settings.name(self.path))
            page = CheckedPage(source, settings, self._parser)
        except CheckError as error:
            return [UnreadableItem.from_parent(self, name="page", error=error)]
        self.record = page.record
        self._runs = PageRuns(page, self._names)
        return list(self._tests(page, self._runs))

    def teardown(self) -> None:
        """End what the blocks share."""
        if self._runs:
            self._runs.close()

    def istestfunction(self, _obj: object, _name: str) -> bool:
        """Take for a test what stands for the page, whatever the project calls its own."""
        return True

    def _names(self) -> Mapping[str, object]:
        """What every namespace of the page starts with."""
        names: dict[str, object] = {}
        for some in self.config.hook.pytest_markdown_docs_globals():
            names.update(some)
        return names

    def _tests(self, page: CheckedPage, runs: PageRuns) -> Iterator[pytest.Item]:
        # A block that runs others first asks for theirs through `request`; to set that up takes time.
        fixtures = tuple(dict.fromkeys(name for block in page.page.blocks for name in block.fixtures))
        fixtures = ("request", *fixtures) if fixtures else ()
        self.obj.page = function_of(fixtures)
        # One for each set of the fixtures' parameters.
        collected = self.ihook.pytest_pycollect_makeitem(collector=self, name="page", obj=self.obj.page)
        for each in collected:
            yield from self._tests_with(getattr(each, "callspec", None), fixtures, runs)
        for error in page.page.strays:
            yield UnreadableItem.from_parent(self, name=f"line-{error.line}", error=error)
        if others := translations_of(self.path, self._options.settings, self._is_asked_for):
            yield TranslationItem.from_parent(
                self, name="translation", source=page.source, others=others, options=self._options
            )

    def _is_asked_for(self, page: Path) -> bool:
        start = self.config.invocation_params.dir
        return any(page.is_relative_to(start / arg.partition("::")[0]) for arg in self.config.args)

    def _tests_with(self, callspec: Any, fixtures: tuple[str, ...], runs: PageRuns) -> Iterator[pytest.Item]:
        page = runs.page
        path = page.source.path

        def shared(name: str, title: str) -> dict[str, Any]:
            full = f"{name}[{callspec.id}]" if callspec else name
            named = {"name": full, "originalname": name, "title": title, "page": path}
            return {**named, "callspec": callspec, "runs": runs}

        for block in page.page.blocks:
            options = shared(f"line-{block.line}", f"{path}:{block.line}")
            own = (*fixtures[:1], *block.fixtures)
            options |= {"fixtures": own, "block": block, "options": self._options}
            yield BlockItem.from_parent(self, **options)
        if page.equations:
            options = shared("equations", f"{path}: equations")
            yield EquationsItem.from_parent(self, fixtures=fixtures, line=1, **options)
        if page.shown:
            options = shared("numbers", f"{path}: numbers")
            yield NumbersItem.from_parent(self, fixtures=fixtures, line=page.shown[0].line, **options)


class DocstringFile(pytest.File):
    """A Python file: each of its docstrings is a page.

    Args:
        options: What the session was asked for.
        parser: Markdown's.
    """

    def __init__(self, *, options: Options, parser: MarkdownIt, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._options, self._parser = options, parser
        self._pages: list[PageFile] = []

    @property
    def record(self) -> PageRecord | None:
        """What is known of those docstrings that have been read."""
        records = [page.record for page in self._pages if page.record]
        if not records:
            return None
        fences = [fence for record in records for fence in record.fences]
        return PageRecord(records[0].page, records[0].digest, fences)

    def collect(self) -> list[pytest.Item | pytest.Collector]:
        """Give the tests of all docstrings."""
        try:
            module = read_source(self.path, self._options.settings.name(self.path))
            docstrings = read_docstrings(module)
        except CheckError as error:
            return [UnreadableItem.from_parent(self, name="docstrings", error=error)]
        options: dict[str, Any] = {"path": self.path, "options": self._options, "parser": self._parser}
        self._pages = [
            PageFile.from_parent(self, name=f"{DOCSTRING}{line}", docstring=docstring, **options)
            for line, docstring in docstrings.items()
        ]
        return [test for page in self._pages for test in page.collect()]
