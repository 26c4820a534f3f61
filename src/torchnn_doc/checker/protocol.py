"""Runs the test of a block as pytest does, but without set-up and tear-down where it has none."""

from typing import Protocol as Interface
from typing import TypeGuard

import pytest
from _pytest.logging import caplog_records_key
from _pytest.runner import call_and_report, runtestprotocol
from pytest_markdown_docs.plugin import MARKER_NAME

from torchnn_doc.checker.items import BlockItem, PageFile

# xdist runs as __channelexec__ in a worker. Hypothesis takes part for its own tests alone.
_LET_BLOCKS_ALONE = frozenset(
    {"_pytest", "xdist", "__channelexec__", "torchnn_doc", "_hypothesis_pytestplugin"}
)
_SET_UP_HOOKS = (
    "pytest_runtest_setup",
    "pytest_runtest_teardown",
    "pytest_runtest_makereport",
    "pytest_runtest_logreport",
)


def others_take_part(config: pytest.Config, *hooks: str) -> bool:
    """Whether a plugin or a conftest.py, rather than pytest itself, implements one of these hooks."""
    implementations = [each for hook in hooks for each in getattr(config.hook, hook).get_hookimpls()]
    modules = {each.function.__module__.partition(".")[0] for each in implementations}
    return not modules <= _LET_BLOCKS_ALONE


class Protocol(Interface):
    """A way to run a test of a page and get its reports."""

    def reports(self, item: pytest.Item, nextitem: pytest.Item | None) -> list[pytest.TestReport]:
        """Run a test.

        Args:
            item: The test.
            nextitem: The test that comes next.
        """


class BlockProtocol:
    """Runs a block that needs nothing without looking for what it might need."""

    def __init__(self) -> None:
        self._plain: dict[PageFile, bool] = {}
        self._watched: bool | None = None

    def reports(self, item: pytest.Item, nextitem: pytest.Item | None) -> list[pytest.TestReport]:
        """Run a test."""
        if not self._needs_nothing(item, nextitem):
            return runtestprotocol(item, log=False, nextitem=nextitem)
        item.stash[caplog_records_key] = {}  # what logging sets up for each test
        return [call_and_report(item, "call", log=False)]

    def _needs_nothing(self, item: pytest.Item, nextitem: pytest.Item | None) -> TypeGuard[BlockItem]:
        """Whether pytest's set-up and tear-down would find nothing to do, and nobody would look at them.

        The last block of a page is not among these, so that what the page itself has set up is torn down.
        """
        return (
            isinstance(item, BlockItem)
            and nextitem is not None
            and nextitem.parent is item.parent
            and not item.block.notest
            and all(mark.name == MARKER_NAME for mark in item.iter_markers())
            and self._is_plain(item)
        )

    def _is_plain(self, item: BlockItem) -> bool:
        page = item.parent
        if page not in self._plain:
            manager = item.session._fixturemanager
            fixtures = manager.getfixtureinfo(node=item, func=lambda: None, cls=None).names_closure
            wanted = fixtures or any(block.fixtures for block in page.blocks)
            self._plain[page] = not wanted and not self._is_watched(item.config)
        return self._plain[page]

    def _is_watched(self, config: pytest.Config) -> bool:
        if self._watched is None:
            # JUnit's report closes a test with its tear-down.
            self._watched = bool(config.option.xmlpath) or others_take_part(config, *_SET_UP_HOOKS)
        return self._watched
