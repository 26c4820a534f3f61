"""Builds a site again and again in a process of its own that stays: only the first build imports everything.

As a script it takes the arguments of `mkdocs build`, builds for each line that comes in, and answers with the
exit code.
"""

import logging
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from mkdocs.__main__ import cli


class Builder:
    """A process that builds a site beside this one, as often as it is told to."""

    def __init__(self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str]) -> None:
        """Start the process.

        Args:
            arguments: Those of `mkdocs build`.
            folder: What paths in the site's config are relative to.
            environment: The variables that the config may read.
        """
        self._process = subprocess.Popen(
            [sys.executable, __file__, *arguments],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    @property
    def is_there(self) -> bool:
        """Whether the process still runs: an error that MkDocs does not know ends it."""
        return self._process.poll() is None

    def begin(self) -> None:
        """Begin a build, and do not wait for it."""
        assert self._process.stdin
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    def has_succeeded(self) -> bool:
        """Wait for the build that has begun; whether it went well."""
        assert self._process.stdout
        return self._process.stdout.readline() == "0\n"

    def break_off(self) -> None:
        """End the process, whatever it does."""
        self._process.terminate()
        self._process.wait()

    def close(self) -> None:
        """Let the process end, which has nothing more to build."""
        self._process.communicate()


def main() -> None:
    """Builds until no more lines come in, or until someone presses Ctrl-C."""
    answers, sys.stdout = sys.stdout, sys.stderr  # what a build prints is no answer
    with suppress(KeyboardInterrupt, BrokenPipeError):  # who asked has gone
        for _ in sys.stdin:
            answers.write(f"{_build()}\n")
            answers.flush()


def _build() -> int:
    try:
        cli.main(["build", *sys.argv[1:]], prog_name="mkdocs")
    except SystemExit as end:  # how click ends every command
        return int(end.code or 0)
    finally:
        logging.getLogger("mkdocs").handlers.clear()  # each command adds one
    return 0


if __name__ == "__main__":
    main()
