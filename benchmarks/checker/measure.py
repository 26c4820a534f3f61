"""Runs a command and says what it took."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


class CommandError(Exception):
    """A command that is measured did not succeed."""


@dataclass(frozen=True)
class Reading:
    """What one run took.

    Attributes:
        seconds: From its start to its end.
        work: The seconds that processors worked for it and its children.
        megabytes: The most memory that it, or one of its children, had.
    """

    seconds: float
    work: float
    megabytes: float


def run(arguments: Sequence[str], folder: Path, variables: Mapping[str, str] | None = None) -> Reading:
    """Runs Python in a folder.

    Raises:
        CommandError: It failed.
    """
    # Byte code is kept between runs, as it is for anyone who has not forbidden it.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"} if variables is None else variables
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert process.stdout
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status:
        raise CommandError(f"{arguments} in {folder} failed:\n{output.decode()[-2000:]}")
    return Reading(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
