"""Puts together what a session needs in which pages are checked."""

import pytest

from torchnn_doc.checker.plugin.collection import Collection
from torchnn_doc.checker.plugin.colour import Colours
from torchnn_doc.checker.plugin.finish import Finish
from torchnn_doc.checker.plugin.ledger import Ledger
from torchnn_doc.checker.plugin.options import read_options
from torchnn_doc.checker.plugin.terminal import Terminal


def check_pages(config: pytest.Config) -> None:
    """Have the pages checked in this session.

    Under pytest-xdist every worker does so, and the controller, which sees all their reports.

    Raises:
        pytest.UsageError: An option makes no sense.
    """
    options = read_options(config)
    ledger = Ledger(config)
    finish = Finish(config, options, ledger)
    parts = [Collection(config, options, ledger), ledger, finish, Terminal(ledger, finish), Colours()]
    if options.isolate:
        from torchnn_doc.checker.plugin.isolate import IsolatedProtocol  # noqa: PLC0415 - needs a Unix

        parts.append(IsolatedProtocol(options.memory))
    for part in parts:
        config.pluginmanager.register(part, f"torchnn_doc.{type(part).__name__.lower()}")
    if config.pluginmanager.has_plugin("asyncio"):
        from torchnn_doc.checker.plugin import awaiting  # noqa: PLC0415 - needs pytest-asyncio

        config.pluginmanager.register(awaiting, "torchnn_doc.awaiting")
