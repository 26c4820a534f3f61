"""Runs `mkdocs serve` as someone does who writes a page, and waits for what it shows."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
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
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with suppress(OSError), urllib.request.urlopen(address) as answer:
            if words in answer.read().decode():
                return
        time.sleep(0.05)
    raise TimeoutError(f"{address} does not show {words!r} after {PATIENCE} s")
