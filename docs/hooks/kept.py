"""Keeps between builds what takes long to make, each piece under a digest of all that it depends on."""

import hashlib
import inspect
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocstrings import MkdocstringsPlugin

FOLDER = ".site_cache"
UNUSED = 30 * 24 * 60 * 60  # seconds
LIBRARIES = (
    "beautifulsoup4",
    "fonttools",
    "ipykernel",
    "lark",
    "matplotlib",
    "mini-racer",
    "nbclient",
    "numpy",
    "pytest",
    "scour",
    "sympy",
)


def on_files(files: Files, /, *, config: MkDocsConfig) -> Files:
    """Keep the compiled templates of the package's reference."""
    reference = config.plugins["mkdocstrings"]
    assert isinstance(reference, MkdocstringsPlugin)
    _keep_templates(reference.get_handler("python").env, config)
    return files


def on_env(env: Environment, /, *, config: MkDocsConfig, files: Files) -> Environment:  # noqa: ARG001
    """Keep the compiled templates of the pages."""
    _keep_templates(env, config)
    return env


def on_post_build(*, config: MkDocsConfig) -> None:
    """Remove what no build has used for a month."""
    for file in Path(config.config_file_path).parent.joinpath(FOLDER).glob("*.*"):
        with suppress(FileNotFoundError):  # another build may have been sooner
            if time.time() - file.stat().st_mtime > UNUSED:
                file.unlink()


def place(root: Path, kind: str, *parts: str) -> Path:
    """Where something is kept that is made from these parts, the package and the libraries beneath it.

    Args:
        root: The project's folder.
        kind: What it is, as the ending of a file's name.
        parts: All else that it depends on.
    """
    digest = hashlib.sha256("\0".join(parts).encode())
    digest.update(_libraries())
    digest.update(_package(tuple((file, file.stat().st_mtime_ns) for file in _sources(root))))
    return _used(root / FOLDER / f"{digest.hexdigest()}.{kind}")


def place_of(root: Path, make: Callable[..., str], *parts: str) -> Path:
    """Where that is kept which a function makes of these parts alone, by its module's code as it is now."""
    digest = hashlib.sha256("\0".join([make.__name__, *parts]).encode())
    digest.update(_libraries())
    digest.update(_code(make))
    return _used(root / FOLDER / f"{digest.hexdigest()}.text")


def once(root: Path, make: Callable[..., str], *parts: str) -> str:
    """What a function makes of these parts alone, unless it is kept."""
    file = place_of(root, make, *parts)
    if not file.exists():
        keep(file, make(*parts))
    return file.read_text(encoding="utf-8")


def keep(file: Path, text: str) -> None:
    """Write a file that another build may read at any time."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(f".{os.getpid()}")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(file)


def _keep_templates(env: Environment, config: MkDocsConfig) -> None:
    folder = Path(config.config_file_path).parent / FOLDER
    folder.mkdir(exist_ok=True)
    env.bytecode_cache = FileSystemBytecodeCache(str(folder))


def _used(file: Path) -> Path:
    with suppress(FileNotFoundError):
        os.utime(file)
    return file


def _sources(root: Path) -> list[Path]:
    return [
        file
        for pattern in ("src/torchnn_doc/**/*.py", "docs/conftest.py", "pyproject.toml")
        for file in sorted(root.glob(pattern))
    ]


@cache
def _libraries() -> bytes:
    return "\0".join([sys.version, *map(version, LIBRARIES)]).encode()


@cache
def _code(make: Callable[..., str]) -> bytes:
    module = inspect.getmodule(make)
    assert module
    return inspect.getsource(module).encode()


@cache
def _package(sources: tuple[tuple[Path, int], ...]) -> bytes:
    digest = hashlib.sha256()
    for file, _ in sources:
        digest.update(b"\0" + file.read_bytes())
    return digest.digest()
