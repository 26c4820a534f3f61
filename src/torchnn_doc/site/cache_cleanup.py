"""Looks anew before each build where the cache is, and removes what no build has used for long."""

import os
import shutil
import time
from collections.abc import Iterable, Set
from contextlib import suppress
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from torchnn_doc.site.cache import FOLDER, MADE_BY, SERVED, folder_of
from torchnn_doc.site.settings import root_of

UNUSED = 30 * 24 * 60 * 60  # seconds
OUTDATED = UNUSED / 10  # for what was made by other code


def on_config(config: MkDocsConfig) -> None:
    """Have the cache look again at what it depends on: it may have changed since the last build."""
    folder_of.cache_clear()
    for what in MADE_BY:
        with suppress(FileNotFoundError):  # there is none yet
            os.utime(folder_of(root_of(config), what))


def on_post_build(*, config: MkDocsConfig) -> None:
    """Remove what this build could have used and none has for a month, and what it could not after days."""
    root = root_of(config)
    folders = {folder_of(root, what) for what in MADE_BY}
    _remove((root / FOLDER).glob("*"), OUTDATED, {*folders, root / SERVED})
    for folder in folders:
        _remove(folder.glob("*"), UNUSED, set())


def _remove(paths: Iterable[Path], age: float, but: Set[Path]) -> None:
    for path in paths:
        with suppress(FileNotFoundError):  # another build was sooner
            if path not in but and time.time() - path.stat().st_mtime > age:
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink()
