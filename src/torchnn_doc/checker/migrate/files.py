"""Migrates files: writes each page anew, or shows how it would be written."""

from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from torchnn_doc.checker.accept.edits import rewrite
from torchnn_doc.checker.migrate.pages import migrate
from torchnn_doc.checker.page.errors import CheckError
from torchnn_doc.checker.page.fences import read_source
from torchnn_doc.checker.page.lines import split_lines


@dataclass(frozen=True)
class Migrated:
    """What became of one file.

    Attributes:
        difference: The lines of a unified diff; none if the page can stay as it is.
        by_hand: What is left to do there.
    """

    difference: tuple[str, ...]
    by_hand: tuple[CheckError, ...]


def migrate_file(file: Path, path: str, *, flags: int, write: bool) -> Migrated:
    """Migrate a file.

    Args:
        file: The file.
        path: Its name in messages.
        flags: The option flags of doctest that are on everywhere in the project.
        write: Whether to write it.
    """
    try:
        source = read_source(file, path)
        migration = migrate(source, flags)
        if write and migration.edits:
            rewrite(migration.edits)
    except CheckError as error:
        return Migrated((), (error,))
    old, new = split_lines(source.text), split_lines(migration.text)
    difference = unified_diff(old, new, path, f"{path} (migrated)", lineterm="")
    return Migrated(tuple(difference), migration.by_hand)
