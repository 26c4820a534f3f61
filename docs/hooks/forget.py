"""Looks anew before each build where the cache is, and removes what no build has used for a month."""

import time
from contextlib import suppress
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from cache import FOLDER, folder_of

UNUSED = 30 * 24 * 60 * 60  # seconds


def on_config(config: MkDocsConfig) -> None:  # noqa: ARG001
    """Have the cache look again at what it depends on: it may have changed since the last build."""
    folder_of.cache_clear()


def on_post_build(*, config: MkDocsConfig) -> None:
    """Remove what no build has used for a month."""
    for path in Path(config.config_file_path).parent.joinpath(FOLDER).rglob("*"):
        with suppress(FileNotFoundError):  # another build was sooner
            if path.is_file() and time.time() - path.stat().st_mtime > UNUSED:
                path.unlink()
