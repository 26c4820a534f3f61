"""Tells which languages have changed since they were built last, while they are served."""

from collections.abc import Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from torchnn_doc.site.serve_mode import is_served
from torchnn_doc.site.settings import options_of

# The folders in which tools keep what they make, which nobody edits.
MADE = {"__pycache__", "node_modules"}

# When the newest file was written that a language was last built from.
_BUILT: dict[str, float] = {}


def has_changed(code: str, config: MkDocsConfig) -> bool:
    """Whether a language has to be built: while it is served, only if a file that it is made of is new.

    Args:
        code: Of the language, which is also the name of its folder.
        config: Of the build that is served.
    """
    if not is_served():
        return True
    newest = max(map(_written, _sources(code, config)))
    if _BUILT.get(code) == newest:
        return False
    _BUILT[code] = newest
    return True


def forget() -> None:
    """All languages have to be built."""
    _BUILT.clear()


def _written(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except FileNotFoundError:  # one that an editor writes and removes beside the page that it saves
        return 0


def _sources(code: str, config: MkDocsConfig) -> Iterator[Path]:
    """The files that a language is made of, and their folders, which are newer when a file has gone."""
    pages = Path(config.docs_dir).parent
    others = [pages / each.code for each in options_of(config).languages if each.code != code]
    for path in map(Path, [config.config_file_path, config.docs_dir, *config.watch]):
        for file in [path, *path.rglob("*")]:
            if not MADE.intersection(file.parts) and not any(map(file.is_relative_to, others)):
                yield file
