"""Tells whether `mkdocs serve` runs, which has to be quick: what only a published site needs is left out."""

import os

SERVED = "SITE_SERVED"  # a variable of the environment, for builds in other processes


def on_startup(*, command: str, dirty: bool) -> None:  # noqa: ARG001
    """Tell the builds that `mkdocs serve` starts, in this process and in others."""
    if command == "serve":
        os.environ[SERVED] = "1"


def is_served() -> bool:
    """Whether this build is one of `mkdocs serve`."""
    return SERVED in os.environ
