"""Tells in which event loop pytest-asyncio sets up fixtures; loaded only where it is installed."""

from asyncio import AbstractEventLoop, get_running_loop
from importlib import import_module
from typing import Any

from torchnn_doc.checker.run.page_run import EVENT_LOOP

pytest_asyncio: Any = import_module("pytest_asyncio")


async def event_loop() -> AbstractEventLoop:
    """The loop that runs this fixture, and others that are async."""
    return get_running_loop()


docs_event_loop = pytest_asyncio.fixture(event_loop, name=EVENT_LOOP)
