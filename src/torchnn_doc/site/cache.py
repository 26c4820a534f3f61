"""The cache: what takes long to make, kept for the next builds in a folder named by what it may depend on.

That is Python, every installed library and the code that makes it. A file in the folder is named by what it
alone depends on, such as the text of a page. The records of pages have a folder of their own: they do not
depend on the code that builds the site.
"""

import hashlib
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

import torchnn_doc

FOLDER = ".site_cache"
SERVED = f"{FOLDER}/served"  # what `languages.py` builds while the site is served
PACKAGE = Path(torchnn_doc.__file__).parent
MADE_BY = {"site": (".",), "records": ("checker", "nn", "torch")}  # in the package


@cache
def folder_of(root: Path, what: str = "site") -> Path:
    """A folder of a project's cache; `cache_cleanup.py` has it looked up anew for each build.

    Args:
        root: The project's folder.
        what: What is in the folder, "site" or "records".
    """
    # A process that goes on runs the code that it started with, and starts others that run what is there now.
    return root / FOLDER / hashlib.sha256(_AT_START[what] + _code(what)).hexdigest()[:20]


def cached_file(root: Path, kind: str, *parts: str, what: str = "site") -> Path:
    """Where something is kept.

    Args:
        root: The project's folder.
        kind: What it is, as the ending of a file's name.
        parts: All that it is made from.
        what: In which folder it is.
    """
    digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    file = folder_of(root, what) / f"{digest}.{kind}"
    with suppress(FileNotFoundError):
        os.utime(file)  # it is used
    return file


def cached(root: Path, make: Callable[..., str], *parts: str) -> str:
    """What a function makes of these parts alone, unless it is kept."""
    file = cached_file(root, make.__name__, *parts)
    if not file.exists():
        store(file, make(*parts))
    return file.read_text(encoding="utf-8")


def store(file: Path, text: str) -> None:
    """Write a file that another build may read at any time."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(f".{os.getpid()}")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(file)


def _code(what: str) -> bytes:
    libraries = sorted(f"{each.name} {each.version}" for each in distributions())
    places = (PACKAGE / each for each in MADE_BY[what])
    return hashlib.sha256("\0".join([sys.version, *libraries]).encode()).digest() + _digest(*places)


def _digest(*places: Path) -> bytes:
    digest = hashlib.sha256()
    for file in _files(*places):
        content = file.read_bytes()
        digest.update(f"\0{file.name} {len(content)} ".encode() + content)
    return digest.digest()


def _files(*places: Path) -> Iterator[Path]:
    for each in places:
        inside = sorted(file for file in each.rglob("*") if "__pycache__" not in file.parts)
        yield from (file for file in [each, *inside] if file.is_file())


_AT_START = {what: _code(what) for what in MADE_BY}
