"""Runs `mkdocs serve` as someone does who writes a page, and waits for what it shows."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PATIENCE = 300  # seconds


@contextmanager
def being_written(project: Path) -> Iterator[str]:
    """Serve a project until the end of the `with`; gives the address of its start page."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "mkdocs", "serve", "--strict", "--quiet", "--dev-addr", place]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    with subprocess.Popen(command, cwd=project, env=environment) as server:
        try:
            wait_for(f"http://{place}/", "")
            yield f"http://{place}/"
        finally:
            server.terminate()


def wait_for(address: str, words: str) -> None:
    """Come back when the page at this address has these words.

    Raises:
        TimeoutError: It has not got them in time.
    """

    def is_shown() -> bool:
        with suppress(OSError), urllib.request.urlopen(address) as answer:
            return words in answer.read().decode()
        return False

    wait_until(is_shown, f"{address} shows {words!r}")


def wait_until(is_so: Callable[[], bool], what: str) -> None:
    """Come back when something is so.

    Raises:
        TimeoutError: It is not so in time; says what.
    """
    end = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError(f"not in {PATIENCE} s: {what}")
        time.sleep(0.05)
