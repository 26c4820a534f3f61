"""Tells whether `mkdocs serve` runs, which has to be quick: what only a published site needs is left out."""

import os
import socket

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError

SERVED = "SITE_SERVED"  # a variable of the environment, for builds in other processes

# The command that has just been given; a config is read again for each later build.
_STARTED: list[str] = []


def on_startup(*, command: str, dirty: bool) -> None:  # noqa: ARG001
    """Tell the builds that `mkdocs serve` starts, in this process and in others."""
    if command == "serve":
        os.environ[SERVED] = "1"
        _STARTED.append(command)


def on_config(config: MkDocsConfig) -> None:
    """Say it before the first build if the port is taken: MkDocs finds out after that.

    Raises:
        mkdocs.exceptions.ConfigurationError: It is.
    """
    if not _STARTED:
        return
    _STARTED.clear()
    host, port = config.dev_addr
    try:
        socket.create_server((host, port)).close()
    except OSError as error:
        why = os.strerror(error.errno or 0)
        problem = f"{host}:{port} cannot be taken: {why}. Try another: make serve PORT=8001"
        raise ConfigurationError(problem) from None


def is_served() -> bool:
    """Whether this build is one of `mkdocs serve`."""
    return SERVED in os.environ
